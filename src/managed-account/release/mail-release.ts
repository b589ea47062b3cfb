import { accountById, addressTakenMail, holderOf, keptAddressMail, keptForAnother, mayMailProof } from '#account'
import { hashSecret, newSecret } from '#kernel'
import { organizationById } from '#organization'
import { sayIn } from '#platform'
import { greetingName, layOut, mainLink, paragraph } from '#platform/page'
import type { MailContext } from '../address/mail-address.ts'
import { releaseOf, setLink } from './store.ts'

/** Tells the holder that the organization would let the account go, or would no longer. */
export async function mailRelease(
  { database, mailer, url }: MailContext,
  { accountId, organizationId, what }: { accountId: string; organizationId: string; what: 'offered' | 'taken-back' },
): Promise<void> {
  const account = await accountById(database.durable, accountId)
  const organization = await organizationById(database.durable, organizationId)
  if (!account?.email || !organization) return
  const say = sayIn(account.locale, account.zone)
  const { email } = account
  const values = { name: greetingName(account.name), organization: organization.name, email, host: url.host }
  const parts =
    what === 'offered'
      ? [
          paragraph(say, 'managed-account.mail.offer.hello', values),
          paragraph(say, 'managed-account.mail.offer.what', values),
          mainLink(say('managed-account.mail.offer.button'), new URL('/organization', url).href),
          paragraph(say, 'managed-account.mail.offer.nothing', values, 'small'),
        ]
      : [paragraph(say, 'managed-account.mail.taken-back.hello', values)]
  await mailer.send(
    email,
    layOut(say, {
      subject:
        what === 'offered'
          ? say('managed-account.mail.offer.subject', values)
          : say('managed-account.mail.taken-back.subject'),
      preview: say('managed-account.mail.offer.preview', values),
      parts,
      footer: say('managed-account.mail.why', values),
    }),
  )
}

/**
 * Mails the link that proves the private address, and tells the present one that it is under way (MAN-5). Where the address is
 * another account’s, its holder gets a word instead, and whoever asked learns nothing (ACC-5).
 */
export async function mailHome(
  { database, mailer, url, secretKey }: MailContext & { readonly secretKey: Buffer },
  { accountId }: { accountId: string },
  job: { readonly attempts: number } = { attempts: 1 },
): Promise<void> {
  const on = database.durable
  const account = await accountById(on, accountId)
  const release = await releaseOf(on, accountId)
  if (!account?.managedBy || !release?.home) return
  const { email, emailKey, linkExpiresAt } = release.home
  if (job.attempts === 1 && !(await mayMailProof(on, secretKey, emailKey))) return
  const { host } = url
  const say = sayIn(account.locale, account.zone)
  const { organization } = account.managedBy
  const values = { name: greetingName(account.name), organization, host, email, from: account.email }
  const holder = await holderOf(on, emailKey)
  const until = holder ? undefined : await keptForAnother(on, emailKey, accountId)
  if (holder) {
    const theirs = sayIn(holder.locale, holder.zone)
    const logInUrl = new URL('/sign-in', url).href
    await mailer.send(
      holder.email,
      addressTakenMail(theirs, { name: holder.name, email: holder.email, logInUrl, host }),
    )
  } else if (until) await mailer.send(email, keptAddressMail(say, { email, until, host }))
  else {
    const link = newSecret()
    if (!(await setLink(on, accountId, emailKey, hashSecret(link)))) return
    await mailer.send(
      email,
      layOut(say, {
        subject: say('managed-account.mail.home.subject'),
        preview: say('managed-account.mail.home.preview', values),
        parts: [
          paragraph(say, 'managed-account.mail.home.hello', values),
          mainLink(say('managed-account.mail.home.button'), new URL(`/organization/release?token=${link}`, url).href),
          paragraph(say, 'managed-account.mail.home.until', { ...values, until: linkExpiresAt }, 'small'),
        ],
        footer: say('managed-account.mail.home.why', values),
      }),
    )
  }
  // Whichever of these it was, the present address hears the same.
  await mailer.send(
    account.email,
    layOut(say, {
      subject: say('managed-account.mail.moving.subject'),
      preview: say('managed-account.mail.moving.preview', values),
      parts: [
        paragraph(say, 'managed-account.mail.moving.hello', values),
        paragraph(say, 'managed-account.mail.moving.not-you', values),
        mainLink(say('managed-account.mail.moving.button'), new URL('/organization', url).href),
      ],
      footer: say('managed-account.mail.why', { ...values, email: account.email }),
    }),
  )
}

/** Tells both addresses that the account is personal now. */
export async function mailReleased(
  { database, mailer, url }: MailContext,
  payload: { accountId: string; from: string; to: string; organization: string },
): Promise<void> {
  const account = await accountById(database.durable, payload.accountId)
  if (!account) return
  const say = sayIn(account.locale, account.zone)
  const { from, to, organization } = payload
  for (const email of [from, to]) {
    const values = { name: greetingName(account.name), organization, email, to, host: url.host }
    const isHome = email === to
    await mailer.send(
      email,
      layOut(say, {
        subject: say('managed-account.mail.released.subject'),
        preview: say('managed-account.mail.released.preview', values),
        parts: [
          isHome
            ? paragraph(say, 'managed-account.mail.released.home', values)
            : paragraph(say, 'managed-account.mail.released.former', values),
          ...(isHome
            ? [mainLink(say('managed-account.mail.released.button'), new URL('/sign-in', url).href)]
            : [paragraph(say, 'managed-account.mail.released.former-ask', values)]),
        ],
        footer: say('managed-account.mail.released.why', values),
      }),
    )
  }
}
