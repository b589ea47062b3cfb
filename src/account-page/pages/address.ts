import { birthNote, type ClaimNotice, type ManagerToBe } from '#domain-claim'
import {
  authPage,
  errorWords,
  field,
  type Holder,
  type Html,
  hidden,
  html,
  iconTile,
  note,
  type Problem,
  type Say,
} from '#platform/page'
import { type Onward, onwardLine } from './claim-card.ts'
import { formPage } from './profile-forms.ts'

export interface ChangeEmailPage {
  readonly holder: Holder
  /** The organization that manages the account unless it has another address by its date (DOM-7). */
  readonly claim?: Pick<ClaimNotice, 'organization' | 'domain' | 'takesEffectAt'> | undefined
  /** Who will manage an account with the address that was typed (DOM-6). */
  readonly manager?: ManagerToBe | undefined
  /** Where the log-in was going. */
  readonly onward?: Onward | undefined
  readonly value?: string | undefined
  readonly error?: Problem | undefined
}

/** Another address for the account (ACC-7). The page says the same whether or not the address is somebody's (ACC-5). */
export function changeEmailPage(say: Say, page: ChangeEmailPage): Html {
  const { holder, value, error, claim, onward, manager } = page
  return formPage(say, {
    title: say('account-page.email.title'),
    lede: say('account-page.email.lede', { email: holder.account.email }),
    action: '/profile/email',
    save: say('account-page.email.send'),
    holder,
    failed: error !== undefined,
    before: claim && html`<div class="mb-5">${note('warn', claimWords(say, claim), false)}</div>`,
    after: onward && onwardLine(say, onward),
    body: html`${hidden('attempt', onward?.attempt)}${field({
      id: 'email',
      className: 'input',
      label: say('account-page.email.new'),
      attributes:
        'type="email" autocomplete="email" inputmode="email" autocapitalize="none" spellcheck="false" required',
      value,
      hint: html`${say('account-page.email.hint')}`,
      error: error === undefined ? undefined : errorWords(say, 'account-page.email.error', error),
      focus: true,
    })}${birthNote(say, manager, { field: 'email' })}`,
  })
}

const claimWords = (say: Say, { organization, domain, takesEffectAt }: NonNullable<ChangeEmailPage['claim']>): Html =>
  say.html('account-page.email.claim', { organization, domain, at: takesEffectAt })

interface Ending {
  readonly title: string
  readonly sign: Parameters<typeof iconTile>[0]
  readonly isGood?: boolean
  readonly lede: Html
  readonly more?: Html
  readonly actions: Html
}

const ending = (say: Say, { title, sign, isGood, lede, more, actions }: Ending): Html =>
  authPage(say, {
    title,
    content: html`${iconTile(sign, isGood ? 'accent' : 'off')}
<h1>${title}</h1>
<p class="lede"${isGood && html` role="status"`}>${lede}</p>
${more}<div class="actions">${actions}</div>`,
  })

const toProfile = (say: Say): Html =>
  html`<a class="btn primary lg block" href="/profile">${say('account-page.email.to-profile')}</a>`

export interface ByLinkPage {
  readonly token: string
  readonly email: string
  readonly from: string
  /** Who will manage the account (DOM-6). */
  readonly manager?: ManagerToBe | undefined
}

/** From the mail to a new address: the one button that puts it in force. Mail programs open links by themselves. */
export function confirmEmailPage(say: Say, { token, email, from, manager }: ByLinkPage): Html {
  const title = say('account-page.email-confirm.title')
  return authPage(say, {
    title,
    content: html`${iconTile('mail')}
<h1>${title}</h1>
<p class="lede">${say.html('account-page.email-confirm.lede', { email, from })}</p>
${birthNote(say, manager, { otherHref: '/profile/email' })}
<form method="post" action="/email/confirm">
${hidden('token', token)}<div class="actions"><button type="submit" class="btn primary lg block">${say('account-page.email-confirm.button')}</button></div>
</form>
<p class="auth-alt">${say('account-page.email-confirm.not-you', { from })}</p>`,
  })
}

export function emailConfirmedPage(say: Say, { email, from }: Omit<ByLinkPage, 'token'>): Html {
  return ending(say, {
    title: say('account-page.email-confirm.done'),
    sign: 'done',
    isGood: true,
    lede: say.html('account-page.email-confirm.done-lede', { email }),
    more: html`<p class="mt-4">${say.html('account-page.email-confirm.next', { from })}</p>`,
    actions: toProfile(say),
  })
}

/** The new address became somebody else’s in the meantime; answered with 409. */
export function emailTakenPage(say: Say): Html {
  return ending(say, {
    title: say('account-page.email-confirm.taken'),
    sign: 'none',
    lede: html`${say('account-page.email-confirm.taken-lede')}`,
    actions: toProfile(say),
  })
}

/** The link was used before, replaced, or is too old; answered with 410. */
export function emailLinkGonePage(say: Say): Html {
  return ending(say, {
    title: say('account-page.email-confirm.gone'),
    sign: 'clock',
    lede: html`${say('account-page.email-confirm.gone-lede')}`,
    actions: toProfile(say),
  })
}

export interface UndoEmailPage {
  readonly token: string
  /** The address that comes back. */
  readonly email: string
  readonly changedTo: string
  readonly at: Temporal.Instant
  readonly device?: string | undefined
}

/** From the mail to a former address: what was changed, what we would do, and the one button that does it. */
export function undoEmailPage(say: Say, { token, email, changedTo, at, device }: UndoEmailPage): Html {
  const title = say('account-page.email-undo.title')
  const when = say.moment(at)
  return authPage(say, {
    title,
    content: html`${iconTile('shield')}
<h1>${title}</h1>
<p class="lede">${
      device === undefined
        ? say.html('account-page.email-undo.lede', { email, changedTo, when })
        : say.html('account-page.email-undo.lede-device', { email, changedTo, when, device: say.device(device) })
    }</p>
<form method="post" action="/email/undo">
${hidden('token', token)}<p class="mt-4">${say('account-page.email-undo.what')}</p>
<div class="actions"><button type="submit" class="btn primary lg block">${say('account-page.email-undo.button')}</button></div>
</form>
<p class="auth-alt">${say('account-page.email-undo.was-me')}</p>`,
  })
}

/** What has been done, and what only the holder can do next. */
export function emailUndonePage(say: Say, { email }: { readonly email: string }): Html {
  return ending(say, {
    title: say('account-page.email-undo.done'),
    sign: 'done',
    isGood: true,
    lede: say.html('account-page.email-undo.done-lede', { email }),
    more: html`<p class="mt-4">${say.html('account-page.email-undo.next', { email })}</p>
<p class="mt-4">${say('account-page.email-undo.removed')}</p>`,
    actions: html`<a class="btn lg block" href="/sign-in">${say('account-page.email-undo.log-in')}</a>`,
  })
}

/** Answered with 410. */
export function undoLinkGonePage(say: Say): Html {
  return ending(say, {
    title: say('account-page.email-undo.gone'),
    sign: 'clock',
    lede: html`${say('account-page.email-undo.gone-lede')}`,
    actions: html`<a class="btn primary lg block" href="/help">${say('account-page.email-undo.help')}</a>`,
  })
}
