import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { accountById, deactivate, deletionOf, unmanage } from '#account'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret, type Refusal, system } from '#kernel'
import { adminActor } from '#organization'
import { sql, type Tx } from '#platform'
import { aWorld } from '../../test/world.ts'
import { reactions } from '../reactions.ts'
import { mailAddress } from './address/mail-address.ts'
import {
  approveRequest,
  askFor,
  changeAddress,
  changeManagedName,
  declineRelease,
  declineRequest,
  deleteManaged,
  finishRelease,
  keepManaged,
  nameHome,
  offerRelease,
  openRequests,
  releaseOf,
  requestsOf,
  takeBackRelease,
  withdrawRequest,
} from './index.ts'
import { mailHome, mailRelease } from './release/mail-release.ts'
import { mailAnswer } from './requests/mail-answer.ts'

reactWith(reactions)
const withCode = (code: string) => (error: Refusal) => error.code === code
const refused = (code: string, work: Promise<unknown>) => assert.rejects(work, withCode(code))

async function anOrganization(t: TestContext) {
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

test('MAN-3 an administrator changes an address to one of a verified domain, and both addresses hear of it', async (t) => {
  const { world, acme, ana, act, admin, email, actions } = await anOrganization(t)
  await world.on.run(sql`
    insert into password_reset (token_hash, account_id, expires_at)
    values (${hashSecret('x')}, ${ana}, ${world.on.now.add({ hours: 1 })})`)
  const userAdmin = await admin('user-admin')
  const change = (to: string) => act((tx) => changeAddress(tx, userAdmin, ana, to))
  await refused('managed-account.address-outside', change('ana@gmail.example'))
  await refused('managed-account.address-outside', change('ana@sub.acme.example'))
  await refused('account.address-same', change('Ana@ACME.example'))
  const changed = await change('Ana.Two@acme.test')
  assert.deepEqual(changed, { from: 'ana@acme.example', to: 'Ana.Two@acme.test' })
  assert.equal(await email(), 'Ana.Two@acme.test')
  assert.equal((await accountById(world.on, ana))?.managedBy?.domain, 'acme.test')
  assert.deepEqual(await actions(1), ['account.address-changed'])
  assert.deepEqual(await world.on.all(sql`select from password_reset`), [], 'links to the former address are dead')
  await mailAddress(world, { accountId: ana, organizationId: acme.id, ...changed })
  assert.deepEqual(
    world.mails.map(({ to }) => to),
    ['ana@acme.example', 'Ana.Two@acme.test'],
  )
  assert.match(world.mails[0]?.mail.text ?? '', /Acme Inc\. manages your Umbel account and has given it another/)
})

test('MAN-3, ORG-1 who decides nothing about the account changes nothing', async (t) => {
  const { world, acme, ana, act, admin } = await anOrganization(t)
  const other = await world.organization('Other', 'root@other.example', 'other.example')
  const auditor = await admin('auditor')
  const userAdmin = await admin('user-admin')
  const personal = await world.account('bo@home.example')
  const acts: ((tx: Tx, by: typeof auditor, whom: string) => Promise<unknown>)[] = [
    (tx, by, whom) => changeAddress(tx, by, whom, 'new@acme.test'),
    (tx, by, whom) => changeManagedName(tx, by, whom, 'New Name'),
    (tx, by, whom) => deleteManaged(tx, by, world.secretKey, whom, { freeAddress: false }),
    (tx, by, whom) => keepManaged(tx, by, world.secretKey, whom),
    (tx, by, whom) => offerRelease(tx, by, whom),
    (tx, by, whom) => takeBackRelease(tx, by, whom),
  ]
  const boss = await world.managedAccount('boss@acme.example', acme)
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${acme.id}, ${boss}, 'org-admin', ${world.on.now})`)
  for (const each of acts) {
    await refused(
      'organization.not-admin',
      act((tx) => each(tx, auditor, ana)),
    )
    await refused(
      'account.unknown',
      act((tx) => each(tx, other.admin, ana)),
    )
    await refused(
      'organization.unknown',
      act((tx) => each(tx, { ...other.admin, organizationId: acme.id }, ana)),
    )
    await refused(
      'account.unknown',
      act((tx) => each(tx, acme.admin, personal)),
    )
    await refused(
      'account.unknown',
      act((tx) => each(tx, acme.admin, 'nobody')),
    )
    await refused(
      'managed-account.higher-role',
      act((tx) => each(tx, userAdmin, boss)),
    )
  }
})

test('MAN-3, ACC-1 of two who want one address at once, one gets it', async (t) => {
  const { world, acme, ana, act } = await anOrganization(t)
  const bo = await world.managedAccount('bo@acme.example', acme)
  const outcomes = await Promise.allSettled(
    [ana, bo].map((id) => act((tx) => changeAddress(tx, acme.admin, id, 'one@acme.test'))),
  )
  const lost = outcomes.filter((each) => each.status === 'rejected')
  assert.equal(lost.length, 1)
  assert.equal(lost[0]?.reason.code, 'managed-account.address-taken')
  const rows = await world.on.all(sql`select from account where email_key = 'one@acme.test'`)
  assert.equal(rows.length, 1)
})

test('DOM-3, DOM-4, DOM-9 what destroys waits while a domain is frozen or the account disputed', async (t) => {
  const { world, acme, ana, act } = await anOrganization(t)
  const change = () => act((tx) => changeAddress(tx, acme.admin, ana, 'new@acme.test'))
  const remove = () => act((tx) => deleteManaged(tx, acme.admin, world.secretKey, ana, { freeAddress: false }))
  const failing = (name: string, hours: number | null) => {
    const since = hours === null ? null : world.on.now.subtract({ hours })
    return world.on.run(sql`update organization_domain set failing_since = ${since} where name = ${name}`)
  }
  await failing('acme.example', 14 * 24)
  await refused('domain-claim.frozen', change())
  await refused('domain-claim.frozen', remove())
  await failing('acme.example', null)
  await failing('acme.test', 14 * 24)
  await refused('domain-claim.frozen', change())
  await failing('acme.test', null)
  await world.on.run(sql`
    insert into dispute (id, account_id, organization_id, reason, opened_at, explain_by, settle_by)
    values (${ana}, ${ana}, ${acme.id}, 'left', ${world.on.now}, ${world.on.now}, ${world.on.now})`)
  await refused('domain-claim.disputed', change())
  await refused('domain-claim.disputed', remove())
})

test('CTL an administrator changes a name, and the holder reads who did', async (t) => {
  const { world, acme, ana, act } = await anOrganization(t)
  await act((tx) => changeManagedName(tx, acme.admin, ana, 'Ana Married'))
  assert.equal((await accountById(world.on, ana))?.name, 'Ana Married')
  const [entry] = await entriesAbout(world.on, ana, { most: 1 })
  assert.deepEqual([entry?.action, entry?.actorKind], ['account.name-changed', 'admin'])
})

test('MAN-4 deletion has 14 days in which any administrator takes it back', async (t) => {
  const { world, acme, ana, act } = await anOrganization(t)
  const self = adminActor(ana, acme.id, {})
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${acme.id}, ${ana}, 'org-admin', ${world.on.now})`)
  await refused(
    'managed-account.yourself',
    act((tx) => deleteManaged(tx, self, world.secretKey, ana, { freeAddress: false })),
  )
  await refused(
    'managed-account.not-leaving',
    act((tx) => keepManaged(tx, acme.admin, world.secretKey, ana)),
  )
  await act((tx) => deleteManaged(tx, acme.admin, world.secretKey, ana, { freeAddress: true }))
  const due = (await deletionOf(world.on, ana))?.dueAt
  assert.equal(due?.since(world.on.now).total('hours'), 14 * 24)
  await refused(
    'managed-account.leaving',
    act((tx) => changeAddress(tx, acme.admin, ana, 'new@acme.test')),
  )
  const refusal = act((tx) => keepManaged(tx, acme.admin, world.secretKey, ana, 'ana@elsewhere.example'))
  await refused('managed-account.address-outside', refusal)
  await act((tx) => keepManaged(tx, acme.admin, world.secretKey, ana))
  assert.equal(await deletionOf(world.on, ana), undefined)
  assert.equal((await accountById(world.on, ana))?.email, 'ana@acme.example')
  assert.equal((await accountById(world.on, ana))?.managedBy?.organizationId, acme.id)
})

