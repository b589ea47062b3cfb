import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById, deactivate, deletionOf, unmanage } from '#account'
import { reactWith } from '#events'
import { hashSecret, system } from '#kernel'
import { sql } from '#platform'
import { anOrganization, refused } from '../../test/an-organization.ts'
import { reactions } from '../reactions.ts'
import {
  approveRequest,
  askFor,
  declineRelease,
  declineRequest,
  finishRelease,
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
