import { codeBox, greetingName, layOut, type Mail, mainLink, paragraph, quietLink, type Say } from '#platform/page'

/** The organization that manages whichever account proves an address, by the name it gives itself and by its domain. */
export type ManagerToBe = { readonly organization: string; readonly domain: string }

/** Proof of a new account's address: a code to type, or a link (ACC-4). */
export function verifyMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly code: string
    readonly linkUrl: string
    readonly host: string
    /** Who will manage the account (DOM-6). */
    readonly manager?: ManagerToBe | undefined
  },
): Mail {
  const code = to.code.replace(/^(\d{3})(\d{3})$/, '$1 $2')
  return layOut(say, {
    subject: say('account.mail.verify.subject', { code }),
    heading: say('account.mail.verify.heading'),
    preview: say('account.mail.verify.preview'),
    parts: [
      paragraph(say, 'account.mail.verify.hello', { name: greetingName(to.name) }),
      ...(to.manager ? [paragraph(say, 'account.mail.managed', to.manager)] : []),
      codeBox(to.code),
      mainLink(say('account.mail.verify.button'), to.linkUrl),
      paragraph(say, 'account.mail.verify.until', {}, 'small'),
    ],
    footer: say('account.mail.verify.why', { email: to.email, host: to.host }),
  })
}

/** For the owner of an address with which somebody signed up again: nothing happened, and here is the way in (ACC-5). */
export function alreadyHaveAccountMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly logInUrl: string
    readonly resetUrl: string
    readonly host: string
  },
): Mail {
  return layOut(say, {
    subject: say('account.mail.already.subject'),
    preview: say('account.mail.already.preview'),
    parts: [
      paragraph(say, 'account.mail.already.hello', { name: greetingName(to.name), email: to.email }),
      paragraph(say, 'account.mail.already.you'),
      mainLink(say('account.mail.already.log-in'), to.logInUrl),
      quietLink(say('account.mail.already.reset'), to.resetUrl),
      paragraph(say, 'account.mail.already.not-you', {}, 'small'),
    ],
    footer: say('account.mail.already.why', { email: to.email, host: to.host }),
  })
}

/** To an address that an account has given up, and can still go back to: why it can't be used yet (ACC-7). */
export function keptAddressMail(
  say: Say,
  to: { readonly email: string; readonly until: Temporal.Instant; readonly host: string },
): Mail {
  const { email, until, host } = to
  return layOut(say, {
    subject: say('account.mail.reserved.subject'),
    preview: say('account.mail.reserved.preview'),
    parts: [
      paragraph(say, 'account.mail.reserved.hello', { email, until }),
      paragraph(say, 'account.mail.reserved.then'),
    ],
    footer: say('account.mail.reserved.why', { email, host }),
  })
}
