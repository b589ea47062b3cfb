import { accountById } from '#account'
import { type Actor, hashSecret, newSecret } from '#kernel'
import { type Database, type Mailer, queueJob, sayIn, type Tx } from '#platform'
import { stopTokenOf } from './lose-second-step.ts'
import { insertLossLink, lossOf } from './loss-store.ts'
import {
  lossLinkMail,
  lossStartedMail,
  resetStartedMail,
  type SecondStepMail,
  secondStepMail,
} from './second-step-mails.ts'

export type { SecondStepMail }

const linkMinutes = 30

/** Queues the mail that tells the holder what was done to the second step. */
export async function queueSecondStepMail(
  tx: Tx,
  { device }: Actor,
  accountId: string,
  what: SecondStepMail,
  { left }: { left?: number } = {},
): Promise<void> {
  await queueJob(tx, 'credential.mail-second-step', { accountId, what, at: tx.now.toString(), device, left })
}

type MailContext = { database: Database; mailer: Mailer; url: URL; secretKey: Buffer }

/** Tells the holder by mail, so that what somebody else did is noticed. */
export async function mailSecondStep(
  { database, mailer, url, secretKey }: MailContext,
  payload: { accountId: string; what: SecondStepMail; at: string; device?: string; left?: number },
): Promise<void> {
  const account = await accountById(database.durable, payload.accountId)
  if (!account) return
  const say = sayIn(account.locale, account.zone)
  const { name, email } = account
  const to = { name, email, at: Temporal.Instant.from(payload.at), device: payload.device, host: url.host }
  if (payload.what === 'loss-started' || payload.what === 'reset-started') {
    const loss = await lossOf(database.durable, payload.accountId)
    if (!loss) return
    const stopUrl = new URL(`/second-step/keep?token=${stopTokenOf(secretKey, loss.id)}`, url).href
    const about = { ...to, dueAt: loss.dueAt, stopUrl }
    const organization = loss.resetBy ? account.managedBy?.organization : undefined
    await mailer.send(
      email,
      organization === undefined ? lossStartedMail(say, about) : resetStartedMail(say, { ...about, organization }),
    )
    return
  }
  const resetUrl = new URL('/password/forgot', url).href
  await mailer.send(email, secondStepMail(say, payload.what, { ...to, left: payload.left ?? 0, resetUrl }))
}

/** Mails the link with which somebody who has lost the second step starts the wait. */
export async function mailLossLink(
  { database, mailer, url }: MailContext,
  payload: { accountId: string },
): Promise<void> {
  const account = await accountById(database.durable, payload.accountId)
  if (!account) return
  const token = newSecret()
  await insertLossLink(database.durable, {
    tokenHash: hashSecret(token),
    accountId: account.id,
    expiresAt: database.durable.now.add({ minutes: linkMinutes }),
  })
  const mail = lossLinkMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email: account.email,
    lossUrl: new URL(`/second-step/lost?token=${token}`, url).href,
    host: url.host,
  })
  await mailer.send(account.email, mail)
}
