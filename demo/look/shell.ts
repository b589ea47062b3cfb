import { html } from 'hono/html'
import type { Person, SuiteProduct } from '../../sdk/index.ts'
import { dots, type Html, line, tile } from './marks.ts'
import { avatar } from './parts.ts'

/** What every page needs to know. */
export interface Frame {
  product: { id: string; name: string }
  person: Person | undefined
  /** The suite, for the switcher; empty where nobody is logged in. */
  products: readonly SuiteProduct[]
  issuer: string
  stylesheet: string
}

const entry = ({ id, name, homeUrl, isCurrent }: SuiteProduct): Html =>
  html`<a href="${isCurrent ? '/' : homeUrl}"${isCurrent ? html` aria-current="true"` : ''}>${tile({ id, name })}<span>${name}</span></a>`

/** The products of the suite, the account itself, and the way to another one. Opens without script. */
function switcher({ products, issuer }: Frame, { name, email, accountId }: Person): Html {
  return html`<details class="menu switcher"><summary class="icon-btn" aria-label="Switch product">${dots}</summary>
<div class="menu-panel">
<div class="switch-head">${avatar(accountId, name, 'large')}<div class="grow"><b>${name}</b><span class="sub">${email ?? ''}</span></div></div>
<nav aria-label="Products" class="switch-grid">${products.map(entry)}</nav>
<div class="switch-list">
<a class="item" href="${new URL('/', issuer).href}">${line(20, 'M10 3.5a3.3 3.3 0 1 1 0 6.6 3.3 3.3 0 0 1 0-6.6M3.8 16.8c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5')}<span>Your account</span></a>
<a class="item" href="/log-in/another-account">${line(20, 'M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3')}<span>Use another account</span></a>
</div></div></details>`
}

/** A whole page. `wide` is for lists. */
export function page(frame: Frame, title: string, main: Html, wide = false): Html {
  const { person, product } = frame
  const end = person
    ? html`<div class="end"><span class="name">${person.name}</span>${switcher(frame, person)}
<form method="post" action="/log-out"><button class="btn sm" type="submit">Log out</button></form></div>`
    : ''
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${product.name}</title>
<link rel="stylesheet" href="${frame.stylesheet}">
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header class="topbar"><a class="brand" href="/">${tile(product)}${product.name}</a>${end}</header>
<main id="main" class="page${wide ? '' : ' narrow'}">
${main}
</main>
</body>
</html>`
}

/** A page that says one thing and offers one way on. */
export function messagePage(
  frame: Frame,
  title: string,
  text: string,
  way: readonly [href: string, words: string],
): Html {
  return page(
    frame,
    title,
    html`<section class="card empty"><h1>${title}</h1><p>${text}</p><a class="btn primary" href="${way[0]}">${way[1]}</a></section>`,
  )
}
