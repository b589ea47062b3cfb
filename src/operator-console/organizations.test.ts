import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertOperator } from '#account'
import { acceptInvitation, adminsOf, createOrganizationFor, invitationsOf, inviteFirstAdmin } from '#organization'
import { sql } from '#platform'
import { planOf } from '../../test/plans.ts'
import { aWorld, type World } from '../../test/world.ts'
import { claimsOfOrganization, countManaged, listOrganizations, mostCounted } from './organization-store.ts'

async function anOperator(world: World) {
  const accountId = await world.account('boss@example.com')
  await insertOperator(world.on, accountId)
  return { kind: 'operator', accountId } as const
}

const found = async (world: World, beginning: string, after?: string, most = 10) =>
  (await listOrganizations(world.on, { beginning, domain: beginning }, { most, after })).map(({ name }) => name)

test('ORG-1 operators find organizations by how their name begins or by a domain, whoever has proved it', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme Inc.', 'a@home.example', 'acme.example')
  await world.organization('ACME Labs', 'b@home.example', 'labs.example')
  const other = await world.organization('Österreich 100 %', 'c@home.example')
  await world.on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
    values (gen_random_uuid(), ${other.id}, 'acme.example', false, 'umbel-verify=x', now(), now(), now())`)
  await world.managedAccount('mira@acme.example', acme)
  assert.deepEqual(await found(world, 'acme'), ['Acme Inc.', 'ACME Labs'])
  assert.deepEqual(await found(world, 'ACME I'), ['Acme Inc.'])
  assert.deepEqual(await found(world, 'österreich 100 %'), ['Österreich 100 %'])
  assert.deepEqual(await found(world, 'acme.example'), ['Acme Inc.', 'Österreich 100 %'])
  assert.deepEqual(await found(world, '%'), [])
  assert.deepEqual(await found(world, "' or true --"), [])
  const all = await listOrganizations(world.on, undefined, { most: 10, after: undefined })
  assert.deepEqual(
    all.map(({ name, domains, accounts, isRun }) => [name, domains, accounts, isRun]),
    [
      ['Acme Inc.', 1, 1, true],
      ['ACME Labs', 1, 0, true],
      ['Österreich 100 %', 1, 0, true],
    ],
  )
})

test('ORG-1 pages of organizations go on where the last one ended, names alike included', async (t) => {
  const world = await aWorld(t)
  await world.on.run(sql`
    insert into organization (id, name, created_at)
    select gen_random_uuid(), 'Acme ' || (n % 5), now() from generate_series(1, 23) n`)
  for (const wanted of [undefined, { beginning: 'ac', domain: 'none' }]) {
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await listOrganizations(world.on, wanted, { most: 4, after })
      seen.push(...page.map(({ id }) => id))
      after = page.at(-1)?.id
      if (page.length < 4) break
    }
    assert.equal(seen.length, 23)
    assert.equal(new Set(seen).size, 23)
  }
})

test('ORG-1 among many organizations the list reads a page, and counts no further than it says', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'a@home.example', 'acme.example')
  await world.on.run(sql`
    insert into organization (id, name, created_at)
    select gen_random_uuid(), md5(n::text), now() from generate_series(1, 20000) n`)
  await world.on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
    select gen_random_uuid(), id, name || '.example', false, 'umbel-verify=x', now(), now(), now() from organization
    where length(name) = 32`)
  await world.on.run(sql`
    insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at, managed_by, managed_through,
      managed_since)
    select gen_random_uuid(), 'Bo', 'bo' || n, 'p' || n || '@acme.example', 'p' || n || '@acme.example', now(), now(), now(),
      ${acme.id}, ${acme.domainIds['acme.example']}, now() from generate_series(1, ${mostCounted.accounts + 500}) n`)
  await world.on.run(sql`analyze`)
  const [row] = await listOrganizations(world.on, { beginning: 'acme', domain: 'acme' }, { most: 1, after: undefined })
  assert.equal(row?.accounts, mostCounted.accounts + 1)
  assert.equal(await countManaged(world.on, acme.id), mostCounted.accounts + 1)
  for (const wanted of [undefined, { beginning: 'ab', domain: `${'a'.repeat(32)}.example` }])
    for (const after of [undefined, acme.id]) {
      const plan = await planOf(world.database, (on) => listOrganizations(on, wanted, { most: 26, after }))
      const whole = plan.filter((n) => n['Node Type'] === 'Seq Scan' && n['Relation Name'] !== 'organization_admin')
      assert.deepEqual(whole, [], `${wanted?.beginning} after ${after}`)
      const rows = Math.max(
        ...plan.filter((node) => node['Relation Name'] === 'organization').map((n) => n['Actual Rows']),
      )
      assert.ok(rows <= 30, `${rows} organizations were read`)
    }
})

test('ORG-1 LOG-5 an operator makes an organization for an address, account or not: the same answer, and nobody runs it yet', async (t) => {
  const world = await aWorld(t)
  const boss = await anOperator(world)
  await world.account('ana@example.com')
  const made = []
  for (const email of ['ana@example.com', 'nobody@example.com'])
    made.push(await world.database.transaction((tx) => createOrganizationFor(tx, boss, { name: 'Acme', email })))
  for (const { id } of made) {
    assert.deepEqual(await adminsOf(world.on, id), [])
    const [invitation, more] = await invitationsOf(world.on, id)
    assert.equal(invitation?.role, 'org-admin')
    assert.equal(more, undefined)
  }
  assert.deepEqual(Object.keys(made[0] ?? {}), Object.keys(made[1] ?? {}))
  const acts = await world.on.all<{ action: string }>(sql`
    select action from audit_entry where organization_id = ${made[0]?.id} and actor_account_id = ${boss.accountId} order by id`)
  assert.deepEqual(
    acts.map(({ action }) => action),
    ['organization.created', 'organization.admin-invited'],
  )
})

test('ORG-1 an operator invites somebody only while nobody can run the organization', async (t) => {
  const world = await aWorld(t)
  const boss = await anOperator(world)
  const { id } = await world.database.transaction((tx) =>
    createOrganizationFor(tx, boss, { name: 'Acme', email: 'first@example.com' }),
  )
  const invite = (actor: typeof boss, organizationId: string, email: string) =>
    world.database.transaction((tx) => inviteFirstAdmin(tx, actor, organizationId, email))
  await invite(boss, id, 'second@example.com')
  const accountId = await world.account('second@example.com')
  const second = (await invitationsOf(world.on, id)).find(({ email }) => email === 'second@example.com')
  await world.database.transaction((tx) =>
    acceptInvitation(tx, { kind: 'holder', accountId }, { id: second?.id ?? '' }),
  )
  await assert.rejects(invite(boss, id, 'third@example.com'), { code: 'organization.has-admin' })
  await assert.rejects(invite(boss, '0199f0aa-0000-7000-8000-000000000000', 'x@example.com'), {
    code: 'organization.unknown',
  })
  await assert.rejects(invite({ ...boss, accountId }, id, 'x@example.com'), { code: 'account.not-operator' })
  await assert.rejects(invite(boss, id, 'no address'), { code: 'kernel.address-malformed' })
})

test('DOM-7 operators see of a claim where it is, and nobody in it', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'a@home.example', 'acme.example')
  await world.on.run(sql`
    insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
    values (gen_random_uuid(), ${acme.id}, ${acme.domainIds['acme.example']}, 'all', 'told', ${world.on.now}, ${world.on.now})`)
  const [claim] = await claimsOfOrganization(world.on, acme.id, 5)
  assert.deepEqual([claim?.domain, claim?.mode, claim?.state], ['acme.example', 'all', 'told'])
})
