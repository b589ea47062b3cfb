import { readable } from '#domain-claim'
import { errorLine, errorWords, type Html, html, type Problem, type Say, trusted } from '#platform/page'
import type { DomainView } from '../domains-in.ts'
import { type Frame, inConsole } from './frame.ts'

export interface ClaimListPage extends Frame {
  readonly domain: DomainView
  /** What the list is for. */
  readonly use: 'claim' | 'unclaim'
  readonly error?: Problem | undefined
}

/** A list of addresses: a file, or typed in (DOM-6, DOM-10). */
export function claimListPage(say: Say, page: ClaimListPage): Html {
  const { base, domain, use, error } = page
  const shown = readable(domain.name)
  const to = `${base}/domains/${domain.id}/${use}`
  const title =
    use === 'claim'
      ? say('admin-console.claim-list.title', { domain: shown })
      : say('admin-console.claim-list.title-unclaim', { domain: shown })
  const wrong = error && errorLine('list-error', errorWords(say, 'admin-console.claim.error', error))
  const described = trusted(
    ` aria-describedby="list-hint${error ? ' list-error' : ''}"${error ? ' aria-invalid="true"' : ''}`,
  )
  return inConsole(say, page, {
    section: '/domains',
    title: error ? say('admin-console.claim-list.title-error', { domain: shown }) : title,
    here: say('admin-console.claim-list.here'),
    crumbs: [
      { href: `${base}/domains`, label: say('admin-console.domains.title') },
      { href: to, label: shown },
    ],
    lede: say('admin-console.claim-list.lede'),
    content: html`<form method="post" action="${to}/list" enctype="multipart/form-data" class="card">
<div class="card-body"><div class="field"><label for="list">${say('admin-console.claim-list.file')}</label><input class="input" id="list" name="list" type="file" accept=".csv,.txt,text/csv,text/plain" required${described}>
${wrong}<p class="hint" id="list-hint">${say('admin-console.claim-list.file-hint')}</p></div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.claim-list.upload')}</button><a class="btn quiet" href="${to}">${say('admin-console.new.cancel')}</a></footer></form>
<form method="post" action="${to}/paste" class="card mt-5">
<div class="card-body"><div class="field"><label for="addresses">${say('admin-console.claim-list.paste')}</label><textarea class="textarea" id="addresses" name="addresses" rows="6" maxlength="20000" required autocomplete="off" spellcheck="false"></textarea></div></div>
<footer class="btn-row"><button type="submit" class="btn">${say('admin-console.claim-list.use')}</button></footer></form>`,
  })
}
