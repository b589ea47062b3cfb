import { type Action, verdictOn } from '#account'
import { errorLine, type Html, html, icon, type Say, trusted } from '#platform/page'
import type { Choice, ClaimNotice } from './notice.ts'

type Told = Pick<ClaimNotice, 'organization' | 'takesEffectAt'>

/**
 * The two doors of a claim, as cards (DOM-7). None is chosen beforehand: to keep the account for work counts at once.
 * @param of.chosen what the holder has chosen before
 * @param of.isMissing nothing was chosen when the form was sent
 */
export function claimChoices(
  say: Say,
  { organization, takesEffectAt }: Told,
  of: { readonly chosen?: Choice | undefined; readonly isMissing?: boolean | undefined } = {},
): Html {
  const described = of.isMissing ? trusted(' aria-describedby="choice-error"') : undefined
  const pick = (choice: Choice, title: string, text: string) =>
    html`<label class="pick"><input type="radio" name="choice" value="${choice}" required${of.chosen === choice && trusted(' checked')}${
      of.isMissing && choice === 'keep' && trusted(' autofocus')
    }><span><b>${title}</b><span class="muted">${text}</span></span></label>
`
  return html`<fieldset${described}><legend class="sr-only">${say('domain-claim.notice.question')}</legend>
${pick('keep', say('domain-claim.notice.keep'), say('domain-claim.notice.keep-means', { organization }))}${pick(
  'move',
  say('domain-claim.notice.move'),
  say('domain-claim.notice.move-means', { organization, date: say.date(takesEffectAt) }),
)}</fieldset>
${of.isMissing && errorLine('choice-error', html`${say('domain-claim.notice.choose')}`)}`
}

/** What happens to whoever does nothing, and that keeping the account for work is for good. */
export const claimTerms = (say: Say, { organization, takesEffectAt }: Told): Html =>
  html`<p class="small muted mt-3">${say('domain-claim.notice.terms', { organization, at: takesEffectAt })}</p>`

const rows: readonly (readonly [action: Action, label: (say: Say) => string])[] = [
  ['change-email', (say) => say('domain-claim.notice.change-email')],
  ['change-name', (say) => say('domain-claim.notice.change-name')],
  ['change-picture', (say) => say('domain-claim.notice.change-picture')],
  ['delete', (say) => say('domain-claim.notice.delete')],
  ['deactivate', (say) => say('domain-claim.notice.deactivate')],
  ['access-content', (say) => say('domain-claim.notice.access-content')],
]

/** What changes, out of the control table (CTL): who decides what under the organization, and with an address of one’s own. */
export function changesCard(say: Say, { organization }: Pick<Told, 'organization'>): Html {
  const you = html`<span class="yes">${icon('check', 18)}${say('domain-claim.notice.you')}</span>`
  const no = (who: string) => html`<span class="nope">${icon('lock', 18)}<span>${who}</span></span>`
  const who = (action: Action, kind: 'managed' | 'personal') => {
    if (verdictOn(action, kind, 'holder') === 'yes') return you
    const isTheirs = kind === 'managed' && verdictOn(action, kind, 'org-admin') === 'yes'
    return no(isTheirs ? say('domain-claim.notice.admins', { organization }) : say('domain-claim.notice.nobody'))
  }
  return html`<section class="card mt-6" aria-labelledby="h-w">
<header>
<h2 id="h-w">${say('domain-claim.notice.changes')}</h2></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('domain-claim.notice.caption')}</caption>
<thead>
<tr><th scope="col"><span class="sr-only">${say('domain-claim.notice.action')}</span></th><th scope="col" class="col-you">${say('domain-claim.notice.managed-by', { organization })}</th><th scope="col">${say('domain-claim.notice.personal')}</th></tr></thead>
<tbody>
${rows.map(
  ([action, label]) =>
    html`<tr><th scope="row">${label(say)}</th><td class="col-you">${who(action, 'managed')}</td><td>${who(action, 'personal')}</td></tr>
`,
)}</tbody></table></div>
<footer>${say('domain-claim.notice.never')}</footer></section>`
}
