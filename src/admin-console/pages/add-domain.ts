import { errorWords, field, type Html, html, type Problem, type Say, trusted } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'

export interface AddDomainPage extends Frame {
  readonly name?: string | undefined
  readonly withSubdomains?: boolean
  readonly error?: Problem | undefined
}

/** Adding a domain: its name, and whether the names below it belong to it (DOM-2). */
export function addDomainPage(say: Say, page: AddDomainPage): Html {
  const { base, name, withSubdomains, error } = page
  return inConsole(say, page, {
    section: '/domains',
    title: error ? say('admin-console.add-domain.title-error') : say('admin-console.add-domain.title'),
    here: say('admin-console.add-domain.title'),
    crumbs: [{ href: `${base}/domains`, label: say('admin-console.domains.title') }],
    lede: say('admin-console.add-domain.lede'),
    content: html`<form method="post" action="${base}/domains/add" class="card">
<div class="card-body">${field({
      id: 'name',
      className: 'input',
      label: say('admin-console.add-domain.name'),
      attributes:
        'type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="400" required',
      value: name,
      hint: say.html('admin-console.add-domain.hint'),
      error: error === undefined ? undefined : errorWords(say, 'admin-console.add-domain.error', error),
      focus: true,
    })}
<label class="check mt-4"><input type="checkbox" name="subdomains" value="1"${withSubdomains && trusted(' checked')}><span>${say('admin-console.add-domain.below')}<small class="sub">${say('admin-console.add-domain.below-why')}</small></span></label></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.add-domain.add')}</button><a class="btn quiet" href="${base}/domains">${say('admin-console.new.cancel')}</a></footer></form>`,
  })
}
