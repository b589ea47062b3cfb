import { html } from 'hono/html'
import type { Pages } from './pages.ts'

/** Pages without a shell, for tests and for whoever has no others: plain, accessible, working without scripts. */
export const plainPages: Pages = {
  protocolError: ({ error, description, product }) =>
    page(
      'This request cannot go on',
      html`<p>${description ?? 'Something went wrong.'}</p>
<p><code>${error}</code></p>${product ? html`<p><a href="${product.homeUrl}">Back to ${product.name}</a></p>` : ''}`,
    ),
  requestGone: () =>
    page('Start again', html`<p>This log-in is over. Go back to the product you came from and start again.</p>`),
  confirmLogOut: ({ action, fields, account }) =>
    page(
      'Log out?',
      html`<p>You are logged in as ${account.email}.</p><form method="post" action="${action}">${hidden(fields)}
<button name="logout" value="yes">Log out</button> <button>Stay logged in</button></form>`,
    ),
  loggedOut: ({ product }) =>
    page(
      'You are logged out',
      product
        ? html`<p><a href="${product.homeUrl}">Back to ${product.name}</a></p>`
        : html`<p>You can close this page.</p>`,
    ),
  enterDeviceCode: ({ action, fields, userCode, problem }) =>
    page(
      'Connect a device',
      html`${problem ? html`<p role="alert">${problems[problem]}</p>` : ''}<form method="post" action="${action}">${hidden(fields)}
<p><label for="code">The code on your device</label><br>
<input id="code" name="user_code" value="${userCode ?? ''}" autocomplete="off" autocapitalize="characters" required></p>
<button>Continue</button></form>`,
    ),
  confirmDevice: ({ action, fields, product, userCode }) =>
    page(
      'Is this your device?',
      html`<p>Your device shows <strong>${userCode}</strong> and is connected to ${product.name}. If it does not, cancel.</p>
<form method="post" action="${action}">${hidden(fields)}<button>Connect</button>
<button name="abort" value="yes">Cancel</button></form>`,
    ),
  deviceDone: ({ product }) =>
    page('Your device is connected', html`<p>Go on with ${product.name} on your device. You can close this page.</p>`),
}

const problems = {
  wrong: 'That is not the code of a device. Check it and try again.',
  expired: 'This code is too old. Ask your device for a new one.',
  used: 'This code has been used. Ask your device for a new one.',
  aborted: 'The device was not connected. Ask it for a new code to try again.',
}

function hidden(fields: Readonly<Record<string, string>>) {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>${title}</h1>${content}</main></body></html>`
}
