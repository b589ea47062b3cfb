import type { Refusal } from '#kernel'
import { refusalKey, type Say } from '../words.ts'
import { type Html, html, type Inner } from './html.ts'
import type { Icon } from './icons.ts'
import { authPage } from './page.ts'
import { iconTile } from './tile.ts'

/** Pages of last resort: when nothing else answers, and when a refusal has no page of its own. */

interface LastPage {
  readonly sign: Icon
  readonly title: string
  readonly lede: Inner
  readonly way: { readonly label: string; readonly href: string }
  readonly more?: Inner
}

function lastPage(say: Say, { sign, title, lede, way, more }: LastPage): Html {
  return authPage(say, {
    title,
    content: html`${iconTile(sign)}
<h1>${title}</h1>
<p class="lede">${lede}</p>
<div class="actions"><a class="btn primary lg block" href="${way.href}">${way.label}</a></div>
${more && html`<p class="auth-alt">${more}</p>`}`,
  })
}

const home = (say: Say) => ({ label: say('platform.error.home'), href: '/' })

/** 500. The incident's id is what the operator finds in the log; nothing else of it is shown. */
export function brokenPage(say: Say, incident: string): Html {
  return lastPage(say, {
    sign: 'alert',
    title: say('platform.error.broken-title'),
    lede: say('platform.error.broken'),
    way: { label: say('platform.error.try-again'), href: '' },
    more: say.html('platform.error.broken-code', {
      incident,
      code: (inner) => html`<span class="mono nowrap">${inner}</span>`,
      a: (inner) => html`<a href="/help/contact?incident=${incident}">${inner}</a>`,
    }),
  })
}

/** 404 */
export function notFoundPage(say: Say): Html {
  return lastPage(say, {
    sign: 'none',
    title: say('platform.error.not-found-title'),
    lede: say('platform.error.not-found'),
    way: home(say),
    more: helpLine(say),
  })
}

/** Something in a request that cannot be used; says what, and leads on. */
export function badRequestPage(
  say: Say,
  page: { readonly title?: string; readonly sentence: Inner; readonly way?: { label: string; href: string } },
): Html {
  return lastPage(say, {
    sign: 'alert',
    title: page.title ?? say('platform.error.bad-title'),
    lede: page.sentence,
    way: page.way ?? home(say),
    more: helpLine(say),
  })
}

/** 403 for a form that another site sent. */
export function foreignOriginPage(say: Say): Html {
  return lastPage(say, {
    sign: 'shield',
    title: say('platform.error.foreign-title'),
    lede: say('platform.refusal.origin-foreign'),
    way: home(say),
  })
}

/** 413 */
export function tooLargePage(say: Say): Html {
  return lastPage(say, {
    sign: 'none',
    title: say('platform.error.large-title'),
    lede: say('platform.refusal.body-large'),
    way: home(say),
  })
}

/** 503 when more people log in than passwords can be checked. */
export function busyPage(say: Say, retryAfterSeconds: number): Html {
  return lastPage(say, {
    sign: 'clock',
    title: say('platform.error.busy-title'),
    lede: say('platform.error.busy', { seconds: Math.max(1, Math.ceil(retryAfterSeconds)) }),
    way: { label: say('platform.error.try-again'), href: '' },
  })
}

/** The page of a refusal that its route did not answer itself. */
export function refusedPage(say: Say, refusal: Pick<Refusal, 'code' | 'status' | 'details'>): Html {
  const { code, status, details } = refusal
  if (code === 'platform.origin-foreign') return foreignOriginPage(say)
  if (status === 413) return tooLargePage(say)
  if (code === 'credential.busy') return busyPage(say, Number(details.retryAfterSeconds ?? 5))
  const key = refusalKey(code)
  const sentence = say.has(key) ? say(key, details) : say('platform.error.bad')
  if (status === 429) {
    return lastPage(say, { sign: 'clock', title: say('platform.error.often-title'), lede: sentence, way: home(say) })
  }
  if (status === 403) {
    return lastPage(say, { sign: 'lock', title: say('platform.error.forbidden-title'), lede: sentence, way: home(say) })
  }
  return badRequestPage(say, { sentence })
}

const helpLine = (say: Say): Html =>
  say.html('platform.error.help', { a: (inner) => html`<a href="/help">${inner}</a>` })

/** The three of them as the web server asks for them. */
export const lastPages = { refused: refusedPage, notFound: notFoundPage, broken: brokenPage }
