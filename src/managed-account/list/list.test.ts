import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById } from '#account'
import { type Database, type Statements, sql } from '#platform'
import { aWorld, type World } from '../../../test/world.ts'
import { runsOf } from '../bulk/index.ts'
import {
  countAccounts,
  countManaged,
  listAccounts,
  managingDomains,
  type Search,
  searchFor,
  wantedIds,
} from './store.ts'
import {
  type ListPlace,
  type Order,
  orderIn,
  placeIn,
  placeText,
  queryOfWanted,
  wantedFrom,
  wantedIn,
} from './wanted.ts'

type Acme = Awaited<ReturnType<World['organization']>>
const names = async (world: World, acme: Acme, query: string, order?: Order) => {
  const wanted = wantedFrom(query)
  const search = await searchFor(world.on, acme.id, wanted)
  return (await listAccounts(world.on, search, { order: order ?? orderIn(wanted, undefined), most: 50 })).map(
    ({ name }) => name,
  )
}

async function fewPeople(world: World) {
  const acme = await world.organization('Acme', 'admin@home.example', 'acme.example', 'berlin.example')
  const globex = await world.organization('Globex', 'admin@globex.example', 'globex.example')
  const people = {
    ömer: await world.managedAccount('omer@acme.example', acme, { name: 'Ömer Demir' }),
    nora: await world.managedAccount('nora@berlin.example', acme, { name: 'nora Haddad' }),
    zoe: await world.managedAccount('nina.z@acme.example', acme, { name: 'Zoë Quist' }),
    anna: await world.managedAccount('anna@acme.example', acme, { name: 'Anna Östberg' }),
  }
  await world.managedAccount('nora@globex.example', globex, { name: 'Nora Else' })
  await world.account('nora@acme.example', { name: 'Nora Personal' })
  return { acme, people }
}

test('MAN-1 the list has the accounts of one organization, sorted as people read, and found by how name or address begins', async (t) => {
  const world = await aWorld(t)
  const { acme } = await fewPeople(world)
  assert.deepEqual(await names(world, acme, ''), ['Anna Östberg', 'nora Haddad', 'Ömer Demir', 'Zoë Quist'])
  assert.deepEqual(await names(world, acme, '', '-name'), ['Zoë Quist', 'Ömer Demir', 'nora Haddad', 'Anna Östberg'])
  assert.deepEqual(await names(world, acme, '?q=N'), ['nora Haddad', 'Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?q=zoe'), ['Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?q=NINA.Z%40ac'), ['Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?q=%C3%96mer+d'), ['Ömer Demir'])
  assert.deepEqual(await names(world, acme, '?q=%25'), [])
  assert.deepEqual(await names(world, acme, "?q=n'%20or%201=1"), [])
  assert.deepEqual(await names(world, acme, '?domain=berlin.example'), ['nora Haddad'])
  assert.deepEqual(await names(world, acme, '?domain=globex.example'), [])
  assert.deepEqual(
    (await managingDomains(world.on, acme.id)).map(({ name }) => name),
    ['acme.example', 'berlin.example'],
  )
})

test('MAN-1 filters by state, second step and last use are told by what the account itself says', async (t) => {
  const world = await aWorld(t)
  const { acme, people } = await fewPeople(world)
  const { on } = world
  await on.run(sql`update account set deactivated_at = ${on.now} where id = ${people.anna}`)
  await on.run(
    sql`insert into account_deletion (account_id, asked_at, due_at) values (${people.zoe}, ${on.now}, ${on.now})`,
  )
  await on.run(
    sql`insert into second_step (account_id, turned_on_at) values (${people.nora}, ${on.now}), (${people.zoe}, ${on.now})`,
  )
  await on.run(sql`update account set last_active_on = '2026-11-19' where id = ${people.nora}`)
  await on.run(sql`update account set last_active_on = '2026-08-01' where id = ${people.anna}`)
  assert.deepEqual(await names(world, acme, '?state=active'), ['nora Haddad', 'Ömer Demir'])
  assert.deepEqual(await names(world, acme, '?state=deactivated'), ['Anna Östberg'])
  assert.deepEqual(await names(world, acme, '?state=leaving'), ['Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?two=on'), ['nora Haddad', 'Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?two=off&state=active'), ['Ömer Demir'])
  assert.deepEqual(await names(world, acme, '?used=lately'), ['nora Haddad'])
  assert.deepEqual(await names(world, acme, '?used=long-ago', 'used'), ['Ömer Demir', 'Zoë Quist', 'Anna Östberg'])
  assert.deepEqual(await names(world, acme, '?used=never&q=n'), ['Zoë Quist'])
  assert.deepEqual(await names(world, acme, '', '-used'), ['nora Haddad', 'Anna Östberg', 'Zoë Quist', 'Ömer Demir'])
  await on.run(sql`delete from second_step where account_id = ${people.nora}`)
  await on.run(sql`delete from account_deletion where account_id = ${people.zoe}`)
  assert.deepEqual(await names(world, acme, '?two=on'), ['Zoë Quist'])
  assert.deepEqual(await names(world, acme, '?state=leaving'), [])
})

