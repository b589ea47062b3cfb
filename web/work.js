// Does the work that a form carries (LOG-5) in a thread of its own, and sends the form with what came out of it. Where a
// browser cannot, or not in time, the page's own sentence stands: waiting does as well.

const box = document.querySelector('[data-work-worker]')
const form = box?.closest('form')
const words = box?.querySelector('[role="status"] > div')

if (form && window.Worker && window.crypto?.subtle) {
  const worker = new Worker(box.dataset.workWorker, { type: 'module' })
  const own = [...words.childNodes]
  let sent
  const end = (solution) => {
    worker.terminate()
    form.removeEventListener('submit', hold)
    if (solution) {
      const input = document.createElement('input')
      input.type = 'hidden'
      input.name = 'solution'
      input.value = solution
      box.append(input)
      words.textContent = box.dataset.workDone
    } else words.replaceChildren(...own)
    if (sent !== undefined) form.requestSubmit(sent)
  }
  // Enter was pressed before the work is done: the form goes by itself when it is.
  const hold = (event) => {
    if (event.submitter?.formNoValidate) return
    event.preventDefault()
    event.stopImmediatePropagation()
    sent = event.submitter
    words.textContent = box.dataset.workSending
  }
  const impatient = setTimeout(() => end(), box.dataset.workSeconds * 1000)
  const answer = (solution) => {
    clearTimeout(impatient)
    end(solution)
  }
  form.addEventListener('submit', hold)
  worker.addEventListener('message', ({ data }) => answer(data))
  worker.addEventListener('error', () => answer())
  words.textContent = box.dataset.workDoing
  worker.postMessage(form.elements.work.value)
}
