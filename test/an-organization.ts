import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { accountById } from '#account'
import { entriesAbout } from '#audit'
import type { Refusal } from '#kernel'
import { approveRequest, askFor, requestsOf } from '#managed-account'
import { adminActor } from '#organization'
import { sql, type Tx } from '#platform'
import { aWorld } from './world.ts'

export const refused = (code: string, work: Promise<unknown>): Promise<void> =>
  assert.rejects(work, (error: Refusal) => error.code === code)

/** An organization with two domains, and Ana, whose account it manages. */
export async function anOrganization(t: TestContext) {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'root@acme.example', 'acme.example', 'acme.test')
  const ana = await world.managedAccount('ana@acme.example', acme, { name: 'Ana Example' })
  const holder = { kind: 'holder', accountId: ana, device: 'Safari on iPhone' } as const
  const act = <T>(work: (tx: Tx) => Promise<T>) => world.database.transaction(work)
  const admin = async (role: string) => {
    const id = await world.account(`${role}@home.example`)
    await world.on.run(sql`
      insert into organization_admin (organization_id, account_id, role, since)
      values (${acme.id}, ${id}, ${role}, ${world.on.now})`)
    return adminActor(id, acme.id, {})
  }
  const ask = (kind: string, email?: string) => {
    world.clock.move({ minutes: 1 })
    return act((tx) => askFor(tx, holder, world.secretKey, { kind, email }))
  }
  return {
    world,
    acme,
    ana,
    holder,
    act,
    admin,
    ask,
    async asked(kind: string, email?: string): Promise<string> {
      await ask(kind, email)
      return (await requestsOf(world.on, ana, acme.id)).find((each) => each.kind === kind)?.id ?? ''
    },
    approve: (id: string) => act((tx) => approveRequest(tx, acme.admin, world.secretKey, id, { freeAddress: false })),
    email: async () => (await accountById(world.on, ana))?.email,
    actions: async (most = 3) => (await entriesAbout(world.on, ana, { most })).map(({ action }) => action),
  }
}
