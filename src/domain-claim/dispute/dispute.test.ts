import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById, askToDelete, deactivate, eraseAccount, unmanage } from '#account'
import { reactWith } from '#events'
import { system } from '#kernel'
import { sql } from '#platform'
import { someDisputes } from '../../../test/some-disputes.ts'
import { reactions } from '../../reactions.ts'
import {
  caseFor,
  countDisputes,
  disputesIn,
  handOver,
  lastDisputeOf,
  messagesOf,
  mustNotWait,
  releaseAccount,
  settleDispute,
  subjectOf,
  takeDispute,
  withdrawDispute,
  writeMessage,
} from '../index.ts'
import { addWorkingDays, isOverdue, parseReach, parseText } from './dispute.ts'

reactWith(reactions)

test('DOM-9 a deadline is in working days, so weekends do not count', () => {
  const day = (iso: string) => Temporal.Instant.from(`${iso}T09:00:00Z`)
  // 2026-11-20 is a Friday.
  assert.equal(addWorkingDays(day('2026-11-20'), 1).toString(), '2026-11-23T09:00:00Z')
  assert.equal(addWorkingDays(day('2026-11-20'), 10).toString(), '2026-12-04T09:00:00Z')
  assert.equal(addWorkingDays(day('2026-11-21'), 5).toString(), '2026-11-27T09:00:00Z')
})

test('DOM-9 what is typed is taken in any script, without what cannot be seen', () => {
  assert.equal(parseText('  Hallo\r\nWelt\u0000\u202e \u0007!  '), 'Hallo\nWelt !')
  assert.equal(parseText(' \u0000 '), undefined)
  assert.equal(parseText('😀'.repeat(2000))?.length, 4000)
  assert.throws(() => parseText('a'.repeat(2001)), { code: 'domain-claim.text-long', details: { over: 1 } })
  assert.equal(parseReach(' Sam@Post.example ', ['acme.example']), 'Sam@Post.example')
  assert.equal(parseReach(' ', ['acme.example']), undefined)
  for (const theirs of ['sam@acme.example', 'sam@ACME.example', 'sam@lab.acme.example']) {
    assert.throws(() => parseReach(theirs, ['acme.example']), { code: 'domain-claim.reach-theirs' })
  }
  assert.equal(parseReach('sam@notacme.example', ['acme.example']), 'sam@notacme.example')
})

test('DOM-9 the holder of a managed account opens a case; both sides are told, and admins never see where to reach them', async (t) => {
  const world = await someDisputes(t)
  const { on, acme } = world
  await world.admin('priya@home.example', 'user-admin')
  await world.admin('audrey@home.example', 'auditor')
  const sam = await world.managed('sam')
  assert.equal((await subjectOf(on, sam))?.domain, 'acme.example')
  const id = await world.open(sam, { text: 'I never worked there.' })
  const { dispute } = await caseFor(on, acme.admin, id)
  assert.equal(dispute.number, 20001)
  assert.equal(dispute.domain, 'acme.example')
  assert.equal(dispute.explainBy.toString(), '2026-12-04T09:00:00Z')
  assert.equal(dispute.settleBy.toString(), '2026-12-18T09:00:00Z')
  assert.equal(await mailedTo(), 'jonas, priya, sam, sam@post')
  const copy = world.mails.find(({ to }) => to === 'sam@post.example')?.mail
  assert.match(copy?.text ?? '', /C-20001[\s\S]*> I never worked there\./)
  assert.doesNotMatch(copy?.text ?? '', /Acme|acme\.example/, 'nothing that the holder has not typed')
  for (const { to, mail } of world.mails.filter(({ to }) => to !== 'sam@post.example')) {
    assert.doesNotMatch(mail.text + mail.html, /post\.example/, `${to} is read by the organization`)
  }
  await assert.rejects(world.open(sam), { code: 'domain-claim.case-open', status: 409 })

  async function mailedTo() {
    const names = (await world.mailed()).map((line) => line.split(/(?:@(?:home|acme))?\.example: /)[0])
    return names.sort().join(', ')
  }
})

