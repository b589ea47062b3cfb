import { record } from '#audit'
import { announce } from '#events'
import { type Actor, newId, Refusal } from '#kernel'
import { isTaken, type Tx } from '#platform'
import { caseName, deadlinesFrom, parseMatter, parseReach, parseText } from './dispute.ts'
import { countDisputesSince, disputeById, insertDispute, insertMessage, verifiedNames } from './store.ts'
import { takeSubject } from './subject.ts'
import { tellHolder, tellOrganization } from './tell.ts'

const mostCases = 3
const withinHours = 30 * 24

/**
 * Opens a case: the holder says that the account does not belong to the organization that manages it, or has a claim to it
 * (DOM-9). The claim leaves the account alone until the case is settled, and what destroys waits (`mustNotWait`).
 * @returns the case’s id
 * @throws Refusal 'domain-claim.nothing-to-dispute' 409 when no organization has anything to do with the account,
 *   'domain-claim.case-open' 409 while another one is open, 'domain-claim.cases-many' 429 (three in 30 days), and those of
 *   `parseMatter`, `parseText` and `parseReach`
 */
export async function openDispute(
  tx: Tx,
  actor: Actor & { readonly kind: 'holder' },
  typed: {
    readonly matter: string | undefined
    readonly text: string | undefined
    readonly reach: string | undefined
  },
): Promise<string> {
  const { accountId } = actor
  const subject = await takeSubject(tx, accountId)
  if (!subject) throw new Refusal('domain-claim.nothing-to-dispute', 409)
  const { organizationId, claimId } = subject
  const matter = parseMatter(typed.matter)
  const text = parseText(typed.text)
  const reach = parseReach(typed.reach, await verifiedNames(tx, organizationId))
  if ((await countDisputesSince(tx, accountId, tx.now.subtract({ hours: withinHours }))) >= mostCases) {
    throw new Refusal('domain-claim.cases-many', 429)
  }
  const id = newId(tx.now)
  const number = await insert({ id, accountId, organizationId, claimId, matter, reach, ...deadlinesFrom(tx.now) })
  if (text) await insertMessage(tx, id, { author: 'holder', authorId: accountId, seenBy: 'both', text })
  const dispute = await disputeById(tx, id)
  if (!dispute) throw new Error('a case that was just opened is gone')
  await tellHolder(tx, dispute, 'copy')
  await tellOrganization(tx, dispute, 'opened')
  await record(tx, actor, 'domain-claim.dispute-opened', {
    accountId,
    organizationId,
    number: caseName(number),
    matter,
  })
  await announce(tx, 'domain-claim.dispute-opened', { accountId, organizationId })
  return id

  async function insert(dispute: Parameters<typeof insertDispute>[1]): Promise<number> {
    try {
      return await insertDispute(tx, dispute)
    } catch (error) {
      if (isTaken(error, 'dispute_open')) throw new Refusal('domain-claim.case-open', 409)
      throw error
    }
  }
}
