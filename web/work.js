// Does the work that a form carries (LOG-5) in a thread of its own, and sends the form with what came out of it. Where a
// browser cannot, the page's own sentence stays: waiting does as well.

const box = document.querySelector('[data-work-worker]')
const form = box?.closest('form')
const words = box?.querySelector('[role="status"] > div')

if (form && window.Worker && window.crypto?.subtle) {
  const worker = new Worker(box.dataset.workWorker, { type: 'module' })
  const own = words.textContent
  let sent
  const give = (solution) => {
    const input = document.createElement('input')
    input.type = 'hidden'
    input.name = 'solution'
    input.value = solution
    box.append(input)
  }
  const done = (said) => {
    worker.terminate()
    words.textContent = said
    form.removeEventListener('submit', hold)
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
  form.addEventListener('submit', hold)
  words.textContent = box.dataset.workDoing
  worker.addEventListener('message', ({ data }) => {
    give(data)
    done(box.dataset.workDone)
  })
  worker.addEventListener('error', () => {
    sent = undefined
    done(own)
  })
  worker.postMessage(form.elements.work.value)
}
