import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById, unmanage } from '#account'
import { reactWith } from '#events'
import { newId, system } from '#kernel'
import { adminActor } from '#organization'
import { sql, type Tx } from '#platform'
import { aWorld, type World } from '../../../test/world.ts'
import { reactions } from '../../reactions.ts'
import { deactivateAccount, logOutEverywhere, mailStanding, reactivateAccount, sendPasswordReset } from './index.ts'

reactWith(reactions)

type Acme = Awaited<ReturnType<World['organization']>>
async function acmeIn(world: World) {
  const acme = await world.organization('Acme', 'jonas@acme.example', 'acme.example')
  const ana = await world.managedAccount('ana@acme.example', acme, { name: 'Ana Example' })
  return { acme, ana, act: <T>(work: (tx: Tx) => Promise<T>) => world.database.transaction(work) }
}
async function inRole(world: World, acme: Acme, email: string, role: string) {
  const id = await world.managedAccount(email, acme, { name: role })
  await world.on.run(sql`
    insert into organization_admin (organization_id, account_id, role, since) values (${acme.id}, ${id}, ${role}, ${world.on.now})`)
  return adminActor(id, acme.id, {})
}
const manage = (world: World, acme: Acme, id: string) =>
  world.on.run(sql`
    update account set managed_by = ${acme.id}, managed_through = ${acme.domainIds['acme.example']}, managed_since = now() where id = ${id}`)
const isOff = async (world: World, id: string) => (await accountById(world.on, id))?.deactivatedAt !== undefined

test('MAN-2 an admin turns an account off and on; its holder is told by mail who decided it and whom to ask', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  assert.equal(await act((tx) => deactivateAccount(tx, acme.admin, ana, '  left the\ncompany ')), true)
  assert.equal(await isOff(world, ana), true)
  assert.equal(await act((tx) => deactivateAccount(tx, acme.admin, ana, 'again')), false)
  const news = { accountId: ana, organizationId: acme.id }
  await mailStanding(world, { ...news, news: 'deactivated' })
  assert.match(world.mails[0]?.mail.subject ?? '', /Your account at Acme is deactivated/)
  assert.match(world.mails[0]?.mail.text ?? '', /Acme \(acme\.example\)[\s\S]*Admin of Acme: jonas@acme\.example/)
  assert.equal(await act((tx) => reactivateAccount(tx, acme.admin, ana)), true)
  assert.equal(await act((tx) => reactivateAccount(tx, acme.admin, ana)), false)
  // News that are over are not sent any more.
  await mailStanding(world, { ...news, news: 'deactivated' })
  assert.equal(world.mails.length, 1)
  await mailStanding(world, { ...news, news: 'reactivated' })
  assert.match(world.mails[1]?.mail.text ?? '', /log in as before/)
  const [entry] = await world.on.all<{ detail: object }>(
    sql`select detail from audit_entry where action = 'account.deactivated'`,
  )
  assert.deepEqual(entry?.detail, { reason: 'left the company' })
})

test('MAN-2 ORG-1 user admins act, auditors do not, nobody acts on who may do more, and strangers learn nothing', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  const user = await inRole(world, acme, 'user@acme.example', 'user-admin')
  const auditor = await inRole(world, acme, 'auditor@acme.example', 'auditor')
  const globex = await world.organization('Globex', 'admin@globex.example')
  await manage(world, acme, acme.admin.accountId)
  const personal = await world.account('pia@acme.example')
  for (const each of [
    (tx: Tx, actor: Acme['admin'], id: string) => deactivateAccount(tx, actor, id, 'x'),
    reactivateAccount,
    logOutEverywhere,
    sendPasswordReset,
  ]) {
    await act((tx) => each(tx, user, ana) as Promise<unknown>)
    const refused = (actor: Acme['admin'], id: string, code: string) =>
      assert.rejects(
        act((tx) => each(tx, actor, id) as Promise<unknown>),
        { code },
      )
    await refused(auditor, ana, 'organization.not-admin')
    await refused(globex.admin, ana, 'account.unknown')
    await refused(adminActor(globex.admin.accountId, acme.id, {}), ana, 'organization.unknown')
    await refused(acme.admin, personal, 'account.unknown')
    await refused(acme.admin, newId(world.clock.now()), 'account.unknown')
    await refused(acme.admin, 'x', 'account.unknown')
    await refused(user, acme.admin.accountId, 'managed-account.higher-role')
  }
})

