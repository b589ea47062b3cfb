// What the pages of managed accounts gain with scripts: how many are selected, and how a change of many goes on by itself.

for (const form of document.querySelectorAll('form[data-bulk]')) {
  const said = form.querySelector('[data-selected]')
  const before = said.textContent
  const boxes = () => [...form.querySelectorAll('input[name="account"]')]
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

const progress = document.querySelector('[data-reload]')
if (progress) {
  const seconds = Number(progress.dataset.reload)
  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('#progress')
      if (!answer.ok || !fresh) return
      // What comes after the last look, such as the buttons, is the page's own.
      if (!('reload' in fresh.dataset)) return location.reload()
      progress.replaceChildren(...fresh.childNodes)
    } catch {
      // Away for a moment: the next look may find it again.
    }
    setTimeout(look, seconds * 1000)
  }
  setTimeout(look, seconds * 1000)
}
