import { candidateFor } from '#account'
import { record } from '#audit'
import { type Actor, type Address, hashSecret, macOf, newSecret } from '#kernel'
import { countOne, type Database, type Limit, type Mailer, queueJob, sayIn, type Tx } from '#platform'
import { resetMail } from './mails.ts'
import { insertReset } from './store.ts'

const linkMinutes = 30
const perHour: Limit = { name: 'reset-mail', most: 6, within: Temporal.Duration.from('PT1H') }

/**
 * Asks for a reset link (LOG-9). Whether there is such an account is looked up by the job, so the asker can measure
 * nothing (ACC-5).
 */
export async function requestReset(tx: Tx, address: Address, attemptId: string | undefined): Promise<void> {
  await queueJob(tx, 'credential.mail-reset', { email: address.key, attemptId })
}

/**
 * Mails the link to whoever holds the address, or is about to prove it. To an address without an account nothing goes.
 * @param job.attempts counted and recorded is only the first: a mail server that is away must not use up the limit
 */
export async function mailReset(
  context: { database: Database; mailer: Mailer; url: URL; secretKey: Buffer },
  payload: { email: string; attemptId?: string },
  job: { readonly attempts: number } = { attempts: 1 },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const account = await candidateFor(database.durable, payload.email)
  if (!account) return
  if (job.attempts === 1) {
    const standing = await countOne(database.durable, perHour, macOf(secretKey, perHour.name, account.emailKey))
    if (standing.blockedUntil) return
  }
  const token = newSecret()
  await database.transaction(async (tx) => {
    await insertReset(tx, {
      tokenHash: hashSecret(token),
      accountId: account.id,
      attemptId: payload.attemptId,
      expiresAt: tx.now.add({ minutes: linkMinutes }),
    })
    const asker: Actor = { kind: 'visitor' }
    if (job.attempts > 1) return
    await record(tx, asker, 'credential.reset-requested', { accountId: account.id })
  })
  const mail = resetMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    resetUrl: new URL(`/password/reset?token=${token}`, url).href,
    host: url.host,
  })
  await mailer.send(account.email, mail)
}
