import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById, deletionOf } from '#account'
import { entriesAbout } from '#audit'
import { reactWith } from '#events'
import { hashSecret } from '#kernel'
import { adminActor } from '#organization'
import { sql, type Tx } from '#platform'
import { anOrganization, refused } from '../../test/an-organization.ts'
import { reactions } from '../reactions.ts'
import { mailAddress } from './address/mail-address.ts'
import { changeAddress, changeManagedName, deleteManaged, keepManaged, offerRelease, takeBackRelease } from './index.ts'

reactWith(reactions)

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
