// What the list of managed accounts gains with scripts: how many are selected, and all of a page at once.

for (const form of document.querySelectorAll('form[data-bulk]')) {
  const said = form.querySelector('[data-selected]')
  const before = said.textContent
  const boxes = () => [...form.querySelectorAll('input[name="account[]"]')]
  const corner = form.querySelector('[data-select-page]')
  const all = document.createElement('input')
  all.type = 'checkbox'
  all.setAttribute('aria-label', corner.dataset.selectPage)
  all.addEventListener('change', () => {
    for (const box of boxes()) box.checked = all.checked
  })
  corner.append(all)
  const tell = () => {
    const count = boxes().filter((box) => box.checked).length
    all.checked = count === boxes().length
    const words = count > 0 ? `${count} ${said.dataset.selected}` : before
    if (said.textContent !== words) said.textContent = words
  }
  form.addEventListener('change', tell)
  // Browsers keep what was ticked when somebody comes back.
  addEventListener('pageshow', tell)
  tell()
}
