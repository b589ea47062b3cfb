import { mustOperate } from '#account'
import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { messageById, setAnswered, setWaiting } from './store.ts'

/**
 * Marks a message as answered. The answer itself goes from the operator's own mail program.
 * @throws Refusal 'account.not-operator' 403, 'help.message-gone' 410
 */
export async function answerMessage(tx: Tx, actor: Actor, id: number): Promise<void> {
  const { accountId } = await messageFor(tx, actor, id)
  if (await setAnswered(tx, id)) await record(tx, actor, 'help.message-answered', { accountId, message: id })
}

/**
 * Lets a message wait again.
 * @throws Refusal 'account.not-operator' 403, 'help.message-gone' 410
 */
export async function reopenMessage(tx: Tx, actor: Actor, id: number): Promise<void> {
  const { accountId } = await messageFor(tx, actor, id)
  if (await setWaiting(tx, id)) await record(tx, actor, 'help.message-reopened', { accountId, message: id })
}

async function messageFor(tx: Tx, actor: Actor, id: number) {
  await mustOperate(tx, actor)
  const message = await messageById(tx, id)
  if (!message) throw new Refusal('help.message-gone', 410)
  return message
}
