// What pages gain with scripts. Everything works without; words come from the page, never from here.

const all = (selector, root = document) => [...root.querySelectorAll(selector)]

for (const box of all('.with-btn[data-show]')) {
  const input = box.querySelector('input')
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn quiet sm'
  const show = (visible) => {
    input.type = visible ? 'text' : 'password'
    button.textContent = visible ? box.dataset.hide : box.dataset.show
    button.setAttribute('aria-label', visible ? box.dataset.hideLabel : box.dataset.showLabel)
  }
  show(false)
  button.addEventListener('click', () => show(input.type === 'password'))
  // Browsers remember passwords only from password fields.
  input.form?.addEventListener('submit', () => show(false))
  box.append(button)
}

for (const rules of all('.rules[data-strength]')) {
  const form = rules.closest('form')
  const input = form.querySelector('[autocomplete="new-password"]')
  const words = rules.dataset.scores.split('|')
  const meter = document.createElement('div')
  meter.className = 'strength'
  meter.setAttribute('role', 'status')
  meter.hidden = true
  for (let i = 0; i < 4; i++) meter.append(document.createElement('i'))
  meter.append(document.createElement('b'))
  rules.before(meter)
  let timer
  let latest = 0
  const ask = async () => {
    const mine = ++latest
    const value = (name) => form.elements[name]?.value ?? form.dataset[name] ?? ''
    if (!input.value) return tell({ score: 0, met: {} })
    try {
      const answer = await fetch(rules.dataset.strength, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ password: input.value, name: value('name'), email: value('email') }),
      })
      if (answer.ok && mine === latest) tell(await answer.json())
    } catch {
      // Without an answer the rules stay as they are; they are checked when the form is sent.
    }
  }
  const tell = ({ score, met }) => {
    meter.hidden = !input.value
    meter.dataset.score = score
    const word = words[score] ?? ''
    if (meter.lastChild.textContent !== word) meter.lastChild.textContent = word
    for (const rule of all('[data-rule]', rules)) rule.classList.toggle('met', met[rule.dataset.rule] === true)
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 300)
  })
  if (input.value) ask()
}

document.addEventListener('submit', (event) => {
  const form = event.target
  // What answers with a file leaves the page as it is: the form may be sent again.
  if ('again' in form.dataset) return
  if (form.dataset.sent) event.preventDefault()
  form.dataset.sent = 'yes'
})
// Coming back to a page that was kept in memory: its forms may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})

// A button that had to wait becomes ready by itself.
for (const button of all('button[data-ready-seconds]')) {
  setTimeout(() => {
    button.removeAttribute('aria-disabled')
    button.lastChild.textContent = button.dataset.ready
  }, button.dataset.readySeconds * 1000)
}

const closeMenus = (except) => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(except)) menu.open = false
}
document.addEventListener('click', (event) => closeMenus(event.target))
document.addEventListener('keydown', (event) => {
  const open = event.key === 'Escape' && document.querySelector('details.menu[open]')
  if (!open) return
  open.open = false
  open.querySelector('summary').focus()
})

if (!document.querySelector('[autofocus]')) document.querySelector('[aria-invalid="true"]')?.focus()
