import { record } from '#audit'
import { Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type CaseActor, openCaseFor } from './case-for.ts'
import { caseName, mustHaveText, type SeenBy } from './dispute.ts'
import { countMessagesSince, insertMessage } from './store.ts'
import { tellHolder, tellOrganization } from './tell.ts'

const mostADay = 20

/**
 * Writes a message in a case (DOM-9). What the holder and the organization write is for both; an operator says whom it is for.
 * Whoever it is for is told by mail that there is something new, not what.
 * @throws Refusal 'domain-claim.messages-many' 429 (20 a day from each of the two), and those of `openCaseFor` and
 *   `mustHaveText`
 */
export async function writeMessage(
  tx: Tx,
  actor: CaseActor,
  disputeId: string,
  typed: { readonly text: string | undefined; readonly seenBy?: string | undefined },
): Promise<void> {
  const { dispute, side } = await openCaseFor(tx, actor, disputeId)
  const text = mustHaveText(typed.text)
  const seenBy = side === 'operator' ? seenByIn(typed.seenBy) : 'both'
  const written = await countMessagesSince(tx, disputeId, side, tx.now.subtract({ hours: 24 }))
  if (side !== 'operator' && written >= mostADay) throw new Refusal('domain-claim.messages-many', 429)
  await insertMessage(tx, disputeId, { author: side, authorId: actor.accountId, seenBy, text })
  if (side !== 'holder' && seenBy !== 'organization') await tellHolder(tx, dispute, 'message')
  if (seenBy !== 'holder') await tellOrganization(tx, dispute, 'message', actor.accountId)
  const { accountId, organizationId, number } = dispute
  const about = seenBy === 'organization' ? {} : { accountId }
  await record(tx, actor, 'domain-claim.dispute-message', {
    ...about,
    // What an operator writes to the holder alone is not the organization’s to know, not even that it was written.
    ...(seenBy !== 'holder' && { organizationId }),
    number: caseName(number),
    seenBy,
  })
}

const seenByIn = (text: string | undefined): SeenBy => (text === 'holder' || text === 'organization' ? text : 'both')