test('MAN-1 a filter and a place mean the same in the address as where they came from', () => {
  const read = (query: string) => queryOfWanted(wantedFrom(query))
  for (const query of ['', '?q=a+b&state=leaving&domain=acme.example&two=off&used=never'])
    assert.equal(read(query), query)
  assert.equal(read('?q=++&state=none&two=1&used=x&domain='), '')
  assert.equal(wantedIn((name) => (name === 'q' ? 'x'.repeat(900) : undefined)).q?.length, 320)
  const place: ListPlace = { part: 1, day: '-infinity', key: 'a.b\nc', id: '0199f0aa-0000-7000-8000-000000000000' }
  assert.deepEqual(placeIn(placeText(place)), place)
  for (const text of [
    undefined,
    '',
    '0',
    '2.2026-01-01.x',
    '0.2026-02-31.0199f0aa-0000-7000-8000-000000000000.a',
    '0.0000-01-01.0199f0aa-0000-7000-8000-000000000000.a',
  ])
    assert.equal(placeIn(text), undefined)
})

// ---------- many ----------

const many = 100_000
const people = ['Amara', 'Bo', 'Chiara', 'Daniel', 'Émile', 'Mira', 'Noor', 'Priya', 'Ruth', 'Wei']

async function manyPeople(world: World, organization: Acme): Promise<void> {
  const [big, small] = Object.values(organization.domainIds)
  await world.on.run(sql`
    insert into account (id, name, username, email, email_key, email_verified_at, created_at, updated_at, last_active_on,
      deactivated_at, managed_by, managed_through, managed_since)
    select gen_random_uuid(), (${people}::text[])[1 + n % 10] || ' ' || substr(md5(n::text), 1, 8), 'p' || n, e.email, e.email,
      now(), now(), now(), case when n % 7 > 0 then current_date - n % 400 end, case when n % 20 = 0 then now() end,
      ${organization.id}, case when n % 50 = 0 then ${small}::uuid else ${big}::uuid end, now()
    from generate_series(1, ${many}) as n, lateral (
      select lower((${people}::text[])[1 + n % 10]) || '.' || n || '@acme.example' as email) as e`)
  await world.on.run(sql`
    insert into second_step (account_id, turned_on_at) select id, now() from account where managed_by is not null and hashtext(id::text) % 3 <> 0`)
  await world.on.run(sql`analyze`)
}

/** What a statement reads, as PostgreSQL itself says after running it. */
type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

/** Runs statements as ever, and looks at the plan of each. */
function looking(database: Database, look: (text: string, plan: Plan, ms: number) => void): Statements {
  const on = database.durable
  return {
    get now() {
      return on.now
    },
    async all<R extends object>(statement: Parameters<Statements['all']>[0]): Promise<R[]> {
      const explained = sql`explain (analyze, format json) ${statement}`
      const rows = await on.all<R>(statement)
      const [row] = await on.all<{ 'QUERY PLAN': [{ Plan: Plan; 'Execution Time': number }] }>(explained)
      const [made] = row?.['QUERY PLAN'] ?? []
      if (made) look(statement.text, made.Plan, made['Execution Time'])
      return rows
    },
    async first<R extends object>(statement: Parameters<Statements['first']>[0]): Promise<R | undefined> {
      return (await this.all<R>(statement))[0]
    },
    run: (statement) => on.run(statement),
  }
}

