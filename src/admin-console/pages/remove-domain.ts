import { readable } from '#domain-claim'
import { errorWords, type Html, html, note, type Problem, type Say } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { aboutOther, nameOf, stateOf } from './domain-parts.ts'
import { type Frame, inConsole } from './frame.ts'

export interface RemoveDomainPage extends Frame {
  readonly domain: DomainView
  readonly error?: Problem | undefined
}

/** Asks before a domain is removed, and says what that does (DOM-1). */
export function removeDomainPage(say: Say, page: RemoveDomainPage): Html {
  const { base, domain, organization, error } = page
  const domains = `${base}/domains`
  const shown = readable(domain.name)
  const values = { domain: shown, organization: organization.name }
  const isContested = stateOf(domain) === 'contested'
  return inConsole(say, page, {
    section: '/domains',
    title: say('admin-console.remove-domain.title', values),
    here: say('admin-console.domain.remove'),
    crumbs: [
      { href: domains, label: say('admin-console.domains.title') },
      { href: `${domains}/${domain.id}`, label: shown },
    ],
    content: html`${error && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.domain.error', error))}</div>`}<form method="post" action="${domains}/${domain.id}/remove" class="card">
<div class="card-body"><p>${nameOf(domain.name)}</p>
<ul class="mt-4">
${
  domain.verifiedAt &&
  html`<li>${say('admin-console.remove-domain.owner', values)}</li>
`
}<li>${say('admin-console.remove-domain.others')}</li>
${
  isContested &&
  html`<li>${aboutOther(say, 'admin-console.remove-domain.contested', domain.contest)}</li>
`
}<li>${say('admin-console.remove-domain.record')}</li>
<li>${say('admin-console.remove-domain.back')}</li></ul></div>
<footer class="btn-row"><a class="btn primary" href="${domains}/${domain.id}">${say('admin-console.remove-domain.keep')}</a><button type="submit" class="btn danger-quiet">${say('admin-console.domain.remove')}</button></footer></form>`,
  })
}
