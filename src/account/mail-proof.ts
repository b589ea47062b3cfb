import { hashSecret, macOf, newCode, newSecret } from '#kernel'
import { countOne, type Database, type Limit, type Mailer, sayIn } from '#platform'
import { isVerified } from './account.ts'
import { alreadyHaveAccountMail, verifyMail } from './mails.ts'
import { accountById, fillProof, holderOf } from './store.ts'

/** The keyed hash under which a code is kept: six digits alone could be tried through. */
export function codeMac(secretKey: Buffer, accountId: string, code: string): Buffer {
  return macOf(secretKey, 'address-proof', accountId, code)
}

// Ten mails an hour to one address, however many people sign up with it. It also bounds how many codes can be guessed at.
const perHour: Limit = { name: 'proof-mail-sent', most: 11, within: Temporal.Duration.from('PT1H') }

/**
 * Mails the proof of an account's address (ACC-4): a fresh link and code, or, when the address already belongs to somebody,
 * a word to that person instead (ACC-5). This runs as a job, out of sight of whoever signed up. Repeated after a crash
 * it makes new secrets, and the newest mail is the one that counts.
 * @param job.attempts counted against the limit is only the first: a mail server that is away must not use it up
 */
export async function mailProof(
  context: { database: Database; mailer: Mailer; url: URL; secretKey: Buffer },
  payload: { accountId: string },
  job: { readonly attempts: number } = { attempts: 1 },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const account = await accountById(database.durable, payload.accountId)
  if (!account || isVerified(account)) return
  if (job.attempts === 1) {
    const { blockedUntil } = await countOne(database.durable, perHour, macOf(secretKey, perHour.name, account.emailKey))
    if (blockedUntil) return
  }
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
  const link = newSecret()
  const code = newCode()
  if (!(await fillProof(database.durable, account.id, hashSecret(link), codeMac(secretKey, account.id, code)))) return
  const mail = verifyMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    code,
    linkUrl: new URL(`/verify-email/link?token=${link}`, url).href,
    host: url.host,
  })
  await mailer.send(account.email, mail)
}
