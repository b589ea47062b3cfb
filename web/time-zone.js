// Says which time zone the device is set to, where that is another one. It is chosen only by whoever presses the button.

const select = document.querySelector('select[name="zone"]')
const suggestion = document.querySelector('[data-zone-suggestion]')
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

// Devices and the list may know a zone by different names: the same clock now, in the same place, is the same one.
const option = [...(select?.options ?? [])].find(
  ({ value }) => value === zone || value.endsWith(`/${zone.split('/').at(-1)}`),
)
if (option && suggestion && option.value !== select.value) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'link'
  button.textContent = suggestion.dataset.use
  button.addEventListener('click', () => {
    select.value = option.value
    suggestion.hidden = true
    select.focus()
  })
  suggestion.append(`${suggestion.dataset.zoneSuggestion.replace('{zone}', option.text)} `, button)
  suggestion.hidden = false
}
