import { hashSecret, macOf, newCode, newSecret } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { isVerified } from './account.ts'
import { alreadyHaveAccountMail, verifyMail } from './mails.ts'
import { accountById, fillProof, holderOf } from './store.ts'

/** The keyed hash under which a code is kept: six digits alone could be tried through. */
export function codeMac(secretKey: Buffer, accountId: string, code: string): Buffer {
  return macOf(secretKey, 'address-proof', accountId, code)
}

/**
 * Mails the proof of an account's address (ACC-4): a fresh link and code, or, when the address already belongs to somebody,
 * a word to that person instead (ACC-5). This runs as a job, out of sight of whoever signed up. Repeated after a crash
 * it makes new secrets, and the newest mail is the one that counts.
 */
export async function mailProof(
  context: { database: Database; mailer: Mailer; url: URL; secretKey: Buffer },
  payload: { accountId: string },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const account = await accountById(database.durable, payload.accountId)
  if (!account || isVerified(account)) return
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
