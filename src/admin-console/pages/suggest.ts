import { errorLine, errorWords, field, type Html, html, type Problem, type Say, trusted } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'

export interface SuggestPage extends Frame {
  readonly typed?: Readonly<Partial<Record<'email' | 'kind' | 'value', string | undefined>>>
  readonly error?: Problem | undefined
}

/** Suggests another address or name to somebody whose account the organization does not manage (CTL-3). */
export function suggestPage(say: Say, page: SuggestPage): Html {
  const { base, typed = {}, error, organization } = page
  const isName = typed.kind === 'name'
  const kind = (value: 'address' | 'name', label: string, more: string) =>
    html`<label class="pick"><input type="radio" name="kind" value="${value}"${(value === 'name') === isName && trusted(' checked')}><span><b>${label}</b><span class="muted">${more}</span></span></label>
`
  return inConsole(say, page, {
    section: '/suggest',
    title: say('admin-console.suggest.title'),
    lede: say('admin-console.suggest.lede'),
    content: html`<form method="post" action="${base}/suggest" class="card">
<div class="card-body">${error && errorLine('suggest-error', errorWords(say, 'admin-console.suggest.error', error))}
${field({
  id: 'email',
  className: 'input',
  label: say('admin-console.suggest.email'),
  attributes:
    'type="email" inputmode="email" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="320" required',
  value: typed.email,
  hint: html`${say('admin-console.suggest.email-hint', { organization: organization.name })}`,
  describedBy: error ? 'suggest-error' : '',
})}
<fieldset class="mt-6"><legend class="label">${say('admin-console.suggest.kind')}</legend>
<div class="mt-3">
${kind('address', say('admin-console.suggest.address'), say('admin-console.suggest.address-more'))}${kind('name', say('admin-console.suggest.name'), say('admin-console.suggest.name-more'))}</div></fieldset>
<div class="mt-6">${field({
      id: 'value',
      className: 'input',
      label: say('admin-console.suggest.value'),
      attributes: 'type="text" autocomplete="off" dir="auto" maxlength="320" required',
      value: typed.value,
    })}</div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('admin-console.suggest.send')}</button></footer></form>`,
  })
}
