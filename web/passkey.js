// Asks the person's device for a passkey (WebAuthn) and sends the form with its answer. Words come from the page.

const webauthn = globalThis.SimpleWebAuthnBrowser
const forms = [...document.querySelectorAll('form[data-passkey]')]

/** What to ask the device for. Anything but an answer to that is the server's to explain: the form is sent as it is. */
async function optionsFor(form) {
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams(new FormData(form)),
  })
  const isOptions = answer.ok && answer.headers.get('content-type')?.startsWith('application/json')
  return isOptions ? answer.json() : undefined
}

/** Whether to stay logged in: as the box on the page says, where there is one. */
function copyBox(form) {
  const box = document.querySelector('input[type="checkbox"][name="remember"]')
  const own = form.elements.remember
  if (box && own?.type === 'hidden') own.value = box.checked ? '1' : ''
}

function problemOf(error, started, { timeout }) {
  const { name } = error.cause ?? error
  if (error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' || name === 'InvalidStateError') return 'taken'
  if (name === 'NotAllowedError') return performance.now() - started >= timeout ? 'late' : 'cancelled'
  if (name === 'SecurityError' || name === 'NotSupportedError' || name === 'ConstraintError') return 'unsupported'
  return 'failed'
}

function prepare(form) {
  const said = form.querySelector('[role="alert"]')
  const button = form.querySelector('button')
  const waiting = form.querySelector('[data-waiting]')
  const say = (problem) => {
    said.textContent = problem ? form.dataset[problem] : ''
  }
  if (!webauthn?.browserSupportsWebAuthn()) {
    if (form.hidden) return
    button.disabled = true
    return say('unsupported')
  }
  form.hidden = false

  const send = (answer) => {
    form.elements.answer.value = answer ? JSON.stringify(answer) : ''
    copyBox(form)
    form.submit()
  }
  let asking = false
  const ask = async () => {
    if (asking) return
    asking = true
    say()
    if (waiting) waiting.hidden = false
    const started = performance.now()
    let optionsJSON = {}
    try {
      optionsJSON = await optionsFor(form)
      if (!optionsJSON) return send()
      const isNew = form.dataset.passkey === 'create'
      send(await (isNew ? webauthn.startRegistration({ optionsJSON }) : webauthn.startAuthentication({ optionsJSON })))
    } catch (error) {
      say(problemOf(error, started, optionsJSON ?? {}))
      if (button.dataset.again) button.lastChild.textContent = button.dataset.again
      button.focus()
      propose()
    } finally {
      asking = false
      if (waiting) waiting.hidden = true
    }
  }

  /** Passkeys among what the browser proposes for the address. Nobody asked for it, so nothing is said when it fails. */
  const propose = async () => {
    if (!('autofill' in form.dataset) || !(await webauthn.browserSupportsWebAuthnAutofill())) return
    try {
      const optionsJSON = await optionsFor(form)
      // A prompt that was asked for meanwhile would be stopped by this one.
      if (optionsJSON && !asking) send(await webauthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }))
    } catch {
      // Stopped by a prompt that was asked for, or by leaving the page.
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask()
  })
  // Also when somebody comes back to a page that was kept in memory.
  addEventListener('pageshow', propose)
  if ('asksAtOnce' in form.dataset) ask()
  if (form.dataset.unknown) {
    const unknown = { rpId: location.hostname, credentialId: form.dataset.unknown }
    globalThis.PublicKeyCredential.signalUnknownCredential?.(unknown)?.catch(() => undefined)
  }
}

for (const form of forms) prepare(form)

// Tells the authenticators of this device which passkeys are left, and what the account is called now.
for (const { dataset } of document.querySelectorAll('[data-passkeys]')) {
  const { userId, ids, name, displayName } = JSON.parse(dataset.passkeys)
  const account = { rpId: location.hostname, userId }
  const { PublicKeyCredential: credential } = globalThis
  credential?.signalAllAcceptedCredentials?.({ ...account, allAcceptedCredentialIds: ids })?.catch(() => undefined)
  credential?.signalCurrentUserDetails?.({ ...account, name, displayName })?.catch(() => undefined)
}
