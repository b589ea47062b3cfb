import { longestReason } from '#managed-account'
import { errorLine, errorWords, type Html, html, note, type Problem, type Say, trusted } from '#platform/page'
import type { ManagedView } from './account.ts'
import { type Frame, inConsole } from './frame.ts'

/** Why accounts are turned off, to choose from. */
export const deactivationReasons = ['left', 'security', 'unneeded', 'other'] as const
export type DeactivationReason = (typeof deactivationReasons)[number]

export interface DeactivateAccountPage extends Frame {
  readonly account: ManagedView
  readonly problem?: Problem | undefined
  readonly reason?: string | undefined
  readonly words?: string | undefined
}

/** Asks before an account is turned off, and says what that does (mock-up 18, MAN-2). Whoever comes here rests on the way back. */
export function deactivateAccountPage(say: Say, page: DeactivateAccountPage): Html {
  const { base, account, organization, problem } = page
  const here = `${base}/accounts/${account.id}`
  const { name, devices, isOwn } = account
  return inConsole(say, page, {
    section: '/accounts',
    title: say('admin-console.deactivate.title', { name }),
    here: say('admin-console.deactivate.here'),
    crumbs: [
      { href: `${base}/accounts`, label: say('admin-console.accounts.title') },
      { href: here, label: name },
    ],
    styles: ['accounts.css'],
    content: html`${problem !== undefined && html`<div class="mb-5">${note('bad', errorWords(say, 'admin-console.account.error', problem))}</div>`}${
      isOwn &&
      html`<div class="mb-5">${note('warn', say('admin-console.deactivate.own', { organization: organization.name }), false)}</div>`
    }<form method="post" action="${here}/deactivate" class="card narrow">
<div class="card-body">
<ul>
<li>${say('admin-console.deactivate.devices', { devices })}</li>
<li>${say('admin-console.deactivate.content')}</li>
<li>${say('admin-console.deactivate.mail')}</li>
<li>${say('admin-console.deactivate.undo')}</li></ul>
${reasonFields(say, page)}</div>
<footer class="btn-row"><a class="btn" href="${here}" autofocus>${say('admin-console.deactivate.keep')}</a><button type="submit" class="btn danger">${say('admin-console.deactivate.do')}</button></footer></form>`,
  })
}

/** The reason, chosen from a list, and words to it. */
export function reasonFields(
  say: Say,
  { reason, words, problem }: Pick<DeactivateAccountPage, 'reason' | 'words' | 'problem'>,
): Html {
  const isLong = (typeof problem === 'string' ? problem : problem?.code) === 'managed-account.text-long'
  const option = (each: DeactivationReason) =>
    html`<option value="${each}"${each === reason && trusted(' selected')}>${reasonName(say, each)}</option>`
  return html`<div class="field mt-6">
<label for="reason">${say('admin-console.deactivate.reason')}</label><select class="select" id="reason" name="reason">${deactivationReasons.map(option)}</select></div>
<div class="field mt-4">
<label for="words">${say('admin-console.deactivate.words')}</label><input class="input" id="words" name="words" type="text" maxlength="${longestReason}" value="${words}"${isLong && trusted(' aria-invalid="true"')} aria-describedby="words-hint${isLong && ' words-error'}">
${isLong && problem !== undefined && errorLine('words-error', errorWords(say, 'admin-console.account.error', problem))}<p class="hint" id="words-hint">${say('admin-console.deactivate.words-hint')}</p></div>`
}

export function reasonName(say: Say, reason: DeactivationReason): string {
  if (reason === 'left') return say('admin-console.deactivate.left')
  if (reason === 'security') return say('admin-console.deactivate.security')
  if (reason === 'unneeded') return say('admin-console.deactivate.unneeded')
  return say('admin-console.deactivate.other')
}