test('MAN-4, ORG-1 the last who may run the organization is not deleted', async (t) => {
  const { world, acme, act } = await anOrganization(t)
  const boss = await world.managedAccount('boss@acme.example', acme)
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${acme.id}, ${boss}, 'org-admin', ${world.on.now})`)
  const second = adminActor(boss, acme.id, {})
  await world.on.run(sql`
    insert into account_deletion (account_id, asked_at, due_at)
    values (${acme.admin.accountId}, ${world.on.now}, ${world.on.now.add({ hours: 1 })})`)
  const third = await world.managedAccount('third@acme.example', acme)
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    values (${acme.id}, ${third}, 'org-admin', ${world.on.now})`)
  const remove = (id: string) => act((tx) => deleteManaged(tx, acme.admin, world.secretKey, id, { freeAddress: false }))
  await remove(second.accountId)
  await refused('organization.left-alone', remove(third))
})

test('MAN-6 a holder asks for each thing once, and only for what the organization decides', async (t) => {
  const { world, ana, acme, act, holder, ask } = await anOrganization(t)
  await refused('managed-account.kind-unknown', ask('a pony'))
  await refused('managed-account.address-outside', ask('address', 'ana@home.example'))
  await refused('managed-account.address-inside', ask('release', 'ana@acme.test'))
  await refused('kernel.address-missing', ask('release'))
  await ask('address', 'ana@acme.test')
  await refused('managed-account.already-asked', ask('address', 'ana.b@acme.test'))
  await ask('deletion')
  await ask('release', 'ana@home.example')
  assert.deepEqual(
    (await openRequests(world.on, acme.id, { most: 10 })).map(({ kind, email, name }) => [kind, email, name]),
    [
      ['address', 'ana@acme.test', 'Ana Example'],
      ['deletion', undefined, 'Ana Example'],
      ['release', 'ana@home.example', 'Ana Example'],
    ],
  )
  const bo = await world.account('bo@home.example')
  const personal = { kind: 'holder', accountId: bo } as const
  await refused(
    'managed-account.not-managed',
    act((tx) => askFor(tx, personal, world.secretKey, { kind: 'deletion' })),
  )
  const [first] = await openRequests(world.on, acme.id, { most: 1 })
  await refused(
    'managed-account.request-unknown',
    act((tx) => withdrawRequest(tx, personal, first?.id)),
  )
  await act((tx) => withdrawRequest(tx, holder, first?.id))
  await refused(
    'managed-account.request-over',
    act((tx) => withdrawRequest(tx, holder, first?.id)),
  )
  await act((tx) => unmanage(tx, system, [ana], { organizationId: acme.id, why: 'unclaimed' }))
  const states = (await requestsOf(world.on, ana, acme.id)).map(({ state }) => state)
  assert.deepEqual(states, ['withdrawn', 'ended', 'ended'])
})