test('MAN-1 among 100,000 accounts every page, count and filter is found by an index, and nothing is sorted whole', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'admin@home.example', 'acme.example', 'berlin.example')
  await manyPeople(world, acme)
  const seen: { what: string; ms: number }[] = []
  let what = ''
  let mostRead = 400
  const on = looking(world.database, (text, plan, ms) => {
    seen.push({ what, ms })
    for (const node of nodesOf(plan)) {
      const read = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      assert.notEqual(node['Node Type'], 'Seq Scan', `${what}: ${text}`)
      assert.ok(read <= mostRead, `${what}: ${node['Node Type']} reads ${read} rows\n${text}`)
    }
  })
  const filters = [
    ...['', '?state=active', '?state=deactivated', '?state=leaving', '?two=on', '?two=off', '?domain=berlin.example'],
    ...[
      '?used=lately',
      '?used=long-ago',
      '?used=never',
      '?state=deactivated&two=off&domain=berlin.example&used=lately',
    ],
    ...['?q=a', '?q=wei', '?q=emile.', '?q=amara.77&state=active', '?q=zz'],
  ]
  for (const query of filters) {
    for (const asked of ['name', '-name', 'used', '-used'] as const) {
      const wanted = wantedFrom(query)
      const order = orderIn(wanted, asked)
      what = `${query} by ${order}`
      const search = await searchFor(on, acme.id, wanted)
      const page = (place: { after?: ListPlace; before?: ListPlace }) =>
        listAccounts(on, search, { order, most: 26, ...place })
      const first = await page({})
      const end = first.at(-1)?.place
      const next = end ? await page({ after: end }) : []
      const back = next[0] ? await page({ before: next[0].place }) : []
      assert.deepEqual(
        back.map(({ id }) => id),
        next[0] ? first.map(({ id }) => id) : [],
        what,
      )
    }
    mostRead = 10_001
    const search: Search = await searchFor(on, acme.id, wantedFrom(query))
    what = `count ${query}`
    assert.ok((await countAccounts(on, search, 10_001)) <= 10_001)
    mostRead = 400
  }
  mostRead = 10_001
  what = 'count of the section'
  assert.equal(await countManaged(on, acme.id, 10_001), 10_001)
  mostRead = 400
  what = 'what the page needs besides'
  assert.equal((await managingDomains(on, acme.id)).length, 2)
  assert.deepEqual(await runsOf(on, acme.id, 5), [])
  await accountById(on, acme.admin.accountId)
  mostRead = 1_000
  what = 'a batch of a bulk run'
  assert.equal((await wantedIds(on, await searchFor(on, acme.id, {}), { after: undefined, most: 1_000 })).length, 1_000)
  const sorted = seen.map(({ ms }) => ms).toSorted((one, other) => one - other)
  const median = sorted[sorted.length >> 1] ?? 0
  assert.ok(median < 20, `half of the statements took more than ${median} ms`)
})

test('MAN-1 paging meets every account once, in the order that was asked for', async (t) => {
  const world = await aWorld(t)
  const acme = await world.organization('Acme', 'admin@home.example', 'acme.example')
  for (let i = 0; i < 12; i += 1) {
    const id = await world.managedAccount(`n${i}@acme.example`, acme, { name: ['Nico', 'nìco', 'Bea'][i % 3] })
    if (i % 2)
      await world.on.run(sql`update account set last_active_on = ${`2026-11-0${1 + (i % 4)}`}::date where id = ${id}`)
  }
  for (const [query, order] of [
    ['', 'name'],
    ['', '-name'],
    ['', 'used'],
    ['', '-used'],
    ['?q=n', 'name'],
  ] as const) {
    const search = await searchFor(world.on, acme.id, wantedFrom(query))
    const whole = (await listAccounts(world.on, search, { order, most: 50 })).map(({ id }) => id)
    assert.equal(new Set(whole).size, 12)
    const met: string[] = []
    let after: ListPlace | undefined
    for (;;) {
      const page = await listAccounts(world.on, search, { order, most: 5, after })
      met.push(...page.map(({ id }) => id))
      if (page.length < 5) break
      after = page.at(-1)?.place
    }
    assert.deepEqual(met, whole, `${query} ${order}`)
    const last = await listAccounts(world.on, search, { order, most: 12 })
    const before = await listAccounts(world.on, search, { order, most: 5, before: last.at(-1)?.place })
    assert.deepEqual(
      before.map(({ id }) => id),
      whole.slice(6, 11),
      `${query} ${order} back`,
    )
  }
})