test('DOM-9 with a claim: it leaves the account alone while the case is open, and asks again when it is withdrawn', async (t) => {
  const world = await someDisputes(t)
  const { database } = world
  for (const state of ['told', 'moving'] as const) {
    const ana = await world.claimed(`ana-${state}`, state)
    const id = await world.open(ana)
    assert.equal(await world.personState(ana), 'disputed')
    await database.transaction((tx) => withdrawDispute(tx, world.as(ana), id))
    assert.equal(await world.personState(ana), 'told')
    assert.equal((await lastDisputeOf(world.on, ana))?.outcome, 'withdrawn')
  }
})

test('DOM-9 what becomes of a claim when the case ends without a release after its date, or after its end', async (t) => {
  const world = await someDisputes(t)
  const { database, on } = world
  const table = { told: 'told', standing: 'managed', done: 'managed', canceled: 'left-out canceled' } as const
  for (const [claimState, becomes] of Object.entries(table)) {
    await world.claims('canceled')
    const ana = await world.claimed(`ana-${claimState}`)
    const id = await world.open(ana)
    await world.claims(claimState)
    await database.transaction((tx) => withdrawDispute(tx, world.as(ana), id))
    assert.equal(await world.personState(ana), becomes, claimState)
    assert.equal((await accountById(on, ana))?.managedBy?.organization, becomes === 'managed' ? 'Acme' : undefined)
    await on.run(sql`update claim_person set state = 'moved-away', left_out_why = null`)
  }
  // While the domain is frozen nobody becomes managed.
  await world.claims('canceled')
  const ben = await world.claimed('ben')
  const id = await world.open(ben)
  await world.claims('standing')
  await on.run(sql`update organization_domain set failing_since = ${on.now.subtract({ hours: 15 * 24 })}`)
  await database.transaction((tx) => withdrawDispute(tx, world.as(ben), id))
  assert.equal(await world.personState(ben), 'told')
  assert.equal((await accountById(on, ben))?.managedBy, undefined)
})

test('DOM-9 the organization releases: the account is personal, and left out of its claims', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const sam = await world.managed('sam')
  const id = await world.open(sam)
  await world.mailed()
  await database.transaction((tx) => releaseAccount(tx, acme.admin, id))
  assert.equal((await accountById(on, sam))?.managedBy, undefined)
  const mails = await world.mailed()
  assert.deepEqual(mails, [
    'sam@acme.example: Case C-20001: the account was released',
    'sam@post.example: News in case C-20001',
  ])
  assert.doesNotMatch(world.mails.at(-1)?.mail.text ?? '', /released|Acme/)
  const ana = await world.claimed('ana')
  const hers = await world.open(ana)
  await database.transaction((tx) => releaseAccount(tx, acme.admin, hers))
  assert.equal(await world.personState(ana), 'left-out released-before')
  assert.deepEqual(await countDisputes(on, acme.id), { open: 0, overdue: 0 })
  const kinds = (await world.recorded()).map(({ action, kind, account, organization }) =>
    [action, kind, account && organization].join(' '),
  )
  assert.deepEqual(kinds.slice(0, 2), ['dispute-opened holder true', 'dispute-settled admin true'])
})

test('DOM-9 while a case is open, what destroys waits', async (t) => {
  const world = await someDisputes(t)
  const { database, acme } = world
  const sam = await world.managed('sam')
  const wait = () => database.transaction((tx) => mustNotWait(tx, sam))
  await wait()
  const id = await world.open(sam)
  await assert.rejects(wait, { code: 'domain-claim.disputed', status: 409 })
  await database.transaction((tx) => withdrawDispute(tx, world.as(sam), id))
  await wait()
  await database.transaction((tx) => deactivate(tx, acme.admin, sam, ''))
})