test('MAN-6 approving does what was asked for; declining says why, by mail', async (t) => {
  const { world, acme, act, asked, approve, email, ana, admin } = await anOrganization(t)
  const first = await asked('address', 'ana@acme.test')
  const decline = (id: string, reason: string) => act((tx) => declineRequest(tx, acme.admin, id, reason))
  await refused('managed-account.reason-missing', decline(first, '  '))
  await decline(first, 'We keep the old domain.')
  await mailAnswer(world, { requestId: first })
  assert.match(world.mails.at(-1)?.mail.text ?? '', /declined what you asked for: another address, ana@acme\.test/)
  assert.match(world.mails.at(-1)?.mail.text ?? '', /> We keep the old domain\./)
  await refused('managed-account.request-over', approve(first))
  const auditor = await admin('auditor')
  const second = await asked('address', 'ana@acme.test')
  const byAuditor = act((tx) => approveRequest(tx, auditor, world.secretKey, second, { freeAddress: false }))
  await refused('organization.not-admin', byAuditor)
  const other = await world.organization('Other', 'root@other.example', 'other.example')
  const foreign = act((tx) => approveRequest(tx, other.admin, world.secretKey, second, { freeAddress: false }))
  await refused('managed-account.request-unknown', foreign)
  await approve(second)
  assert.equal(await email(), 'ana@acme.test')
  const third = await asked('deletion')
  await approve(third)
  assert.equal((await deletionOf(world.on, ana))?.decidedBy, acme.id)
  await mailAnswer(world, { requestId: third })
  assert.match(world.mails.at(-1)?.mail.text ?? '', /your account will be deleted in 14 days/)
})

