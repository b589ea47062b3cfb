import { longestText } from '#domain-claim'
import {
  authPage,
  errorLine,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  type Problem,
  type Say,
  trusted,
} from '#platform/page'
import { whoChip, withAttempt } from './parts.ts'

export interface NotMinePage {
  readonly attempt: string
  readonly email: string
  readonly organization: string
  readonly typed?: Readonly<Partial<Record<'matter' | 'text' | 'reach', string | undefined>>>
  readonly error?: Problem | undefined
}

/** “I don’t belong to this organization”, said by whoever cannot log in any more (DOM-9). */
export function notMinePage(say: Say, { attempt, email, organization, typed = {}, error }: NotMinePage): Html {
  const title = say('sign-in.not-mine.title')
  const code = typeof error === 'object' ? error.code : (error ?? '')
  const words = (of: RegExp) =>
    error !== undefined && of.test(code) ? errorWords(say, 'sign-in.not-mine.error', error) : undefined
  const atReach = words(/reach|address/)
  const atText = words(/text/)
  const other = !atReach && !atText ? words(/./) : undefined
  const chosen = typed.matter ?? 'never-part'
  const pick = (matter: string, label: string) =>
    html`<label class="check"><input type="radio" name="matter" value="${matter}"${matter === chosen && trusted(' checked')}><span>${label}</span></label>
`
  return authPage(say, {
    title: error ? say('sign-in.not-mine.title-error') : title,
    content: html`<h1>${title}</h1>
${whoChip(say, email)}
<p class="lede mt-4">${say('sign-in.not-mine.lede', { organization })}</p>
<form method="post" action="/sign-in/deactivated/not-mine" class="mt-5">${hidden('attempt', attempt)}
<fieldset${other && trusted(' aria-describedby="matter-error"')}><legend>${say('sign-in.not-mine.matter')}</legend>
${other && errorLine('matter-error', other)}${pick('never-part', say('sign-in.not-mine.never-part', { organization }))}${pick('left', say('sign-in.not-mine.left', { organization }))}${pick('mine', say('sign-in.not-mine.mine', { organization }))}</fieldset>
<div class="field mt-4"><label for="text">${say('sign-in.not-mine.text')}</label>
<textarea class="input" id="text" name="text" rows="4" maxlength="${longestText}" dir="auto" aria-describedby="${atText && 'text-error '}text-hint"${atText && trusted(' aria-invalid="true" autofocus')}>
${typed.text ?? ''}</textarea>
${atText && errorLine('text-error', atText)}<p class="hint" id="text-hint">${say('sign-in.not-mine.text-hint', { organization })}</p></div>
${field({
  id: 'reach',
  className: 'input',
  label: say('sign-in.not-mine.reach'),
  attributes:
    'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" maxlength="320"',
  value: typed.reach,
  hint: html`${say('sign-in.not-mine.reach-hint', { organization })}`,
  error: atReach,
  focus: atReach !== undefined,
})}
<div class="actions"><button type="submit" class="btn primary lg block">${say('sign-in.not-mine.send')}</button><a class="btn lg block" href="${withAttempt('/sign-in/deactivated', attempt)}">${say('sign-in.not-mine.back')}</a></div></form>`,
  })
}
