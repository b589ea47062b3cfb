import { filePath, lapsesAt, readable, type Way } from '#domain-claim'
import { asset, errorWords, type Html, html, icon, note, type Problem, type Say, trusted } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { claimsCard } from './domain-claims.ts'
import { aboutOther, foundLines, looksNote, nameOf, stateOf, troubleWords, wayName } from './domain-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface DomainPage extends Frame {
  readonly domain: DomainView
  /** Which of the two ways to prove it is shown. */
  readonly way: Way
  readonly error?: Problem | undefined
}

/** One domain: how to prove it, and what we saw when we looked (mock-ups 16-domain-verify-dns, -file). */
export function domainPage(say: Say, page: DomainPage): Html {
  const { base, domain, organization, role, error } = page
  const shown = readable(domain.name)
  const state = stateOf(domain)
  const isHeld = ['verified', 'failing', 'contested'].includes(state)
  const mayChange = role === 'org-admin'
  const values = { domain: shown, organization: organization.name }
  return inConsole(say, page, {
    section: '/domains',
    title: isHeld ? shown : say('admin-console.domain.title', values),
    here: shown,
    crumbs: [{ href: `${base}/domains`, label: say('admin-console.domains.title') }],
    styles: ['two-step.css'],
    lede: isHeld ? say('admin-console.domain.lede-held', values) : say('admin-console.domain.lede', values),
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.domain.error', error))}</div>`}${looksNote(say, domain.name)}${!isHeld && steps(say)}${
      state === 'over' ? startAgain(say, page, mayChange) : proofs(say, page, mayChange)
    }${isHeld && claimsCard(say, { base, domain, mayChange })}
<section class="card mt-6" aria-labelledby="h-d">
<header>
<h2 id="h-d">${say('admin-console.domain.about')}</h2></header>
<div class="card-body"><dl class="kv">
<dt>${say('admin-console.domains.domain')}</dt><dd>${nameOf(domain.name)}</dd>
<dt>${say('admin-console.domain.below')}</dt><dd>${domain.withSubdomains ? say('admin-console.domain.below-yes') : say('admin-console.domain.below-no')}</dd>
<dt>${say('admin-console.domain.added')}</dt><dd>${say.date(domain.createdAt)}</dd></dl></div>
${mayChange && html`<footer class="btn-row">${isHeld && html`<a class="btn sm" href="${base}/domains/${domain.id}/rename">${say('admin-console.rename.here')}</a>`}<a class="btn sm danger-quiet" href="${base}/domains/${domain.id}/remove">${say('admin-console.domain.remove')}</a></footer>`}</section>
<script type="module" src="${asset('copy.js')}"></script>`,
  })
}

const steps = (say: Say): Html => html`<ol class="steps list">
<li class="done">${say('admin-console.domain.step-add')}</li>
<li class="now" aria-current="step">${say('admin-console.domain.step-verify')}</li></ol>
`

function proofs(say: Say, page: DomainPage, mayChange: boolean): Html {
  const { base, domain, way } = page
  const here = `${base}/domains/${domain.id}`
  const tab = (each: Way) =>
    html`<a href="${here}${each === 'file' && '?way=file'}"${each === way && trusted(' aria-current="page"')}>${wayName(say, each)}</a>`
  return html`<nav class="tabs" aria-label="${say('admin-console.domain.how')}">${tab('dns')}${tab('file')}</nav>
<div class="two two-31 apart">
<div>
${way === 'file' ? byFile(say, here, domain) : byDns(say, domain)}${mayChange && askToLook(say, base, here, way, domain)}</div>
<aside aria-label="${say('admin-console.domain.state')}">
${standing(say, page)}${whatWeSaw(say, domain, way)}</aside></div>`
}

const copyBox = (say: Say, id: string, text: string): Html =>
  html`<div class="codebox mt-3" data-copy-from="${id}" data-copy="${say('admin-console.domain.copy')}" data-copied="${say('admin-console.domain.copied')}"><code id="${id}">${text}</code></div>`

function byDns(say: Say, { name, token }: DomainView): Html {
  return html`<h2 class="h3">${say('admin-console.domain.dns-1')}</h2>
<div class="card mt-3">
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('admin-console.domain.dns-record')}</caption>
<thead>
<tr><th scope="col">${say('admin-console.domain.dns-type')}</th><th scope="col">${say('admin-console.domain.dns-name')}</th><th scope="col">${say('admin-console.domain.dns-value')}</th><th scope="col">TTL</th></tr></thead>
<tbody>
<tr><td class="mono">TXT</td><td class="mono">@</td><td class="mono anywhere">${token}</td><td class="mono">3600</td></tr></tbody></table></div></div>
${copyBox(say, 'token', token)}
<p class="hint">${say.html('admin-console.domain.dns-hint', { name, code: (inner) => html`<code>${inner}</code>` })}</p>`
}

function byFile(say: Say, here: string, { name, token }: DomainView): Html {
  return html`<h2 class="h3">${say('admin-console.domain.file-1')}</h2>
${copyBox(say, 'token', token)}
<p class="mt-3"><a class="btn sm" href="${here}/file" download>${say('admin-console.domain.file-download')}</a></p>
<h2 class="h3 mt-6">${say('admin-console.domain.file-2')}</h2>
${copyBox(say, 'address', `https://${name}${filePath}`)}
<p class="hint">${say('admin-console.domain.file-hint')}</p>`
}

function askToLook(say: Say, base: string, here: string, way: Way, domain: DomainView): Html {
  const isPrimary = stateOf(domain) !== 'verified'
  const title = way === 'file' ? say('admin-console.domain.look-3') : say('admin-console.domain.look-2')
  return html`<h2 class="h3 mt-6">${title}</h2>
<form method="post" action="${here}/check${way === 'file' && '?way=file'}" class="btn-row mt-3"><button type="submit" class="btn${isPrimary && ' primary'}">${say('admin-console.domain.check')}</button><a class="btn quiet" href="${base}/domains">${say('admin-console.domain.later')}</a></form>`
}

function standing(say: Say, { domain, way }: DomainPage): Html {
  const state = stateOf(domain)
  const { provedAt, provedBy, failingSince, contest, checkedAt } = domain
  if (state === 'verified') {
    const words = say('admin-console.domain.verified-what', { at: provedAt, way: provedBy })
    return note('ok', html`<b>${say('admin-console.domain.verified')}</b>${words}`)
  }
  if (state === 'failing') {
    const words = say('admin-console.domain.failing-what', { until: failingSince && lapsesAt(failingSince) })
    return note('bad', html`<b>${say('admin-console.domain.failing')}</b>${words}`)
  }
  if (state === 'contested' || state === 'contesting') {
    const key = state === 'contested' ? 'admin-console.domain.contested-what' : 'admin-console.domain.contesting-what'
    const words = aboutOther(say, key, contest)
    return note('bad', html`<b>${say('admin-console.domain.contested')}</b>${words}`)
  }
  if (!checkedAt)
    return note('plain', html`<b>${say('admin-console.domain.not-looked')}</b>${say('admin-console.domain.patience')}`)
  const { trouble } = domain[way]
  const why = trouble && troubleWords(say, way, trouble, { domain: readable(domain.name) })
  return note(
    'warn',
    html`<b>${say('admin-console.domain.not-found')}</b>${why} ${way === 'dns' && say('admin-console.domain.patience')}`,
  )
}

function whatWeSaw(say: Say, domain: DomainView, way: Way): Html {
  const { checkedAt, nextLookAt, token } = domain
  const { trouble } = domain[way]
  // Where DNS has the proof, nobody asks the web server.
  const isLooked = checkedAt && !(way === 'file' && !domain.dns.trouble)
  return html`<h2 class="h3 mt-6">${say('admin-console.domain.saw')}</h2>
<dl class="kv mt-3">
<dt>${say('admin-console.domain.looked')}</dt><dd class="num">${isLooked ? say.moment(checkedAt) : say('admin-console.domains.not-yet')}</dd>
${
  isLooked &&
  html`<dt>${say('admin-console.domain.found')}</dt><dd>${foundLines(say, domain[way])}</dd>
`
}${
  isLooked &&
  trouble &&
  html`<dt>${say('admin-console.domain.missing')}</dt><dd class="mono anywhere">${shortToken(token)}</dd>
`
}${
  nextLookAt &&
  html`<dt>${say('admin-console.domain.next')}</dt><dd class="num">${say.moment(nextLookAt)}</dd>
`
}${
  stateOf(domain) === 'pending' &&
  html`<dt>${say('admin-console.domain.good-until')}</dt><dd class="num">${say.moment(domain.tokenExpiresAt)}</dd>
`
}</dl>`
}

const shortToken = (token: string): string => token.replace(/^(umbel-verify=.{4}).*(.{4})$/, '$1…$2')

function startAgain(say: Say, { base, domain }: DomainPage, mayChange: boolean): Html {
  const here = `${base}/domains/${domain.id}`
  const { contest } = domain
  const words =
    contest?.outcome === 'kept'
      ? aboutOther(say, 'admin-console.domain.over-kept', contest)
      : contest?.outcome === 'moved'
        ? aboutOther(say, 'admin-console.domain.over-moved', contest)
        : domain.provedAt
          ? say('admin-console.domain.over-lapsed')
          : say('admin-console.domain.over-never')
  const again = html`<div class="btn-row"><form method="post" action="${here}/renew"><button type="submit" class="btn primary">${icon('refresh', 18)}${say('admin-console.domain.again')}</button></form></div>`
  return note('warn', html`<b>${say('admin-console.domain.over-title')}</b>${words}${mayChange && again}`)
}
