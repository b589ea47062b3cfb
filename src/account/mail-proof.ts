import { hashSecret, macOf, newCode, newSecret } from '#kernel'
import { countOne, type Database, type Limit, type Mailer, type Statements, sayIn } from '#platform'
import { isVerified } from './account.ts'
import { keptForAnother } from './change-address/store.ts'
import { alreadyHaveAccountMail, keptAddressMail, type ManagerToBe, verifyMail } from './mails.ts'
import { accountById, fillProof, holderOf } from './store.ts'

/** The keyed hash under which a code is kept: six digits alone could be tried through. */
export function codeMac(secretKey: Buffer, accountId: string, code: string): Buffer {
  return macOf(secretKey, 'address-proof', accountId, code)
}

// Ten mails an hour to one address, however many people sign up with it. It also bounds how many codes can be guessed at.
const perHour: Limit = { name: 'proof-mail-sent', most: 11, within: Temporal.Duration.from('PT1H') }

/** Counts a proof that goes to an address, for whatever account; false when it has had enough. */
export async function mayMailProof(on: Statements, secretKey: Buffer, emailKey: string): Promise<boolean> {
  return (await countOne(on, perHour, macOf(secretKey, perHour.name, emailKey))).blockedUntil === undefined
}

export type ProofMailContext = {
  readonly database: Database
  readonly mailer: Mailer
  readonly url: URL
  readonly secretKey: Buffer
  /** Who will manage the account that proves an address: rooms below this one know. */
  readonly managerOf: (emailKey: string) => Promise<ManagerToBe | undefined>
}

/**
 * Mails the proof of an account's address (ACC-4): a fresh link and code, or, when the address already belongs to somebody,
 * a word to that person instead (ACC-5). An address that
 * was given up lately is kept for its account, which may undo that (ACC-7). This runs as a job, out of sight of whoever signed up. Repeated after a crash
 * it makes new secrets, and the newest mail is the one that counts.
 * @param job.attempts counted against the limit is only the first: a mail server that is away must not use it up
 */
export async function mailProof(
  context: ProofMailContext,
  payload: { accountId: string },
  job: { readonly attempts: number } = { attempts: 1 },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const account = await accountById(database.durable, payload.accountId)
  if (!account || isVerified(account)) return
  if (job.attempts === 1 && !(await mayMailProof(database.durable, secretKey, account.emailKey))) return
  const holder = await holderOf(database.durable, account.emailKey)
  if (holder) {
    const mail = alreadyHaveAccountMail(sayIn(holder.locale, holder.zone), {
      name: holder.name,
      email: holder.email,
      logInUrl: new URL('/sign-in', url).href,
      resetUrl: new URL('/password/forgot', url).href,
      host: url.host,
    })
    return mailer.send(holder.email, mail)
  }
  const until = await keptForAnother(database.durable, account.emailKey, account.id)
  if (until) {
    const { email } = account
    return mailer.send(email, keptAddressMail(sayIn(account.locale, account.zone), { email, until, host: url.host }))
  }
  const link = newSecret()
  const code = newCode()
  if (!(await fillProof(database.durable, account.id, hashSecret(link), codeMac(secretKey, account.id, code)))) return
  const mail = verifyMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    code,
    linkUrl: new URL(`/verify-email/link?token=${link}`, url).href,
    host: url.host,
    manager: await context.managerOf(account.emailKey),
  })
  await mailer.send(account.email, mail)
}
