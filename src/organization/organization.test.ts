import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Actor, hashSecret } from '#kernel'
import { sql } from '#platform'
import { aWorld } from '../../test/world.ts'
import {
  acceptInvitation,
  adminActor,
  adminsOf,
  cancelInvitation,
  changeRole,
  covers,
  createOrganization,
  invitationByToken,
  invitationsOf,
  inviteAdmin,
  mailInvitation,
  organizationsLeftAlone,
  organizationsOf,
  removeAdmin,
  renameOrganization,
  resendInvitation,
  roleOf,
  roles,
} from './index.ts'
import { parseOrganizationName } from './organization.ts'

const as = (accountId: string): Actor & { kind: 'holder' } => ({ kind: 'holder', accountId })

async function anOrganization(t: TestContext) {
  const world = await aWorld(t)
  const jonas = await world.account('jonas@acme.example', { name: 'Jonas Lindqvist' })
  const acme = await world.database.transaction((tx) =>
    createOrganization(tx, as(jonas), { name: ' Acme  Inc. ', adminAccountId: jonas }),
  )
  const admin = (accountId: string, organizationId = acme.id) => adminActor(accountId, organizationId, {})
  return {
    ...world,
    jonas,
    acme,
    admin,
    /** Invites, reads the mail, and follows the link. */
    async joined(email: string, role: string): Promise<string> {
      const accountId = await world.account(email)
      const token = await this.invited(email, role)
      await world.database.transaction((tx) => acceptInvitation(tx, as(accountId), { tokenHash: hashSecret(token) }))
      return accountId
    },
    async invited(email: string, role: string): Promise<string> {
      await world.database.transaction((tx) => inviteAdmin(tx, admin(jonas), { email, role }))
      return this.mailed(email)
    },
    async mailed(email: string): Promise<string> {
      const invitation = (await invitationsOf(world.on, acme.id)).find((each) => each.email === email)
      await mailInvitation(world, { invitationId: invitation?.id ?? '' })
      return /token=([\w-]{43})/.exec(world.mails.at(-1)?.mail.text ?? '')?.[1] ?? ''
    },
  }
}

test('ORG-1 each role covers those after it, and no other', () => {
  const said = roles.map((role) => roles.map((needed) => (covers(role, needed) ? 'yes' : 'no')).join(' '))
  assert.deepEqual(said, ['yes yes yes', 'no yes yes', 'no no yes'])
})

test('ORG-1 the name of an organization is one line in any script', () => {
  assert.equal(parseOrganizationName(' Acme \n Inc. '), 'Acme Inc.')
  assert.equal(parseOrganizationName('株式会社アクメ'), '株式会社アクメ')
  for (const [name, code] of [
    [undefined, 'missing'],
    [' ', 'missing'],
    ['x'.repeat(101), 'long'],
    ['Acme\u202e', 'malformed'],
    ['<b>Acme</b>', 'malformed'],
    ['Win at www.evil.example', 'malformed'],
    ['***', 'malformed'],
  ] as const)
    assert.throws(() => parseOrganizationName(name), { code: `organization.name-${code}` })
})

test('ORG-1 whoever makes an organization runs it, and may make five a day', async (t) => {
  const { on, database, jonas, acme, clock } = await anOrganization(t)
  assert.equal(acme.name, 'Acme Inc.')
  assert.deepEqual(await organizationsOf(on, jonas), [{ id: acme.id, name: 'Acme Inc.', role: 'org-admin' }])
  assert.deepEqual(await organizationsLeftAlone(on, jonas), ['Acme Inc.'])
  const another = () =>
    database.transaction((tx) => createOrganization(tx, as(jonas), { name: 'Other', adminAccountId: jonas }))
  for (let made = 1; made < 5; made += 1) await another()
  await assert.rejects(another(), { code: 'organization.too-many', status: 429 })
  assert.equal((await organizationsOf(on, jonas)).length, 5)
  clock.move({ hours: 25 })
  await another()
})

