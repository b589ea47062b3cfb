// Buttons that only scripts can be: copy, download, print. Their words come from the page.

for (const row of document.querySelectorAll('[data-copy-from]')) {
  const from = document.getElementById(row.dataset.copyFrom)
  const lines = () => [...(from.children.length ? from.children : [from])].map((line) => line.textContent.trim())
  const add = (label, act) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = row.classList.contains('codebox') ? 'btn quiet sm' : 'btn'
    button.textContent = label
    button.addEventListener('click', () => act(button))
    row.append(button)
  }
  const { title, download, file, print, copy, copied } = row.dataset
  if (download) {
    add(download, () => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([`${[title, '', ...lines()].join('\r\n')}\r\n`], { type: 'text/plain' }))
      link.download = file
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 1000)
    })
  }
  const said = document.createElement('span')
  said.className = 'sr-only'
  said.setAttribute('role', 'status')
  add(copy, async (button) => {
    try {
      await navigator.clipboard.writeText(lines().join('\n'))
      button.textContent = copied
      said.textContent = copied
    } catch {
      // Not allowed to: at least it is chosen, and the keyboard does the rest.
      getSelection().selectAllChildren(from)
    }
  })
  row.append(said)
  if (print) add(print, () => window.print())
}
