import { Refusal } from '#kernel'
import type { AdminActor } from '#organization'
import type { Database } from '#platform'
import type { Looker } from './looker.ts'
import { ownDomain } from './own-domain.ts'
import { settleLook } from './settle-look.ts'
import { takeLook } from './store.ts'

const pauseSeconds = 10

/**
 * Looks at a domain while somebody waits for it. No transaction is open meanwhile.
 * @throws Refusal 'domain-claim.just-looked' 429 (once in 10 seconds), and those of `ownDomain`
 */
export async function lookNow(
  { database, look }: { readonly database: Database; readonly look: Looker },
  actor: AdminActor,
  domainId: string,
): Promise<void> {
  const domain = await database.transaction(async (tx) => {
    const own = await ownDomain(tx, actor, domainId)
    if (!(await takeLook(tx, domainId, pauseSeconds))) throw new Refusal('domain-claim.just-looked', 429)
    return own
  })
  const finding = await look(domain.name, domain.token)
  await database.transaction((tx) => settleLook(tx, actor, domain, finding))
}