test('ORG-1 an account that has proved no address makes no organization', async (t) => {
  const { database, unproved } = await anOrganization(t)
  const nobody = await unproved('nobody@acme.example')
  await assert.rejects(
    database.transaction((tx) => createOrganization(tx, as(nobody), { name: 'X', adminAccountId: nobody })),
    { code: 'organization.address-unproved' },
  )
})

test('ORG-1 an invitation is mailed, works once, and makes its follower what it says', async (t) => {
  const world = await anOrganization(t)
  const { on, acme, database } = world
  const priya = await world.account('priya@acme.example')
  const token = await world.invited('priya@acme.example', 'user-admin')
  assert.match(world.mails.at(-1)?.mail.text ?? '', /Acme Inc\. as user admin/)
  assert.equal((await invitationByToken(on, hashSecret(token)))?.organizationId, acme.id)
  const follow = () => database.transaction((tx) => acceptInvitation(tx, as(priya), { tokenHash: hashSecret(token) }))
  await follow()
  await assert.rejects(follow(), { code: 'organization.invitation-gone' })
  assert.equal(await roleOf(on, acme.id, priya), 'user-admin')
  assert.deepEqual(await invitationsOf(on, acme.id), [])
})

test('ORG-1 an invitation ends when it is sent again, taken back, or 30 days old', async (t) => {
  const world = await anOrganization(t)
  const { on, database, clock, admin, jonas } = world
  const first = await world.invited('priya@acme.example', 'auditor')
  const [open] = await invitationsOf(on, world.acme.id)
  const id = open?.id ?? ''
  const resend = () => database.transaction((tx) => resendInvitation(tx, admin(jonas), id))
  await assert.rejects(resend(), { code: 'organization.invitation-just-sent' })
  clock.move({ minutes: 2 })
  await resend()
  const second = await world.mailed('priya@acme.example')
  assert.equal(await invitationByToken(on, hashSecret(first)), undefined)
  assert.ok(await invitationByToken(on, hashSecret(second)))
  clock.move({ hours: 24 * 30 })
  assert.equal(await invitationByToken(on, hashSecret(second)), undefined)
  assert.deepEqual(await invitationsOf(on, world.acme.id), [])

  const third = await world.invited('tomas@acme.example', 'auditor')
  const [other] = await invitationsOf(on, world.acme.id)
  await database.transaction((tx) => cancelInvitation(tx, admin(jonas), other?.id ?? ''))
  assert.equal(await invitationByToken(on, hashSecret(third)), undefined)
})

test('ORG-1 an invitation never takes away what somebody may do already', async (t) => {
  const world = await anOrganization(t)
  const token = await world.invited('jonas@acme.example', 'auditor')
  await world.database.transaction((tx) => acceptInvitation(tx, as(world.jonas), { tokenHash: hashSecret(token) }))
  assert.equal(await roleOf(world.on, world.acme.id, world.jonas), 'org-admin')
})

test('ORG-1 the last organization admin cannot leave, nor become less', async (t) => {
  const world = await anOrganization(t)
  const { database, admin, jonas, on, acme } = world
  const leave = (who: string) => database.transaction((tx) => removeAdmin(tx, admin(who), who))
  await assert.rejects(leave(jonas), { code: 'organization.last-admin', status: 409 })
  await assert.rejects(
    database.transaction((tx) => changeRole(tx, admin(jonas), jonas, 'auditor')),
    { code: 'organization.last-admin' },
  )
  const priya = await world.joined('priya@acme.example', 'org-admin')
  // Two who leave at the same moment: one of them is the last.
  const left = await Promise.allSettled([leave(jonas), leave(priya)])
  assert.deepEqual(left.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await adminsOf(on, acme.id)).length, 1)
})

