import { type Database, type Mailer, sayIn } from '#platform'
import { type Contact, mailAddressOf } from './help.ts'
import { messageMail } from './mails.ts'
import { messageById } from './store.ts'

// Whoever runs a server has set no language, and reads its manual.
const operatorLanguage = 'en'

/**
 * Mails a message to the operator's contact, when that is an address; otherwise it waits on the operator's page. Should the
 * job run twice, the mail comes twice.
 */
export async function mailMessage(
  context: { database: Database; mailer: Mailer; url: URL; contact: Contact | undefined; zone: string },
  payload: { messageId: number },
): Promise<void> {
  const { database, mailer, url, contact, zone } = context
  const email = mailAddressOf(contact)
  const message = email && (await messageById(database.durable, payload.messageId))
  if (!message) return
  const readUrl = new URL('/operator/help', url).href
  await mailer.send(email, messageMail(sayIn(operatorLanguage, zone), message, { email, readUrl, host: url.host }))
}
