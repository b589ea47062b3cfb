import { hashSecret, macOf, newSecret, parseAddress, Refusal } from '#kernel'
import { countOne, type Database, type Limit, type Mailer, queueJob, sayIn, type Tx } from '#platform'
import { accountById, holderOf } from '../store.ts'
import { freedAddress } from './ask-to-delete.ts'
import { decidedDeletionMail, deletionMail, keptMail, newHomeMail } from './mails.ts'
import { type Deletion, deletionOf, noteReminded, setKeepToken, setNewEmail, setNewEmailToken } from './store.ts'

/** What the mails about leaving are made with. */
export type Context = { database: Database; mailer: Mailer; url: URL; secretKey: Buffer }
type Payload = { accountId: string }
type Occasion = Parameters<typeof deletionMail>[1]['when']

const newHomeHours = 24
const perHour: Limit = { name: 'new-home-mail', most: 6, within: Temporal.Duration.from('PT1H') }

/**
 * Tells the holder that the account is to be deleted, and when, with the link that keeps it (ACC-9). Should the job run twice,
 * both mails carry the same link, and so does the reminder: it is made from the deletion and our own key.
 */
export async function mailDeletion(
  context: Context,
  { accountId, isHandedOver = false }: Payload & { isHandedOver?: boolean },
): Promise<void> {
  const deletion = await deletionOf(context.database.durable, accountId)
  if (deletion) await mailAbout(context, deletion, isHandedOver ? 'handed-over' : 'asked')
}

/** Says so once more two days before; once, and never to somebody who has the address by now. */
export async function remindOfDeletion(context: Context, { accountId }: Payload): Promise<void> {
  const on = context.database.durable
  const deletion = await deletionOf(on, accountId)
  if (!deletion || deletion.remindedAt) return
  const isLate = Temporal.Instant.compare(on.now, deletion.dueAt) >= 0
  if (!isLate) await mailAbout(context, deletion, 'soon')
  await noteReminded(on, deletion)
}

async function mailAbout(context: Context, deletion: Deletion, when: Occasion): Promise<void> {
  const { database, mailer, url, secretKey } = context
  const on = database.durable
  const account = await accountById(on, deletion.accountId)
  if (!account) return
  const freed = freedAddress(secretKey, deletion)
  const email = account.email || freed
  if (!email || (freed !== undefined && (await holderOf(on, parseAddress(freed).key)))) return
  const say = sayIn(account.locale, account.zone)
  const about = { name: account.name, email, dueAt: deletion.dueAt, host: url.host }
  if (deletion.decidedBy && account.managedBy) {
    const { organization } = account.managedBy
    return mailer.send(email, decidedDeletionMail(say, { ...about, isReminder: when === 'soon', organization }))
  }
  const token = macOf(secretKey, 'keep-account', account.id, deletion.askedAt.toString()).toString('base64url')
  await setKeepToken(on, deletion, hashSecret(token))
  const mail = deletionMail(say, {
    ...about,
    when,
    freed: freed !== undefined,
    keepUrl: new URL(`/account/keep?token=${token}`, url).href,
  })
  await mailer.send(email, mail)
}

/** Tells the holder that the account stays: whoever kept it, the holder knows. */
export async function mailKept(
  { database, mailer, url }: Omit<Context, 'secretKey'>,
  { accountId, isDecided = false }: Payload & { isDecided?: boolean },
): Promise<void> {
  const account = await accountById(database.durable, accountId)
  if (!account?.email) return
  const { name, email, locale, zone } = account
  const mail = keptMail(sayIn(locale, zone), {
    isDecided,
    name,
    email,
    logInUrl: new URL('/sign-in', url).href,
    resetUrl: new URL('/password/forgot', url).href,
    host: url.host,
  })
  await mailer.send(email, mail)
}

/**
 * Asks to keep an account under another address, when somebody has the one it had (ACC-9). A mail with a link goes there.
 * @throws Refusal 'account.mails-many' 429 after five an hour, and those of `parseAddress`
 */
export async function askForNewHome(
  tx: Tx,
  secretKey: Buffer,
  { accountId }: Deletion,
  typed: string | undefined,
): Promise<string> {
  const address = parseAddress(typed)
  const { blockedUntil } = await countOne(tx, perHour, macOf(secretKey, perHour.name, accountId))
  if (blockedUntil) throw new Refusal('account.mails-many', 429, { until: blockedUntil })
  await setNewEmail(tx, accountId, address.typed, tx.now.add({ hours: newHomeHours }))
  await queueJob(tx, 'account.mail-new-home', { accountId }, { key: `account.mail-new-home ${accountId}` })
  return address.typed
}

/** Mails the link that proves the other address. To one that is somebody's already nothing goes, and the asker learns nothing. */
export async function mailNewHome({ database, mailer, url }: Context, { accountId }: Payload): Promise<void> {
  const on = database.durable
  const token = newSecret()
  const email = await setNewEmailToken(on, accountId, hashSecret(token))
  const account = email && (await accountById(on, accountId))
  if (!account || (await holderOf(on, parseAddress(email).key))) return
  const mail = newHomeMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email,
    linkUrl: new URL(`/account/keep/address?token=${token}`, url).href,
    host: url.host,
  })
  await mailer.send(email, mail)
}
