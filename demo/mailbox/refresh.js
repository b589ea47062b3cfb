// Shows new mails without a reload. Without this script the page works the same, reloaded by hand.
const every = 2000

async function refresh() {
  const list = document.getElementById('list')
  if (document.hidden || !list) return
  const response = await fetch(location.href)
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('list')
  // Whoever is on a link of the list keeps it.
  if (!fresh || fresh.dataset.version === list.dataset.version || list.contains(document.activeElement)) return
  list.replaceWith(fresh)
}

setInterval(() => refresh().catch(() => {}), every)
document.addEventListener('visibilitychange', () => refresh().catch(() => {}))
