import { system } from '#kernel'
import type { Database } from '#platform'
import { takeDueContest } from './contest-store.ts'
import type { Contest, Domain, Finding } from './domain.ts'
import type { Looker } from './looker.ts'
import { settleContest } from './settle-contest.ts'
import { settleLook } from './settle-look.ts'
import { domainById, takeDueDomains } from './store.ts'

type Context = { readonly database: Database; readonly look: Looker }

const atOnce = 20
// A look takes 15 seconds at most; what a process that ends had begun is looked at again after this.
const leaseMinutes = 10
const contestLeaseMinutes = 60
// More are left to the next minute: mails and the like wait behind this job, too.
const mostRounds = 50

/** Looks at every domain whose time has come, and settles the contests whose time is up (DOM-3, DOM-4). Harmless to repeat. */
export async function lookDue(context: Context): Promise<void> {
  const { database } = context
  const faults: unknown[] = []
  for (let round = 0; round < mostRounds; round += 1) {
    const due = await takeDueDomains(database.durable, atOnce, leaseMinutes)
    if (due.length === 0) break
    for (const each of await Promise.allSettled(due.map((domain) => lookAndSettle(context, domain))))
      if (each.status === 'rejected') faults.push(each.reason)
  }
  for (let round = 0; round < mostRounds; round += 1) {
    const contest = await takeDueContest(database.durable, contestLeaseMinutes)
    if (!contest) break
    await settle(context, contest).catch((fault: unknown) => faults.push(fault))
  }
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} domains could not be settled.`)
}

async function lookAndSettle({ database, look }: Context, domain: Domain): Promise<Finding> {
  const finding = await look(domain.name, domain.token)
  await database.transaction((tx) => settleLook(tx, system, domain, finding))
  return finding
}

async function settle(context: Context, contest: Contest): Promise<void> {
  const { database } = context
  const holder = await domainById(database.durable, contest.holderId)
  const challenger = await domainById(database.durable, contest.challengerId)
  if (!holder || !challenger) return
  const seen = {
    holder: await lookAndSettle(context, holder),
    challenger: await lookAndSettle(context, challenger),
  }
  await database.transaction((tx) => settleContest(tx, contest, seen))
}