test('MAN-6 what cannot be done is not approved, and the request stays open', async (t) => {
  const { world, acme, asked, approve, act, holder } = await anOrganization(t)
  const id = await asked('address', 'taken@acme.test')
  await world.account('taken@acme.test')
  await refused('managed-account.address-taken', approve(id))
  assert.equal((await openRequests(world.on, acme.id, { most: 1 }))[0]?.id, id)
  await act((tx) => withdrawRequest(tx, holder, id))
})

test('MAN-6 approved and withdrawn at once: one of them counts', async (t) => {
  const { world, acme, asked, approve, act, holder, email } = await anOrganization(t)
  const id = await asked('address', 'ana@acme.test')
  const outcomes = await Promise.allSettled([approve(id), act((tx) => withdrawRequest(tx, holder, id))])
  const [approved, withdrawn] = outcomes.map(({ status }) => status === 'fulfilled')
  assert.notEqual(approved, withdrawn)
  assert.equal(await email(), approved ? 'ana@acme.test' : 'ana@acme.example')
  assert.equal((await openRequests(world.on, acme.id, { most: 1 })).length, 0)
})

test('MAN-5 asked for by the holder: agreed, proved by the mailed link, personal', async (t) => {
  const { world, acme, asked, approve, email, ana, act, actions } = await anOrganization(t)
  await approve(await asked('release', 'Ana@home.example'))
  assert.equal(await email(), 'ana@acme.example', 'not before the address is proved')
  await mailHome(world, { accountId: ana })
  const [link, notice] = world.mails
  assert.deepEqual([link?.to, notice?.to], ['Ana@home.example', 'ana@acme.example'])
  assert.doesNotMatch(notice?.mail.text ?? '', /home\.example/, 'the organization’s mailbox is not told which')
  const token = /token=([\w-]{43})/.exec(link?.mail.text ?? '')?.[1] ?? ''
  const finish = (hash = hashSecret(token)) => act((tx) => finishRelease(tx, { kind: 'visitor' }, hash))
  assert.equal(await finish(hashSecret('another')), undefined)
  assert.deepEqual((await Promise.all([finish(), finish()])).filter(Boolean).length, 1, 'once')
  const account = await accountById(world.on, ana)
  assert.deepEqual([account?.email, account?.managedBy], ['Ana@home.example', undefined])
  assert.deepEqual(await actions(3), ['managed-account.released', 'account.unmanaged', 'account.address-changed'])
  const events = await world.on.all<{ name: string }>(sql`select name from event where name like '%released'`)
  assert.deepEqual(events, [{ name: 'managed-account.released' }])
  const log = await world.on.all(sql`
    select from audit_entry where organization_id = ${acme.id} and action = 'managed-account.released'`)
  assert.equal(log.length, 1)
})