test('DOM-9 messages: for both sides, told by mail without their text; an operator may write to one side', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const sam = await world.managed('sam')
  const id = await world.open(sam, { text: '' })
  await world.mailed()
  const operator = await world.operator()
  const write = (actor: Parameters<typeof writeMessage>[1], text: string, seenBy?: string) =>
    database.transaction((tx) => writeMessage(tx, actor, id, { text, seenBy }))
  await write(world.as(sam), 'more from Sam')
  assert.deepEqual(await world.mailed(), ['jonas@home.example: News in case C-20001'])
  await write(acme.admin, 'we look at it', 'holder')
  assert.deepEqual(
    (await world.mailed()).map((line) => line.split(':')[0]),
    ['sam@acme.example', 'sam@post.example'],
  )
  await write(operator, 'between us', 'holder')
  await write(operator, 'do answer', 'organization')
  const mails = await world.mailed()
  assert.equal(mails.length, 3)
  for (const { mail } of world.mails) assert.doesNotMatch(mail.text, /more from Sam|we look|between us|do answer/)
  const texts = async (side: 'holder' | 'organization' | 'operator') =>
    (await messagesOf(on, id, side)).map(({ text }) => text)
  assert.deepEqual(await texts('holder'), ['more from Sam', 'we look at it', 'between us'])
  assert.deepEqual(await texts('organization'), ['more from Sam', 'we look at it', 'do answer'])
  assert.equal((await texts('operator')).length, 4)
  // Not even that something was written is told to the other side.
  assert.deepEqual(
    (await world.recorded()).slice(-2).map(({ account, organization }) => ({ account, organization })),
    [
      { account: true, organization: false },
      { account: false, organization: true },
    ],
  )
  await assert.rejects(write(acme.admin, ' \u0000 '), { code: 'domain-claim.text-missing', status: 422 })
  for (let n = 0; n < 19; n += 1) await write(world.as(sam), `${n}`)
  await assert.rejects(write(world.as(sam), 'one too many'), { code: 'domain-claim.messages-many', status: 429 })
})

test('DOM-9, ORG-1 a case is nobody else’s: roles, other organizations, other holders, no operator', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const other = await world.organization('Other', 'olga@home.example')
  const auditor = await world.admin('audrey@home.example', 'auditor')
  const sam = await world.managed('sam')
  const eve = await world.managed('eve')
  const id = await world.open(sam)
  const act = (actor: Parameters<typeof writeMessage>[1]) =>
    database.transaction((tx) => writeMessage(tx, actor, id, { text: 'x' }))
  const none = { code: 'domain-claim.no-case', status: 404 }
  await assert.rejects(act(other.admin), none)
  await assert.rejects(act({ ...other.admin, organizationId: acme.id }), { code: 'organization.unknown', status: 404 })
  await assert.rejects(act(world.as(eve)), none)
  await assert.rejects(act(auditor), { code: 'organization.not-admin', status: 403 })
  await assert.rejects(act({ kind: 'operator', accountId: eve }), { code: 'account.not-operator', status: 403 })
  await assert.rejects(
    database.transaction((tx) => releaseAccount(tx, other.admin, id)),
    none,
  )
  await assert.rejects(
    database.transaction((tx) => releaseAccount(tx, auditor, id)),
    { status: 403 },
  )
  await assert.rejects(
    database.transaction((tx) => withdrawDispute(tx, world.as(eve), id)),
    none,
  )
  await assert.rejects(caseFor(on, acme.admin, 'x'), none)
  assert.equal((await caseFor(on, auditor, id)).side, 'organization')
  assert.deepEqual(await disputesIn(on, { state: 'open', organizationId: other.id }, { most: 10 }), [])
})

