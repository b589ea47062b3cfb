// What a page about something that goes on in the background gains with scripts: it looks again by itself.

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
