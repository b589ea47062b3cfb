import { hashSecret, newSecret } from '#kernel'
import { sayIn } from '#platform'
import { mayMailProof, type ProofMailContext } from '../mail-proof.ts'
import { keptAddressMail } from '../mails.ts'
import { accountById, holderOf } from '../store.ts'
import { addressTakenMail, confirmAddressMail } from './mails.ts'
import { changeOf, fillChange, keptForAnother } from './store.ts'

/**
 * Mails the link that proves a new address (ACC-7) or, where the address is another account's, a word to its holder instead:
 * whoever asked learns nothing of it (ACC-5).
 * @param job.attempts counted against the limit is only the first: a mail server that is away must not use it up
 */
export async function mailAddressChange(
  context: ProofMailContext,
  { accountId }: { accountId: string },
  job: { readonly attempts: number } = { attempts: 1 },
): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const on = database.durable
  const account = await accountById(on, accountId)
  const change = account && (await changeOf(on, accountId))
  if (!change) return
  const { email, emailKey } = change
  if (job.attempts === 1 && !(await mayMailProof(on, secretKey, emailKey))) return
  const { host } = url
  const holder = await holderOf(on, emailKey)
  if (holder) {
    const logInUrl = new URL('/sign-in', url).href
    const say = sayIn(holder.locale, holder.zone)
    return mailer.send(holder.email, addressTakenMail(say, { name: holder.name, email: holder.email, logInUrl, host }))
  }
  const say = sayIn(account.locale, account.zone)
  const until = await keptForAnother(on, emailKey, accountId)
  if (until) return mailer.send(email, keptAddressMail(say, { email, until, host }))
  const link = newSecret()
  if (!(await fillChange(on, accountId, emailKey, hashSecret(link)))) return
  const linkUrl = new URL(`/email/confirm?token=${link}`, url).href
  const manager = await context.managerOf(emailKey)
  const mail = confirmAddressMail(say, { name: account.name, email, from: account.email, linkUrl, host, manager })
  await mailer.send(email, mail)
}
