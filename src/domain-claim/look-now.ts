import { hashSecret, Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import { countOne, type Database, type Limit } from '#platform'
import type { Looker } from './looker.ts'
import { ownDomain } from './own-domain.ts'
import { settleLook } from './settle-look.ts'
import { takeLook } from './store.ts'

const pauseSeconds = 10
// Names of an organization may all lead to somebody else’s servers, which must not suffer from it.
const perHour: Limit = { name: 'domain-claim-look', most: 121, within: Temporal.Duration.from('PT1H') }

/**
 * Looks at a domain while somebody waits for it. No transaction is open meanwhile.
 * @throws Refusal 'domain-claim.just-looked' 429 (once in 10 seconds), 'domain-claim.looks-many' 429 (120 an hour in all of an
 *   organization’s domains), and those of `ownDomain`
 */
export async function lookNow(
  { database, look }: { readonly database: Database; readonly look: Looker },
  actor: AdminActor,
  domainId: string,
): Promise<void> {
  const domain = await database.transaction(async (tx) => {
    const own = await ownDomain(tx, actor, domainId)
    if (!(await takeLook(tx, domainId, pauseSeconds))) throw new Refusal('domain-claim.just-looked', 429)
    const subject = hashSecret(`${perHour.name} ${actor.organizationId}`)
    const { blockedUntil } = await countOne(tx, perHour, subject)
    if (blockedUntil) throw new Refusal('domain-claim.looks-many', 429, { until: blockedUntil })
    return own
  })
  const finding = await look(domain.name, domain.token)
  await database.transaction((tx) => settleLook(tx, actor, domain, finding))
}