test('ORG-1 nobody does what the role does not cover, and a stranger does not learn that there is anything', async (t) => {
  const world = await anOrganization(t)
  const { database, admin, jonas, acme } = world
  const auditor = await world.joined('audit@acme.example', 'auditor')
  const userAdmin = await world.joined('users@acme.example', 'user-admin')
  const stranger = await world.account('stranger@example.com')
  const acts = (who: string) => [
    () => database.transaction((tx) => renameOrganization(tx, admin(who), 'Mine')),
    () => database.transaction((tx) => inviteAdmin(tx, admin(who), { email: 'x@example.com', role: 'org-admin' })),
    () => database.transaction((tx) => changeRole(tx, admin(who), who, 'org-admin')),
    () => database.transaction((tx) => removeAdmin(tx, admin(who), jonas)),
  ]
  for (const who of [auditor, userAdmin])
    for (const act of acts(who)) await assert.rejects(act(), { code: 'organization.not-admin', status: 403 })
  for (const act of acts(stranger)) await assert.rejects(act(), { code: 'organization.unknown', status: 404 })
  await assert.rejects(
    database.transaction((tx) => renameOrganization(tx, admin(jonas, 'no-id'), 'Mine')),
    { code: 'organization.unknown' },
  )
  await database.transaction((tx) => removeAdmin(tx, admin(auditor), auditor))
  assert.equal(await roleOf(world.on, acme.id, auditor), undefined)
})

test('OPS-1 what administrators do stands in the record of their organization, with who did it', async (t) => {
  const world = await anOrganization(t)
  const { database, admin, jonas, acme } = world
  await database.transaction((tx) => renameOrganization(tx, admin(jonas), 'Acme'))
  const priya = await world.joined('priya@acme.example', 'auditor')
  await database.transaction((tx) => changeRole(tx, admin(jonas), priya, 'user-admin'))
  await database.transaction((tx) => removeAdmin(tx, admin(jonas), priya))
  const entries = await world.on.all(sql`
    select action, actor_kind, actor_account_id = ${jonas} as by_jonas from audit_entry
    where organization_id = ${acme.id} order by id`)
  assert.deepEqual(entries, [
    { action: 'organization.created', actor_kind: 'holder', by_jonas: true },
    { action: 'organization.renamed', actor_kind: 'admin', by_jonas: true },
    { action: 'organization.admin-invited', actor_kind: 'admin', by_jonas: true },
    { action: 'organization.admin-joined', actor_kind: 'holder', by_jonas: false },
    { action: 'organization.role-changed', actor_kind: 'admin', by_jonas: true },
    { action: 'organization.admin-removed', actor_kind: 'admin', by_jonas: true },
  ])
})

test('ORG-1 one person sends 30 invitations an hour, however many organizations or times: nobody mails strangers through us', async (t) => {
  const { database, clock, admin, jonas, acme, on } = await anOrganization(t)
  const second = await database.transaction((tx) =>
    createOrganization(tx, as(jonas), { name: 'Second', adminAccountId: jonas }),
  )
  const invite = (email: string, organizationId = acme.id) =>
    database.transaction((tx) => inviteAdmin(tx, admin(jonas, organizationId), { email, role: 'auditor' }))
  for (let count = 1; count <= 14; count += 1) await invite(`stranger${count}@example.net`)
  for (let count = 1; count <= 14; count += 1) await invite('the.same@example.net', second.id)
  clock.move({ minutes: 2 })
  const [open] = await invitationsOf(on, second.id)
  const resend = () => database.transaction((tx) => resendInvitation(tx, admin(jonas, second.id), open?.id ?? ''))
  await resend()
  await invite('stranger15@example.net')
  clock.move({ minutes: 2 })
  await assert.rejects(resend(), { code: 'organization.invitation-mails-many', status: 429 })
  await assert.rejects(invite('stranger16@example.net'), { code: 'organization.invitation-mails-many', status: 429 })
  assert.equal((await invitationsOf(on, acme.id)).length, 15, 'what was refused is not there')
  clock.move({ hours: 1 })
  await invite('stranger16@example.net')
})
