import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import { field } from '../look/form.ts'
import type { Html } from '../look/marks.ts'
import type { GoogleUser } from './users.ts'

export const stylesheet = ['1-tokens', '2-text', '3-controls', '4-blocks', '5-bar', '6-suite']
  .map((name) => readFileSync(new URL(`../look/css/${name}.css`, import.meta.url), 'utf8'))
  .join('\n')

const page = (title: string, main: Html): Html => html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – stand-in for Google</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="topbar"><span class="brand">Stand-in for Google</span></header>
<main class="page narrow">
<div class="note warn"><div><b>This is not Google</b>
It plays Google Workspace in Umbel’s demo and tests, and knows a few people who don’t exist.</div></div>
${main}
</main>
</body>
</html>`

/** Address and password, on one page: the stand-in makes fewer pages of it than Google. */
export function logInPage(to: {
  uid: string
  client: string
  domain: string | undefined
  users: readonly GoogleUser[]
  address: string
  fault: string | undefined
}): Html {
  const { uid, client, domain, users, address, fault } = to
  const known = users.map(({ email, aliases = [], unverified, domain: home }) => {
    const notes = [
      ...aliases.map((alias) => `also ${alias}`),
      unverified && 'address not verified',
      !home && 'no Workspace',
    ]
    const said = notes.filter(Boolean).join(', ')
    return html`<li><span class="mono">${email}</span>${said ? html`<span class="sub">${said}</span>` : ''}</li>`
  })
  return page(
    fault ? 'Error: Log in' : 'Log in',
    html`<div class="head"><h1>Log in with Google</h1></div>
<p class="crumb">to continue to <b>${client}</b>${domain ? html`, with an account of ${domain}` : ''}</p>
<form class="card card-body" method="post" action="/interaction/${uid}" novalidate>
${field({ id: 'email', label: 'Email', value: address, fault })}
<div class="field"><label for="password">Password</label>
<input class="input" id="password" name="password" type="password" autocomplete="current-password"></div>
<div class="btn-row form-end"><button class="btn primary" type="submit">Next</button>
<button class="btn quiet" type="submit" name="act" value="cancel">Cancel</button></div>
</form>
<section class="card" aria-labelledby="h-known"><header><h2 id="h-known">Who has an account here</h2></header>
<ul class="list card-body">${known}</ul></section>`,
  )
}

/** The account of this browser, or another one. */
export function chooserPage(to: { uid: string; client: string; user: GoogleUser }): Html {
  const { uid, client, user } = to
  return page(
    'Choose an account',
    html`<div class="head"><h1>Choose an account</h1></div>
<p class="crumb">to continue to <b>${client}</b></p>
<form class="card card-body" method="post" action="/interaction/${uid}">
<div class="btn-row"><button class="btn primary" type="submit" name="act" value="same">${user.email}</button>
<button class="btn" type="submit" name="act" value="another">Use another account</button>
<button class="btn quiet" type="submit" name="act" value="cancel">Cancel</button></div>
</form>`,
  )
}

export const errorPage = (error: string, description: string): Html =>
  page(
    'Access blocked',
    html`<section class="card empty"><h1>Access blocked</h1><p>${description}</p><p class="mono">${error}</p></section>`,
  )