test('ORG-1 MAN-2 the last one who can run the organization is not turned off; what else they run does not count', async (t) => {
  const world = await aWorld(t)
  const { acme, act } = await acmeIn(world)
  const me = acme.admin.accountId
  await manage(world, acme, me)
  const off = (id: string) => act((tx) => deactivateAccount(tx, acme.admin, id, 'x'))
  await assert.rejects(off(me), { code: 'organization.last-admin', status: 409 })
  const other = await inRole(world, acme, 'other@acme.example', 'org-admin')
  // Alone in an organization that Acme knows nothing of.
  const globex = await world.organization('Globex', 'someone@globex.example')
  await world.on.run(
    sql`update organization_admin set account_id = ${other.accountId} where organization_id = ${globex.id}`,
  )
  assert.equal(await off(other.accountId), true)
  // Who is turned off cannot run it either.
  await assert.rejects(off(me), { code: 'organization.last-admin' })
  await act((tx) => reactivateAccount(tx, acme.admin, other.accountId))
  assert.equal(await off(me), true)
})

test('DOM-3 DOM-4 DOM-9 what is in doubt holds a deactivation up, but not the way back', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  const off = () => act((tx) => deactivateAccount(tx, acme.admin, ana, 'x'))
  await world.on.run(
    sql`update organization_domain set failing_since = ${world.clock.now().subtract({ hours: 14 * 24 })}`,
  )
  await assert.rejects(off(), { code: 'domain-claim.frozen', status: 409 })
  await world.on.run(sql`update organization_domain set failing_since = null`)
  await world.on.run(sql`
    insert into dispute (id, account_id, organization_id, reason, reach, opened_at, explain_by, settle_by)
    values (${newId(world.clock.now())}, ${ana}, ${acme.id}, 'left', 'ana@home.example', now(), now(), now())`)
  await assert.rejects(off(), { code: 'domain-claim.disputed', status: 409 })
  await world.on.run(sql`update account set deactivated_at = now() where id = ${ana}`)
  assert.equal(await act((tx) => reactivateAccount(tx, acme.admin, ana)), true)
})

test('MAN-2 DOM-10 turning an account off while it becomes personal: one comes first, and both are whole', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  for (const first of ['off', 'free'] as const) {
    await manage(world, acme, ana)
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const works = {
      off: (tx: Tx) => deactivateAccount(tx, acme.admin, ana, 'x') as Promise<unknown>,
      free: (tx: Tx) => unmanage(tx, system, [ana], { organizationId: acme.id, why: 'unclaimed' }) as Promise<unknown>,
    }
    const one = act(async (tx) => {
      await works[first](tx)
      begun.resolve()
      await go.promise
    })
    await begun.promise
    const other = act(works[first === 'off' ? 'free' : 'off']).then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
    const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    while ((await world.on.all(waiting)).length === 0);
    go.resolve()
    await one
    assert.equal(await other, first === 'off' ? 'done' : 'account.unknown')
    const account = await accountById(world.on, ana)
    assert.equal(account?.managedBy, undefined)
    assert.equal(account?.deactivatedAt, undefined)
  }
})

test('CTL-2 LOG-8 logging out everywhere ends sessions, and a reset is a mail to the holder: nobody sees a password', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  const browser = await world.browser()
  await world.on.run(sql`
    insert into session (id, browser_id, account_id, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
    values (${newId(world.clock.now())}, ${browser.id}, ${ana}, '{pwd}', now(), now(), now(), now() + interval '1 year', 'Firefox', '::1')`)
  await act((tx) => logOutEverywhere(tx, acme.admin, ana))
  assert.deepEqual(await world.on.all(sql`select 1 from session`), [])
  const causes = await world.on.all(
    sql`select detail->>'cause' as cause from audit_entry where action = 'sign-in.session-ended'`,
  )
  assert.deepEqual(causes, [{ cause: 'by-organization' }])
  await act((tx) => sendPasswordReset(tx, acme.admin, ana))
  const jobs = await world.on.all(sql`
    select payload->>'email' as email from graphile_worker._private_jobs j join graphile_worker._private_tasks k on k.id = j.task_id
    where k.identifier = 'credential.mail-reset'`)
  assert.deepEqual(jobs, [{ email: 'ana@acme.example' }])
})

test('MAN-2 a deactivation says why, in words that fit', async (t) => {
  const world = await aWorld(t)
  const { acme, ana, act } = await acmeIn(world)
  const off = (reason: string | undefined) => act((tx) => deactivateAccount(tx, acme.admin, ana, reason))
  await assert.rejects(off(undefined), { code: 'managed-account.reason-missing' })
  await assert.rejects(off(' \n '), { code: 'managed-account.reason-missing' })
  await assert.rejects(off('x'.repeat(501)), { code: 'managed-account.text-long' })
})
