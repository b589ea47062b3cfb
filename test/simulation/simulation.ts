import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { addressTasks, leavingTasks } from '#account'
import { addDomain, type Domain, domainById, domainTasks, openContestsOf } from '#domain-claim'
import { reactWith } from '#events'
import { newId, Refusal } from '#kernel'
import { decidingTasks } from '#managed-account'
import type { AdminActor } from '#organization'
import { sql, type Tasks, type Tx } from '#platform'
import { isFrozen } from '../../src/domain-claim/domain.ts'
import { lookDue } from '../../src/domain-claim/look-due.ts'
import { reactions } from '../../src/reactions.ts'
import { aWorld } from '../world.ts'
import { Crash, crashing, type Fate } from './crash.ts'
import { workOff } from './jobs.ts'
import { caughtUp, keyOf, type Model, type Org, type Person } from './model.ts'

/** Who may prove what. The last organization contests the others. */
export const pairs = [
  [0, 'acme.example'],
  [1, 'shop.example'],
  [1, 'uni.example'],
  [2, 'acme.example'],
  [2, 'shop.example'],
] as const satisfies readonly (readonly [Org, string])[]
const shares = { 'acme.example': 60, 'labs.acme.example': 10, 'shop.example': 15, 'uni.example': 10, 'home.example': 5 }
export const home = 'home.example'

export type Simulation = Awaited<ReturnType<typeof aSimulation>>

/**
 * A world in which processes end in the middle of their work, and the model it is compared with.
 * @param fate whether the next transaction ends the process
 */
export async function aSimulation(t: TestContext, people: number, fate: () => Fate) {
  const world = await aWorld(t)
  reactWith(reactions)
  t.after(() => reactWith({}))
  const database = crashing(world.database, fate)
  const tokens = new Set<string>()
  const look = async (_name: string, token: string) => ({
    dns: tokens.has(token) ? { found: [token] } : { found: [], trouble: 'none' as const },
  })
  const context = { ...world, database, look, operatorEmail: undefined }
  const tasks: Tasks = {
    ...domainTasks(context),
    ...only(leavingTasks(context), 'account.erase'),
    ...only(addressTasks(context), 'account.mail-address-change'),
    ...only(decidingTasks(context), 'managed-account.mail-home'),
  }
  const admins: AdminActor[] = []
  const domainIds = new Map<string, string>()
  for (const org of [0, 1, 2] as const)
    admins.push((await world.organization(`Org ${org}`, `admin${org}@${home}`)).admin)
  for (const [org, name] of pairs) {
    const wish = { name, withSubdomains: true }
    const { id } = await world.database.transaction((tx) => addDomain(tx, admins[org] as AdminActor, wish, () => false))
    domainIds.set(keyOf(org, name), id)
  }
  const model: Model = { day: 0, persons: [], claims: [], holdings: new Map() }
  const told = new Map<string, Temporal.Instant>()

  const simulation = {
    ...world,
    model,
    tokens,
    /** When each account was first told of something that a claim does with it. */
    told,
    admin: (org: Org) => admins[org] as AdminActor,
    domainId: (org: Org, domain: string) => domainIds.get(keyOf(org, domain)) ?? '',
    async domain(org: Org, name: string): Promise<Domain> {
      return (await domainById(world.on, this.domainId(org, name))) as Domain
    },

    /** Does an act, again when the process ended before it was done. */
    async act(work: (tx: Tx) => Promise<unknown>): Promise<string | undefined> {
      for (;;) {
        try {
          await database.transaction(work)
          return undefined
        } catch (error) {
          if (error instanceof Refusal) return error.code
          if (!(error instanceof Crash)) throw error
          if (error.isCommitted) return undefined
        }
      }
    },

    /** Everything that waits is done, and the world is as the model has it. */
    async settle(what: string): Promise<void> {
      for (let isDone = false; !isDone; ) {
        try {
          await lookDue(context)
          isDone = true
        } catch (error) {
          const errors = error instanceof AggregateError ? error.errors : [error]
          if (!errors.every((each) => each instanceof Crash)) throw error
          // What was being looked at is due again after its lease.
          world.clock.move({ minutes: 61 })
        }
      }
      await world.on.run(sql`select graphile_worker.add_job('domain-claim.find-work', '{}'::json)`)
      await workOff(database, tasks, ['domain-claim.mail-claim'], (_task, payload) => {
        const { accountId } = payload as { accountId: string }
        if (!told.has(accountId)) told.set(accountId, world.clock.now())
      })
      for (const [org, name] of pairs) {
        const domain = await this.domain(org, name)
        const contests = await openContestsOf(world.on, [domain.id])
        const isContested = contests.some(({ holderId }) => holderId === domain.id)
        const isVerified = domain.verifiedAt !== undefined
        model.holdings.set(keyOf(org, name), {
          isVerified,
          mayManage: isVerified && !isFrozen(domain, isContested, world.clock.now()),
          isFailing: domain.failingSince !== undefined || contests.length > 0,
        })
      }
      caughtUp(model)
      await compare(what)
    },
  }

  async function compare(what: string): Promise<void> {
    const rows = await world.on.all<{ id: string; through: string | null; off: boolean }>(sql`
      select id, managed_through as through, deactivated_at is not null as off from account where email not like 'admin%'`)
    const real = new Map(rows.map((row) => [row.id, row]))
    const differences: string[] = []
    for (const person of model.persons) {
      const row = real.get(person.id)
      const wanted = person.by && domainIds.get(keyOf(person.by.org, person.by.domain))
      const is = row ? `${row.through ?? 'nobody'}${row.off ? ', off' : ''}` : 'gone'
      const should = person.gone ? 'gone' : `${wanted ?? 'nobody'}${person.off ? ', off' : ''}`
      if (is !== should) differences.push(`${person.id} at ${person.at}: is ${is}, should be ${should}`)
    }
    const first = differences.slice(0, 5).join('\n')
    assert.equal(differences.length, 0, `after ${what}, day ${model.day}: ${differences.length} differ\n${first}`)
    assert.equal(real.size, model.persons.filter(({ gone }) => !gone).length)
  }

  const ids = Array.from({ length: people }, () => newId(world.clock.now()))
  const places = Object.entries(shares).flatMap(([domain, share]) => Array.from({ length: share }, () => domain))
  // Neighbors are at different domains, so that the first few are of every kind.
  const at = (n: number) => places[(n * 37) % 100] ?? home
  await world.on.run(sql`
    insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at)
    select id, 'Person ' || n, 'p' || n, 'p' || n || '@' || domain, 'p' || n || '@' || domain, ${world.on.now}, ${world.on.now},
      ${world.on.now}
    from unnest(${ids}::uuid[], ${ids.map((_id, n) => at(n))}::text[]) with ordinality as u (id, domain, n)`)
  for (const [n, id] of ids.entries()) model.persons.push(aPerson(id, at(n)))
  return simulation
}

export const aPerson = (id: string, at: string): Person => ({
  id,
  at,
  off: false,
  gone: false,
  cases: [],
  releasedBy: new Set(),
})

const only = (tasks: Tasks, name: string): Tasks => ({ [name]: tasks[name] as Tasks[string] })
