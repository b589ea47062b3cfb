import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { everythingHeld } from '#account-page'
import { sql } from '#platform'
import { aWorld, type World } from './world.ts'

// ACC-9, ACC-10: nothing is held about a person that nobody has decided about. A new table or column fails here until it stands
// in the `held.ts` of its room, or below with a reason.

/** Tables that hold nothing about an account, or nothing that can be told to be. */
const others: Readonly<Record<string, string>> = {
  access_token: 'a hash and numbers; ends when deletion is asked for, and is dropped with its day',
  authorization_code: 'a hash and numbers; ends when deletion is asked for, and is dropped with its day',
  refresh_token: 'a hash and numbers; ends when deletion is asked for, and is dropped with its month',
  device_code: 'ends when deletion is asked for, and is dropped with its day',
  authorization_request: 'a request of a product, which may hint at an address; dropped with its day',
  pushed_request: 'a request of a product, which may hint at an address; dropped with its day',
  replay: 'hashes of proofs',
  signing_key: 'ours',
  browser: 'a browser, by the hash of its secret; whose it is stands in known_device and session',
  upstream_attempt: 'a log-in on its way to another provider: secrets for minutes; goes with the log-in',
  passkey_challenge: 'random numbers for minutes',
  recovery_code: 'keyed hashes; goes with its set, which says how many are left',
  limiter: 'keyed hashes and counts, for a day',
  spent_work: 'keyed hashes, for minutes',
  spent_username: 'hashes of usernames that are never given again, without whose they were (DEV-2)',
  failed_log_ins: 'counts of everybody together',
  alarm: 'counts of everybody together',
  help_feedback: 'without who gave it',
  schema_change: 'ours',
  audit_unsealed: 'numbers of entries',
  audit_stream: 'where the log goes',
  audit_commitment: 'salts and hashes of entries; the salts go when the account is erased',
  audit_seal: 'hashes of entries',
  audit_chain: 'hashes of entries',
  product: 'a product',
  product_uri: 'a product',
  product_resource: 'a product',
  product_site: 'a product',
  site: 'a site',
  google_connection: 'a site',
  organization: 'an organization',
  organization_domain: 'an organization',
  domain_contest: 'an organization',
  domain_tally: 'counts of a domain',
  claim_tally: 'counts of a claim',
  listed_address: 'addresses that an organization gave, for a week at most; whether they have an account is not in it',
}

type Column = { table: string; column: string }
let world: World
const ends: (() => unknown)[] = []
after(async () => {
  for (const end of ends) await end()
})
const opened = aWorld({ after: (end: () => unknown) => void ends.push(end) } as never).then((made) => {
  world = made
  return made
})

/** Every column of every table of ours. Partitions are their table. */
async function columns(): Promise<Column[]> {
  await opened
  return world.on.all<Column>(sql`
    select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped order by 1, 2`)
}

test('ACC-10 every table is given to the holder, or is not about an account, and somebody has said so', async () => {
  const tables = new Set((await columns()).map(({ table }) => table))
  const decided = [...everythingHeld.map(({ table }) => table), ...Object.keys(others)]
  assert.deepEqual(
    [...tables].filter((table) => !decided.includes(table)),
    [],
    'decide about these tables',
  )
  assert.deepEqual(
    decided.filter((table) => !tables.has(table)),
    [],
    'these are there no more',
  )
  const ways = [...everythingHeld.map(({ table, by }) => `${table} ${by}`), ...Object.keys(others)]
  assert.equal(new Set(ways).size, ways.length)
  assert.deepEqual(
    Object.keys(others).filter((table) => everythingHeld.some((held) => held.table === table)),
    [],
  )
  assert.equal(new Set(everythingHeld.map(({ as }) => as)).size, everythingHeld.length)
})

test('ACC-10 every column is given to the holder or left out for a reason', async () => {
  const all = await columns()
  for (const { table, by, given, leftOut } of everythingHeld) {
    const there = all.filter((each) => each.table === table).map(({ column }) => column)
    const decided = [...new Set([by, ...given, ...Object.keys(leftOut)])].sort()
    assert.deepEqual(decided, [...there].sort(), table)
    assert.deepEqual(
      given.filter((column) => /hash|secret|token|mac$|sealed|public_key/.test(column)),
      [],
      table,
    )
  }
})

test('ACC-9 what goes with the account goes by a foreign key, and everything that names an account is looked at', async () => {
  await opened
  const keys = await world.on.all<{ table: string; column: string; action: string }>(sql`
    select c.conrelid::regclass::text as table, a.attname as column, c.confdeltype as action
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.confrelid = 'account'::regclass`)
  for (const { table, by, erased } of everythingHeld.filter((each) => each.table !== 'account')) {
    const key = keys.find((each) => each.table === table && each.column === by)
    if (erased === 'goes') assert.equal(key?.action, 'c', `${table}.${by} is no foreign key that deletes`)
    else if (erased.startsWith('goes')) assert.equal(key?.action, 'c', table)
    else assert.notEqual(key?.action, 'c', `${table} goes: ${erased}`)
  }
  const naming = (await columns()).filter(({ column }) => /account_id$|^(invited_by|confirms)$/.test(column))
  const seen = (table: string) => table in others || everythingHeld.some((held) => held.table === table)
  assert.deepEqual(
    naming.filter(({ table }) => !seen(table)),
    [],
  )
  const referring = new Set(keys.map(({ table }) => table))
  assert.deepEqual(
    [...referring].filter((table) => !everythingHeld.some((held) => held.table === table)),
    [],
  )
})
