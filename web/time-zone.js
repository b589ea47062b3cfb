// Says which time zone the device is set to, where that is another one. It is chosen only by whoever presses the button.

const select = document.querySelector('select[name="zone"]')
const suggestion = document.querySelector('[data-zone-suggestion]')
const current = (timeZone) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone

// Browsers may know a zone by a name that it had before: they say themselves which names are one zone.
function optionFor(zone) {
  const options = [...select.options]
  return (
    options.find(({ value }) => value === zone) ??
    options.find(({ value }) => {
      try {
        return current(value) === zone
      } catch {
        // A zone that is newer than this browser.
        return false
      }
    })
  )
}

const device = current()
const option = select && suggestion && optionFor(device)
if (suggestion && !option) {
  // A zone of another region than those on this page.
  const link = document.createElement('a')
  link.href = `?zone=${encodeURIComponent(device)}`
  link.textContent = suggestion.dataset.use
  suggestion.append(
    `${suggestion.dataset.zoneSuggestion.replace('{zone}', device.split('/').at(-1).replaceAll('_', ' '))} `,
    link,
  )
  suggestion.hidden = false
}
if (option && option.value !== select.value) {
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