test('MAN-5 offered by an administrator: the holder names an address, and either side can take it back', async (t) => {
  const { world, acme, ana, act, holder, admin } = await anOrganization(t)
  const offer = () => act((tx) => offerRelease(tx, acme.admin, ana))
  const name = (to: string) => act((tx) => nameHome(tx, holder, world.secretKey, to))
  await refused('managed-account.release-over', name('ana@home.example'))
  await offer()
  await mailRelease(world, { accountId: ana, organizationId: acme.id, what: 'offered' })
  assert.match(world.mails.at(-1)?.mail.text ?? '', /offers to release it/)
  await refused('managed-account.release-open', offer())
  await refused('managed-account.address-inside', name('ana@acme.test'))
  await name('ana@home.example')
  await refused('managed-account.release-soon', name('ana.b@home.example'))
  await act((tx) => declineRelease(tx, holder))
  await refused(
    'managed-account.release-over',
    act((tx) => declineRelease(tx, holder)),
  )
  await offer()
  await name('ana@home.example')
  await mailHome(world, { accountId: ana })
  const token = /token=([\w-]{43})/.exec(world.mails.at(-2)?.mail.text ?? '')?.[1] ?? ''
  await act((tx) => takeBackRelease(tx, acme.admin, ana))
  assert.equal(await act((tx) => finishRelease(tx, holder, hashSecret(token))), undefined)
  assert.equal((await accountById(world.on, ana))?.managedBy?.organizationId, acme.id)
  await act((tx) => deactivate(tx, acme.admin, ana, 'left'))
  await refused('managed-account.deactivated', offer())
  const auditor = await admin('auditor')
  const ofAdmin = act((tx) => offerRelease(tx, acme.admin, auditor.accountId))
  await refused('account.unknown', ofAdmin)
})

test('MAN-5, ACC-5 a private address that is somebody’s gets no link, and nobody who asked is told', async (t) => {
  const { world, acme, ana, act, holder } = await anOrganization(t)
  await world.account('ana@home.example', { name: 'Another Ana' })
  await act((tx) => offerRelease(tx, acme.admin, ana))
  await act((tx) => nameHome(tx, holder, world.secretKey, 'ana@home.example'))
  await mailHome(world, { accountId: ana })
  assert.deepEqual(
    world.mails.map(({ to }) => to),
    ['ana@home.example', 'ana@acme.example'],
  )
  assert.doesNotMatch(world.mails[0]?.mail.text ?? '', /organization\/release/)
})

test('MAN-5 taken by another meanwhile: the link says so and works on', async (t) => {
  const { world, acme, ana, act, holder } = await anOrganization(t)
  await act((tx) => offerRelease(tx, acme.admin, ana))
  await act((tx) => nameHome(tx, holder, world.secretKey, 'ana@home.example'))
  await mailHome(world, { accountId: ana })
  const token = /token=([\w-]{43})/.exec(world.mails[0]?.mail.text ?? '')?.[1] ?? ''
  await world.account('ana@home.example')
  await refused(
    'managed-account.home-taken',
    act((tx) => finishRelease(tx, holder, hashSecret(token))),
  )
  assert.ok(await releaseOf(world.on, ana))
  world.clock.move({ hours: 24, seconds: 1 })
  assert.equal(await act((tx) => finishRelease(tx, holder, hashSecret(token))), undefined, 'for a day')
})

test('MAN-5, DOM-10 released and unclaimed at once: personal either way, and the address is changed or not', async (t) => {
  const { world, acme, ana, act, holder } = await anOrganization(t)
  await act((tx) => offerRelease(tx, acme.admin, ana))
  await act((tx) => nameHome(tx, holder, world.secretKey, 'ana@home.example'))
  await mailHome(world, { accountId: ana })
  const token = /token=([\w-]{43})/.exec(world.mails[0]?.mail.text ?? '')?.[1] ?? ''
  const [released, unclaimed] = await Promise.all([
    act((tx) => finishRelease(tx, holder, hashSecret(token))),
    act((tx) => unmanage(tx, acme.admin, [ana], { organizationId: acme.id, why: 'unclaimed' })),
  ])
  const account = await accountById(world.on, ana)
  assert.equal(account?.managedBy, undefined)
  assert.equal(released === undefined, unclaimed.length === 1, 'one of the two')
  assert.equal(account?.email, released ? 'ana@home.example' : 'ana@acme.example')
  assert.equal(await releaseOf(world.on, ana), undefined)
})
