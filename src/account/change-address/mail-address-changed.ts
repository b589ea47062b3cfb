import { hashSecret, newSecret } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { accountById } from '../store.ts'
import { addressChangedMail } from './mails.ts'
import { fillUndo, undoById } from './store.ts'

/** Tells a former address that it was taken off its account, with the link that undoes it (ACC-7). */
export async function mailAddressChanged(
  context: { database: Database; mailer: Mailer; url: URL },
  payload: { accountId: string; undoId?: number; email: string; at: string; device?: string },
): Promise<void> {
  const { database, mailer, url } = context
  const on = database.durable
  const { undoId, email, device } = payload
  const account = await accountById(on, payload.accountId)
  const undo = undoId === undefined ? undefined : await undoById(on, undoId)
  if (!account || (undoId !== undefined && !undo)) return
  const token = newSecret()
  if (undo && !(await fillUndo(on, undo.id, hashSecret(token)))) return
  const mail = addressChangedMail(sayIn(account.locale, account.zone), {
    name: account.name,
    email,
    // What it was changed to then; by now it may be another one again.
    changedTo: undo?.changedTo ?? account.email,
    at: Temporal.Instant.from(payload.at),
    device,
    undo: undo && { url: new URL(`/email/undo?token=${token}`, url).href, until: undo.expiresAt },
    host: url.host,
  })
  await mailer.send(email, mail)
}
