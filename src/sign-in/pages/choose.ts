import { authPage, avatar, type Html, hidden, html, icon, type Say, stalk } from '#platform/page'
import { type PageProduct, withAttempt } from './parts.ts'

/** An account as the chooser shows it. */
export interface Choice {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly pictureId?: string | undefined
  readonly loggedIn: boolean
  /** Who manages it, when somebody does. */
  readonly managedBy?: string | undefined
  /** Nobody can log in to it now: it is named, and cannot be chosen. */
  readonly off?: 'deactivated' | 'suspended' | undefined
}

export interface ChoosePage {
  readonly attempt?: string | undefined
  readonly product?: PageProduct | undefined
  readonly choices: readonly Choice[]
  /** Shows the way off the list instead of the way in. */
  readonly removing: boolean
}

/** Which of the accounts in this browser (LOG-7). Choosing logs nobody out. */
export function choosePage(say: Say, { attempt, product, choices, removing }: ChoosePage): Html {
  const title = removing ? say('sign-in.choose.title-remove') : say('sign-in.choose.title')
  return authPage(say, {
    title,
    wide: true,
    content: html`${stalk(product)}
<h1>${title}</h1>
<p class="lede">${ledeOf(say, product, removing)}</p>
<form method="post" action="${removing ? '/accounts/remove' : '/accounts'}">
${hidden('attempt', attempt)}<ul class="choices list">
${choices.map((choice) => row(say, choice, removing))}${!removing && another(say, attempt)}</ul>
</form>
${footer(say, attempt, removing)}`,
  })
}

function ledeOf(say: Say, product: PageProduct | undefined, removing: boolean): Html | string {
  if (removing) return say('sign-in.choose.lede-remove')
  return product ? say.html('sign-in.choose.lede-product', { product: product.name }) : say('sign-in.choose.lede')
}

function row(say: Say, choice: Choice, removing: boolean): Html {
  const { accountId, name, email, pictureId, loggedIn, off } = choice
  const inside = html`${avatar({ id: accountId, name, pictureId }, 40)}<span class="grow"><b dir="auto">${name}</b><small>${email}${
    !loggedIn && !off && html`<br>${say('sign-in.choose.logged-out')}`
  }</small></span><span class="pill text">${removing ? say('sign-in.choose.remove') : kindOf(say, choice)}</span>`
  if (off && !removing) return html`<li><div class="off">${inside}</div></li>\n`
  return html`<li><button type="submit" name="account" value="${accountId}">${inside}</button></li>\n`
}

/** What its holder has to know of it: that it is turned off, or who manages it (ACC-2). */
function kindOf(say: Say, { managedBy, off }: Choice): string {
  if (off === 'suspended') return say('sign-in.choose.suspended')
  if (off) return say('sign-in.choose.deactivated')
  return managedBy ? say('sign-in.choose.managed', { organization: managedBy }) : say('sign-in.choose.personal')
}

function another(say: Say, attempt: string | undefined): Html {
  const href = `/sign-in?other=1${attempt === undefined ? '' : `&attempt=${encodeURIComponent(attempt)}`}`
  return html`<li><a href="${href}"><span class="tile off round">${icon('plus')}</span><span class="grow"><b>${say('sign-in.choose.another')}</b></span></a></li>
`
}

function footer(say: Say, attempt: string | undefined, removing: boolean): Html {
  if (removing) {
    return html`<p class="auth-alt"><a class="alone" href="${withAttempt('/accounts', attempt)}">${say('sign-in.choose.keep')}</a></p>`
  }
  const remove = `/accounts?remove=1${attempt === undefined ? '' : `&attempt=${encodeURIComponent(attempt)}`}`
  return html`<form method="post" action="/accounts/remove" class="auth-alt btn-row">${hidden('attempt', attempt)}<a class="btn quiet sm" href="${remove}">${say('sign-in.choose.remove-one')}</a><button type="submit" class="btn quiet sm" name="account" value="all">${say('sign-in.choose.all')}</button></form>`
}
