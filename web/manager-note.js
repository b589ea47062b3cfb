// Says who will manage an account with the address that was just typed. The server speaks of the domain alone, so only that is sent.

for (const note of document.querySelectorAll('[data-manager-of]')) {
  const input = document.getElementById(note.dataset.managerOf)
  const words = note.querySelector('span')
  let latest = ''
  const ask = async () => {
    const domain = input.value
      .slice(input.value.lastIndexOf('@') + 1)
      .trim()
      .toLowerCase()
    if (domain === latest) return
    latest = domain
    const sentence = input.value.includes('@') && domain.includes('.') ? await sentenceFor(domain) : ''
    if (domain !== latest) return
    note.hidden = sentence === ''
    words.textContent = sentence
  }
  input.addEventListener('change', ask)
  if (note.hidden && input.value) ask()
}

async function sentenceFor(domain) {
  try {
    const answer = await fetch(`/sign-up/manager?domain=${encodeURIComponent(domain)}`)
    return answer.ok ? (await answer.json()).sentence : ''
  } catch {
    // It is said again on the page that waits for the proof, and in the mail.
    return ''
  }
}
