import { newId, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import type { Database } from '#platform'
import { addToList, deleteList, insertList, updateListed } from './list-store.ts'
import { readAddresses } from './read-addresses.ts'

const atOnce = 2_000

/**
 * Keeps a list of addresses for a while, as it comes in (DOM-6, DOM-10). What cannot be read as an address is counted; whether
 * anybody has an account is not asked.
 * @returns the list’s id
 * @throws Refusal 'domain-claim.list-empty' 422, and those of `mustAdminister` and `readAddresses`
 */
export async function keepList(
  database: Database,
  actor: AdminActor,
  parts: AsyncIterable<Uint8Array>,
): Promise<string> {
  const on = database.durable
  const id = newId(on.now)
  await database.transaction(async (tx) => {
    await mustAdminister(tx, actor, 'org-admin')
    await insertList(tx, { id, organizationId: actor.organizationId, madeBy: actor.accountId })
  })
  let lines = 0
  let unread = 0
  let keys: string[] = []
  try {
    for await (const line of readAddresses(parts)) {
      lines += 1
      if ('unread' in line) unread += 1
      else keys.push(line.key)
      if (keys.length < atOnce) continue
      await addToList(on, id, keys)
      keys = []
    }
    await addToList(on, id, keys)
    if (lines === unread) throw new Refusal('domain-claim.list-empty', 422)
  } catch (error) {
    await deleteList(on, id)
    throw error
  }
  await updateListed(on, id, lines, unread)
  return id
}
