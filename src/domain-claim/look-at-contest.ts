import { mustOperate } from '#account'
import { record } from '#audit'
import { Refusal } from '#kernel'
import type { OperatorActor } from '#organization'
import type { Database } from '#platform'
import { openContest } from './contest-store.ts'
import type { Domain } from './domain.ts'
import type { Looker } from './looker.ts'
import { settleLook } from './settle-look.ts'
import { domainById, takeLook } from './store.ts'

const pauseSeconds = 10

/**
 * Looks at both sides of a contest for an operator who waits for it. Who has the domain is decided by the proofs at the end,
 * never by an operator (DOM-3). No transaction is open while anybody looks.
 * @throws Refusal 'domain-claim.contest-over' 409, 'domain-claim.just-looked' 429 (once in 10 seconds), and those of `mustOperate`
 */
export async function lookAtContest(
  { database, look }: { readonly database: Database; readonly look: Looker },
  actor: OperatorActor,
  contestId: string,
): Promise<void> {
  const both = await database.transaction(async (tx) => {
    await mustOperate(tx, actor)
    const contest = await openContest(tx, contestId)
    if (!contest) throw new Refusal('domain-claim.contest-over', 409)
    const sides: Domain[] = []
    for (const id of [contest.holderId, contest.challengerId].sort()) {
      if (!(await takeLook(tx, id, pauseSeconds))) throw new Refusal('domain-claim.just-looked', 429)
      const domain = await domainById(tx, id)
      if (domain) sides.push(domain)
    }
    for (const { organizationId, name } of sides)
      await record(tx, actor, 'domain-claim.contest-looked', { organizationId, domain: name })
    return sides
  })
  const findings = await Promise.all(both.map(({ name, token }) => look(name, token)))
  for (const [side, domain] of both.entries()) {
    const finding = findings[side]
    if (finding) await database.transaction((tx) => settleLook(tx, actor, domain, finding))
  }
}
