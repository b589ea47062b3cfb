import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById, changeOf } from '#account'
import { sql } from '#platform'
import { someDisputes } from '../../../test/some-disputes.ts'
import { acceptSuggestion, ignoreSuggestion, suggest, suggestionsFor } from '../index.ts'

async function someSuggestions(t: Parameters<typeof someDisputes>[0]) {
  const world = await someDisputes(t)
  const { database, acme } = world
  return {
    ...world,
    suggest: (email: string, kind: string, value: string, actor = acme.admin) =>
      database.transaction((tx) => suggest(tx, actor, { email, kind, value })),
    accept: (accountId: string, id: string) =>
      database.transaction((tx) => acceptSuggestion(tx, world.as(accountId), world.secretKey, id)),
    ignore: (accountId: string, id: string) =>
      database.transaction((tx) => ignoreSuggestion(tx, world.as(accountId), id)),
    async waiting(accountId: string) {
      // Bringing one queues its mail.
      const mails = [...(await world.mailed()), ...(await world.mailed())]
      return { mails, suggestions: await suggestionsFor(world.on, accountId) }
    },
  }
}

test('CTL-3 a name that is suggested changes when its holder accepts, once', async (t) => {
  const world = await someSuggestions(t)
  const ana = await world.account('ana@acme.example', { name: 'Ana' })
  await world.suggest('Ana@ACME.example', 'name', ' Ana  Lopez ')
  const { mails, suggestions } = await world.waiting(ana)
  assert.deepEqual(mails, ['ana@acme.example: Acme suggests another name for your account'])
  assert.match(world.mails.at(-1)?.mail.text ?? '', /Name: Ana Lopez/)
  const [{ id = '', value } = {}] = suggestions
  assert.equal(value, 'Ana Lopez')
  assert.equal((await accountById(world.on, ana))?.name, 'Ana')
  const stranger = await world.account('bo@acme.example')
  const gone = { code: 'domain-claim.suggestion-gone', status: 410 }
  await assert.rejects(world.accept(stranger, id), gone)
  await world.accept(ana, id)
  assert.equal((await accountById(world.on, ana))?.name, 'Ana Lopez')
  await assert.rejects(world.accept(ana, id), gone)
  await assert.rejects(world.ignore(ana, id), gone)
})

test('CTL-3, ACC-7 accepting an address begins the usual change, which only its proof ends', async (t) => {
  const world = await someSuggestions(t)
  const ana = await world.account('ana@acme.example')
  await world.suggest('ana@acme.example', 'address', 'ana@other.example')
  const [{ id = '' } = {}] = (await world.waiting(ana)).suggestions
  await world.accept(ana, id)
  assert.equal((await accountById(world.on, ana))?.email, 'ana@acme.example')
  assert.equal((await changeOf(world.on, ana))?.email, 'ana@other.example')
})

test('CTL-3, ACC-5 who suggests learns nothing: no account, a managed one, one that ignores', async (t) => {
  const world = await someSuggestions(t)
  const ana = await world.account('ana@acme.example')
  const sam = await world.managed('sam')
  for (const email of ['nobody@acme.example', 'ana@acme.example', 'sam@acme.example']) {
    await world.suggest(email, 'name', 'Somebody Else')
  }
  const jobs = await world.on.all<{ count: number }>(sql`select count(*) as count from graphile_worker.jobs`)
  assert.equal(jobs[0]?.count, 3, 'the same work for each')
  const [{ id = '' } = {}] = (await world.waiting(ana)).suggestions
  assert.deepEqual(await suggestionsFor(world.on, sam), [])
  await world.ignore(ana, id)
  assert.deepEqual((await world.waiting(ana)).mails, [])
  const seen = await world.on.all<{ action: string; about: boolean }>(sql`
    select substr(action, 14) as action, account_id is not null as about from audit_entry
    where organization_id = ${world.acme.id} and action like 'domain-claim.sugg%'`)
  assert.deepEqual(
    seen.map(({ action, about }) => `${action} ${about}`),
    Array(3).fill('suggestion-made false'),
  )
})

test('CTL-3 one of each kind waits, one a day reaches a person, thirty a day leave an admin', async (t) => {
  const world = await someSuggestions(t)
  const ana = await world.account('ana@acme.example')
  await world.suggest('ana@acme.example', 'name', 'One')
  await world.suggest('ana@acme.example', 'name', 'Two')
  await world.suggest('ana@acme.example', 'address', 'ana@other.example')
  const first = await world.waiting(ana)
  assert.equal(first.mails.length, 2)
  assert.deepEqual(
    first.suggestions.map(({ value }) => value),
    ['ana@other.example', 'One'],
  )
  await world.ignore(ana, first.suggestions[1]?.id ?? '')
  await world.suggest('ana@acme.example', 'name', 'Three')
  assert.deepEqual((await world.waiting(ana)).mails, [])
  world.clock.move({ hours: 25 })
  await world.suggest('ana@acme.example', 'name', 'Four')
  assert.equal((await world.waiting(ana)).mails.length, 1)
  for (let n = 1; n < 30; n += 1) await world.suggest(`n${n}@acme.example`, 'name', 'Nobody')
  await assert.rejects(world.suggest('x@acme.example', 'name', 'Nobody'), {
    code: 'domain-claim.suggestions-many',
    status: 429,
  })
})

test('CTL-3 only for addresses at a verified domain, by user admins; what is typed is looked at', async (t) => {
  const world = await someSuggestions(t)
  await world.verifiedDomain(world.acme.id, 'wide.example', true)
  await world.suggest('ana@lab.wide.example', 'name', 'Ana')
  const auditor = await world.admin('audrey@home.example', 'auditor')
  await assert.rejects(world.suggest('ana@acme.example', 'name', 'Ana', auditor), { status: 403 })
  const other = await world.organization('Other', 'olga@home.example')
  for (const [email, kind, value, code, actor] of [
    ['ana@home.example', 'name', 'Ana', 'domain-claim.suggestion-elsewhere'],
    ['ana@lab.acme.example', 'name', 'Ana', 'domain-claim.suggestion-elsewhere'],
    ['ana@acme.example', 'name', 'Ana', 'domain-claim.suggestion-elsewhere', other.admin],
    ['ana', 'name', 'Ana', 'kernel.address-malformed'],
    ['ana@acme.example', 'x', 'Ana', 'domain-claim.suggestion-kind'],
    ['ana@acme.example', 'name', 'A\u0000na', 'account.name-malformed'],
    ['ana@acme.example', 'address', 'ANA@acme.example', 'domain-claim.suggestion-same'],
    ['ana@acme.example', 'address', 'ana', 'kernel.address-malformed'],
  ] as const) {
    await assert.rejects(world.suggest(email, kind, value, actor), { code, status: 422 }, `${email} ${kind} ${value}`)
  }
})