test('DOM-9 nobody is the other side of their own case, not as an admin and not as an operator', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const sam = await world.managed('sam')
  const id = await world.open(sam)
  await on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since) values (${acme.id}, ${sam}, 'user-admin', ${on.now})`)
  await on.run(sql`insert into operator (account_id, since) values (${sam}, ${on.now})`)
  const own = { code: 'domain-claim.own-case', status: 409 }
  const admin = { ...acme.admin, accountId: sam }
  const operator = { kind: 'operator', accountId: sam } as const
  await assert.rejects(
    database.transaction((tx) => releaseAccount(tx, admin, id)),
    own,
  )
  await assert.rejects(
    database.transaction((tx) => writeMessage(tx, operator, id, { text: 'x' })),
    own,
  )
  await assert.rejects(
    database.transaction((tx) => settleDispute(tx, operator, id, { outcome: 'released', reason: '' })),
    own,
  )
  assert.equal((await accountById(on, sam))?.managedBy?.organization, 'Acme')
})

test('DOM-9 operators mediate: take the case, keep it with a reason or release it; two at once settle it once', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const sam = await world.managed('sam')
  const id = await world.open(sam)
  await database.transaction((tx) => handOver(tx, acme.admin, id))
  await database.transaction((tx) => handOver(tx, acme.admin, id))
  const told = await world.mailed()
  assert.equal(told.filter((line) => line.startsWith('op@umbel.example: ')).length, 1)
  const [one, two] = [await world.operator(), await world.operator('op2@home.example')]
  await database.transaction((tx) => takeDispute(tx, one, id))
  assert.equal((await caseFor(on, one, id)).dispute.mediator, 'Olive Operator')
  const settle = (outcome: string, reason: string, actor: typeof one = one) =>
    database.transaction((tx) => settleDispute(tx, actor, id, { outcome, reason }))
  await assert.rejects(settle('kept', ' '), { code: 'domain-claim.text-missing', status: 422 })
  await assert.rejects(settle('withdrawn', 'x'), { code: 'domain-claim.outcome-missing', status: 422 })
  const ends = await Promise.allSettled([settle('kept', 'The contract says so.'), settle('released', '', two)])
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const { outcome } = (await caseFor(on, two, id)).dispute
  const isManaged = (await accountById(on, sam))?.managedBy !== undefined
  assert.equal(isManaged, outcome === 'kept')
  const mails = await world.mailed()
  assert.deepEqual(mails.map((line) => line.split(':')[0]).sort(), [
    'jonas@home.example',
    'sam@acme.example',
    'sam@post.example',
  ])
})

test('DOM-9 withdrawing and releasing at once: one of them counts, and the other is told', async (t) => {
  const world = await someDisputes(t)
  const { database, acme } = world
  for (let round = 0; round < 5; round += 1) {
    const sam = await world.managed(`sam${round}`)
    const id = await world.open(sam)
    const ends = await Promise.allSettled([
      database.transaction((tx) => withdrawDispute(tx, world.as(sam), id)),
      database.transaction((tx) => releaseAccount(tx, acme.admin, id)),
    ])
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []))
    assert.deepEqual(refused, ['domain-claim.case-settled'])
    const isManaged = (await accountById(world.on, sam))?.managedBy !== undefined
    assert.equal((await lastDisputeOf(world.on, sam))?.outcome, isManaged ? 'withdrawn' : 'released')
  }
})

test('DOM-9 two cases at once: one is opened', async (t) => {
  const world = await someDisputes(t)
  const sam = await world.managed('sam')
  const ends = await Promise.allSettled([world.open(sam), world.open(sam), world.open(sam)])
  assert.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const end of ends) if (end.status === 'rejected') assert.equal(end.reason.code, 'domain-claim.case-open')
})

test('DOM-9 three cases in 30 days, and none without an organization', async (t) => {
  const world = await someDisputes(t)
  const { database } = world
  const sam = await world.managed('sam')
  for (let n = 0; n < 3; n += 1) {
    const id = await world.open(sam)
    await database.transaction((tx) => withdrawDispute(tx, world.as(sam), id))
  }
  await assert.rejects(world.open(sam), { code: 'domain-claim.cases-many', status: 429 })
  world.clock.move({ hours: 24 * 30 })
  await world.open(sam)
  const ben = await world.account('ben@home.example')
  await assert.rejects(world.open(ben), { code: 'domain-claim.nothing-to-dispute', status: 409 })
  const eve = await world.managed('eve')
  for (const [typed, code] of [
    [{ matter: 'x' }, 'domain-claim.matter-missing'],
    [{ reach: 'eve@acme.example' }, 'domain-claim.reach-theirs'],
    [{ reach: 'eve' }, 'kernel.address-malformed'],
    [{ text: 'a'.repeat(2001) }, 'domain-claim.text-long'],
  ] as const) {
    await assert.rejects(world.open(eve, typed), { code, status: 422 })
  }
})

test('DOM-9 the organization is reminded two days before, operators are told once when its time is over', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme, clock, tasks } = world
  const sam = await world.managed('sam')
  const eve = await world.managed('eve')
  const id = await world.open(sam)
  const answered = await world.open(eve)
  await database.transaction((tx) => writeMessage(tx, acme.admin, answered, { text: 'We look.' }))
  await world.mailed()
  const run = async () => {
    await tasks['domain-claim.remind-of-disputes']?.(undefined as never, { attempts: 1, maxAttempts: 1 })
    return world.mailed()
  }
  clock.move({ hours: 24 * 11 })
  assert.deepEqual(await run(), [])
  clock.move({ hours: 24 + 1 })
  assert.deepEqual(await run(), ['jonas@home.example: Case C-20001: two days left to explain'])
  assert.deepEqual(await run(), [])
  clock.move({ hours: 48 })
  assert.deepEqual(await run(), ['op@umbel.example: Case C-20001: no answer in time'])
  assert.deepEqual(await run(), [])
  const { dispute } = await caseFor(on, acme.admin, id)
  assert.ok(isOverdue(dispute, on.now))
  assert.deepEqual(await countDisputes(on, acme.id), { open: 2, overdue: 1 })
  assert.deepEqual(
    (await disputesIn(on, { state: 'overdue' }, { most: 5 })).map(({ number }) => number),
    [20001],
  )
})

test('DOM-9 an account that is erased takes its case along; admins that are gone hear nothing', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const priya = await world.admin('priya@home.example', 'user-admin')
  const ana = await world.claimed('ana')
  const id = await world.open(ana)
  await database.transaction((tx) => writeMessage(tx, priya, id, { text: 'Who are you?' }))
  await on.run(sql`delete from organization_admin where account_id = ${priya.accountId}`)
  await on.run(sql`delete from account where id = ${priya.accountId}`)
  assert.deepEqual((await messagesOf(on, id, 'holder')).at(-1)?.name, undefined)
  assert.ok(!(await world.mailed()).some((line) => line.startsWith('priya@')))
  const wish = { freeAddress: false }
  await database.transaction((tx) => askToDelete(tx, world.as(ana), world.secretKey, ana, wish))
  world.clock.move({ hours: 24 * 15 })
  assert.ok(await database.transaction((tx) => eraseAccount(tx, ana)))
  await assert.rejects(caseFor(on, acme.admin, id), { code: 'domain-claim.no-case' })
  assert.deepEqual(await countDisputes(on), { open: 0, overdue: 0 })
})

test('DOM-9 a case is over when the organization loses or gives up the account by other ways', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const sam = await world.managed('sam')
  await world.open(sam)
  await database.transaction((tx) => unmanage(tx, system, [sam], { organizationId: acme.id, why: 'lapsed' }))
  assert.equal((await lastDisputeOf(on, sam))?.outcome, 'released')
  await assert.rejects(world.open(sam), { code: 'domain-claim.nothing-to-dispute' })
})

test('DOM-9 lists come page by page: open cases the oldest first, settled ones the newest first', async (t) => {
  const world = await someDisputes(t)
  const { database, on, acme } = world
  const ids: string[] = []
  for (let n = 0; n < 7; n += 1) {
    ids.push(await world.open(await world.managed(`sam${n}`)))
    if (n % 2) world.clock.move({ minutes: 1 })
  }
  const pages = async (state: 'open' | 'settled') => {
    const seen: string[] = []
    for (let after: { at: Temporal.Instant; id: string } | undefined; ; ) {
      const page = await disputesIn(on, { state, organizationId: acme.id }, { most: 2, after })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last) return seen
      after = { at: last.openedAt, id: last.id }
    }
  }
  assert.deepEqual([...(await pages('open'))].sort(), [...ids].sort())
  assert.equal((await pages('open'))[0]?.slice(0, 8), [...ids].sort()[0]?.slice(0, 8))
  for (const id of ids) await database.transaction((tx) => releaseAccount(tx, acme.admin, id))
  assert.equal((await pages('settled')).length, 7)
})

test('DOM-9 what people type and where to reach them is in no entry of the record', async (t) => {
  const world = await someDisputes(t)
  const sam = await world.managed('sam')
  const id = await world.open(sam, { text: 'Zebra', reach: 'zebra@post.example' })
  await world.database.transaction((tx) => writeMessage(tx, world.as(sam), id, { text: 'Zebra again' }))
  const rows = await world.on.all<{ detail: string }>(sql`
    select detail::text from audit_entry union all select data::text from event
    union all select payload::text from graphile_worker._private_jobs`)
  assert.ok(rows.length > 5)
  assert.ok(rows.every(({ detail }) => !/zebra/i.test(detail)))
})
