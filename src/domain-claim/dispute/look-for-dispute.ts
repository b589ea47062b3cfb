import { record } from '#audit'
import { type Actor, Refusal } from '#kernel'
import type { Database } from '#platform'
import type { Looker } from '../looker.ts'
import { settleLook } from '../settle-look.ts'
import { domainById, takeLook } from '../store.ts'
import { openCaseFor } from './case-for.ts'
import { caseName } from './dispute.ts'

const pauseSeconds = 10

/**
 * Looks, for an operator who mediates, whether the organization still has the domain through which it has the account (DOM-9). What
 * follows is what follows from every look (DOM-4). No transaction is open meanwhile.
 * @throws Refusal 'domain-claim.unknown' 404 when there is no such domain any more, 'domain-claim.just-looked' 429 (once in 10
 *   seconds), and those of `openCaseFor`
 */
export async function lookForDispute(
  { database, look }: { readonly database: Database; readonly look: Looker },
  actor: Actor & { readonly kind: 'operator' },
  disputeId: string,
): Promise<void> {
  const domain = await database.transaction(async (tx) => {
    const { dispute } = await openCaseFor(tx, actor, disputeId)
    const found = dispute.domainId && (await domainById(tx, dispute.domainId))
    if (!found) throw new Refusal('domain-claim.unknown', 404)
    if (!(await takeLook(tx, found.id, pauseSeconds))) throw new Refusal('domain-claim.just-looked', 429)
    const { organizationId, number } = dispute
    const about = { organizationId, number: caseName(number), domain: found.name }
    await record(tx, actor, 'domain-claim.dispute-looked', about)
    return found
  })
  const finding = await look(domain.name, domain.token)
  await database.transaction((tx) => settleLook(tx, actor, domain, finding))
}
