import { record } from '#audit'
import type { Actor } from '#kernel'
import { queueJob, type Tx } from '#platform'
import type { Message } from './help.ts'
import { countMessage } from './limits.ts'
import { insertMessage } from './store.ts'

/**
 * Takes a message to whoever runs this server (ACC-12): kept, and mailed by a job of the same transaction. The typed address
 * gets nothing, or strangers could send mail through us.
 * @throws Refusal 'help.messages-often' 429
 */
export async function sendMessage(
  tx: Tx,
  actor: Actor,
  secretKey: Buffer,
  message: Omit<Message, 'id' | 'at' | 'answeredAt' | 'accountId'>,
): Promise<number> {
  await countMessage(tx, secretKey, actor.network ?? '')
  const accountId = actor.kind === 'holder' ? actor.accountId : undefined
  const id = await insertMessage(tx, { ...message, accountId })
  // What a visitor sent is told by the message itself, without the network that an entry would keep.
  if (accountId) await record(tx, actor, 'help.message-sent', { accountId, message: id })
  await queueJob(tx, 'help.mail-message', { messageId: id })
  return id
}
