import { type Dispute, type DisputeMessage, longestText, type Matter } from '#domain-claim'
import { errorLine, type Html, html, icon, type Say, trusted } from '#platform/page'

/** What the pages of a case have in common, whoever reads them (DOM-9). Their styles are in `case.css`. */

export function matterWords(say: Say, matter: Matter, organization: string): string {
  if (matter === 'never-part') return say('account-page.case.never-part', { organization })
  if (matter === 'left') return say('account-page.case.left', { organization })
  return say('account-page.case.mine', { organization })
}

/** How a case stands, in the one word that lists have for it. */
export function casePill(say: Say, { settledAt, outcome, handedOverAt, mediatorId, organization }: Dispute): Html {
  if (!settledAt) {
    const words =
      handedOverAt || mediatorId
        ? say('account-page.case.with-operators')
        : say('account-page.case.with-organization', { organization })
    return html`<span class="pill info">${icon('clock')}${words}</span>`
  }
  if (outcome === 'released')
    return html`<span class="pill ok">${icon('check')}${say('account-page.case.released')}</span>`
  if (outcome === 'kept') return html`<span class="pill warn">${icon('lock')}${say('account-page.case.kept')}</span>`
  return html`<span class="pill">${icon('none')}${say('account-page.case.withdrawn')}</span>`
}

/** What was written in a case, the first on top. */
export function saidList(say: Say, messages: readonly DisputeMessage[]): Html {
  if (messages.length === 0) return html`<p class="muted">${say('account-page.case.nothing-said')}</p>`
  const one = ({ author, name, at, seenBy, text }: DisputeMessage) =>
    html`<li class="${author}"><p class="by"><b><bdi>${name ?? say('account-page.case.gone')}</bdi></b><span class="muted">${sideName(say, author)}</span>${
      seenBy !== 'both' &&
      html`<span class="to">${seenBy === 'holder' ? say('account-page.case.to-holder') : say('account-page.case.to-organization')}</span>`
    }<time datetime="${at.toString()}">${say.moment(at)}</time></p>
<p class="quote" dir="auto">${text}</p></li>
`
  return html`<ol class="said list">
${messages.map(one)}</ol>`
}

function sideName(say: Say, side: DisputeMessage['author']): string {
  if (side === 'holder') return say('account-page.case.side-holder')
  if (side === 'organization') return say('account-page.case.side-organization')
  return say('account-page.case.side-operator')
}

export interface TextArea {
  readonly id: string
  readonly label: string
  readonly optional?: boolean
  readonly hint?: string
  readonly value?: string | undefined
  readonly error?: Html | undefined
  readonly rows?: number
  readonly most?: number
}

/** Where somebody writes a text for a case. */
export function textArea(
  say: Say,
  { id, label, optional, hint, value, error, rows = 4, most = longestText }: TextArea,
): Html {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return html`<div class="field"><label for="${id}">${label}${optional && html` <span class="muted">${say('account-page.case.optional')}</span>`}</label>
<textarea class="input" id="${id}" name="${id}" rows="${rows}" maxlength="${most}" dir="auto"${!optional && trusted(' required')}${
    error && trusted(' aria-invalid="true" autofocus')
  }${described ? html` aria-describedby="${described}"` : ''}>
${value ?? ''}</textarea>
${error && errorLine(`${id}-error`, error)}${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}</div>`
}
