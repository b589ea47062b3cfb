import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createProvedAccount, manage } from '#account'
import { newId, parseAddress, system } from '#kernel'
import { aClockAt, sql } from '#platform'
import { anUmbel, type Browser, type OpenUmbel } from '../../test/an-umbel.ts'

const password = 'umbels grow in spring'

/** An organization with a verified domain, and accounts that it manages. */
async function acmeIn(t: TestContext, names: readonly string[], clock = aClockAt(Temporal.Now.instant())) {
  const umbel = await anUmbel(t, { clock })
  const jonas = await umbel.holder('jonas@home.example', password)
  const base = String((await jonas.post('/organizations/new', { name: 'Acme Inc.' })).headers.location)
  const organizationId = base.split('/').at(-1) ?? ''
  const { database } = umbel
  const domainId = newId(clock.now())
  await database.durable.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, proved_by,
      proved_at, verified_at, next_look_at, created_at)
    values (${domainId}, ${organizationId}, 'acme.example', false, 'umbel-verify=test', now(), now(), 'dns', now(), now(),
      now() + interval '1 day', now())`)
  const people = new Map<string, string>()
  for (const name of names) {
    const email = `${name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')}@acme.example`
    const id = await database.transaction((tx) =>
      createProvedAccount(tx, system, { name, address: parseAddress(email) }),
    )
    people.set(name, id)
  }
  const by = { organizationId, domainId, domain: 'acme.example' }
  await database.transaction((tx) => manage(tx, system, [...people.values()], by))
  const role = (which: string) =>
    database.durable.run(sql`update organization_admin set role = ${which} where organization_id = ${organizationId}`)
  return {
    umbel,
    jonas,
    base,
    organizationId,
    domainId,
    people,
    role,
    clock,
    id: (name: string) => people.get(name) ?? '',
  }
}
const namesIn = (body: string) =>
  [...body.matchAll(/<a href="accounts\/[0-9a-f-]{36}"><bdi>(.*?)<\/bdi>/g)].map(([, name = '']) => name)
/** As seen from the list, whose links are relative. */
const link = (body: string, rel: string, base: string) => {
  const href = new RegExp(`href="accounts([^"]+)" rel="${rel}"`).exec(body)?.[1]?.replaceAll('&amp;', '&')
  return href && `${base}/accounts${href}`
}
const location = (answer: { headers: { location?: string | undefined } }) => String(answer.headers.location)
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await what()) return
    await pause(10)
  }
  throw new Error('it did not come')
}
const isOff = async ({ database }: OpenUmbel, id: string) =>
  (await database.durable.first(sql`select 1 from account where id = ${id} and deactivated_at is not null`)) !==
  undefined

test('MAN-1 an admin looks for accounts, sorts them, and pages back and forth without scripts', async (t) => {
  const names = Array.from({ length: 22 }, (_, number) => `Person ${10 + number}`)
  const { jonas, base } = await acmeIn(t, [...names, 'Ömer Demir'])
  const { body } = await jonas.get(`${base}/accounts`)
  assert.deepEqual(namesIn(body), ['Ömer Demir', ...names.slice(0, 9)])
  assert.match(body, /23 accounts with an address/)
  assert.match(body, /Managed accounts<span class="count">23<\/span>/)
  assert.match((await jonas.get(base)).body, /href="[^"]*\/accounts\?two=on">0<\/a>/)
  const second = (await jonas.get(link(body, 'next', base) ?? '')).body
  const third = (await jonas.get(link(second, 'next', base) ?? '')).body
  assert.deepEqual(namesIn(third), names.slice(19))
  assert.equal(link(third, 'next', base), undefined)
  const back = (await jonas.get(link(third, 'prev', base) ?? '')).body
  assert.deepEqual(namesIn(back), namesIn(second))
  const first = (await jonas.get(link(back, 'prev', base) ?? '')).body
  assert.deepEqual(namesIn(first), namesIn(body))
  assert.equal(link(first, 'prev', base), undefined)
  assert.deepEqual(namesIn((await jonas.get(`${base}/accounts?q=omer`)).body), ['Ömer Demir'])
  const down = (await jonas.get(`${base}/accounts?sort=-name`)).body
  assert.equal(namesIn(down)[0], 'Person 31')
  assert.match(down, /aria-sort="descending"/)
  assert.match(link(down, 'next', base) ?? '', /sort=-name/)
  const none = (await jonas.get(`${base}/accounts?state=deactivated&two=on`)).body
  assert.match(none, /No accounts match/)
  assert.match(none, /href="accounts">Clear all filters/)
  // A place that has nothing behind it any more leads to the beginning.
  const lost = `0.2026-01-01.ffffffff-ffff-7fff-bfff-ffffffffffff.zz`
  assert.equal(location(await jonas.get(`${base}/accounts?after=${lost}`)), `${base}/accounts?sort=name`)
  assert.equal((await jonas.get(`${base}/accounts?after=nonsense&sort=x&state=y`)).status, 200)
})

test('MAN-1 an empty list leads to what comes first', async (t) => {
  const { umbel, jonas, base, domainId } = await acmeIn(t, [])
  assert.match((await jonas.get(`${base}/accounts`)).body, new RegExp(`href="${base}/domains/${domainId}/claim"`))
  await umbel.database.durable.run(sql`delete from organization_domain`)
  assert.match((await jonas.get(`${base}/accounts`)).body, new RegExp(`class="btn primary" href="${base}/domains"`))
})

test('MAN-1 LOG-10 the list is taken along as filtered, without formulas, after a recent log-in, and the log says so', async (t) => {
  const { umbel, jonas, base, clock, role, id } = await acmeIn(t, ['Ana Example', 'Bo Berg', 'Cy'])
  await umbel.database.durable.run(
    sql`update account set name = '=HYPERLINK("https://evil.example")' where id = ${id('Bo Berg')}`,
  )
  await role('auditor')
  const { body, headers } = await jonas.post(`${base}/accounts/export`, { sort: '-name' })
  assert.match(String(headers['content-disposition']), /^attachment; filename="umbel-accounts-\d{4}-\d\d-\d\d\.csv"$/)
  const lines = body.split('\r\n')
  assert.equal(lines[0], '\ufeffid,name,email,domain,state,two_step,last_active_on,managed_since')
  assert.match(lines[1] ?? '', /,Cy,cy@acme\.example,acme\.example,active,off,,/)
  assert.match(body, /,"'=HYPERLINK\(""https:\/\/evil\.example""\)",/)
  assert.equal(lines.length, 5)
  const few = await jonas.post(`${base}/accounts/export`, { q: 'ana' })
  assert.equal(few.body.split('\r\n').length, 3)
  const log = await umbel.database.durable.all(sql`
    select detail from audit_entry where action = 'managed-account.exported' order by id`)
  assert.deepEqual(log, [{ detail: {} }, { detail: { filter: '?q=ana' } }])
  clock.move({ minutes: 16 })
  const asked = location(await jonas.post(`${base}/accounts/export`, { q: 'ana' }))
  assert.match(asked, /^\/sign-in\/password\?attempt=/)
  const attempt = asked.replace(/.*attempt=/, '')
  assert.equal(location(await jonas.post('/sign-in/password', { attempt, password })), `${base}/accounts?q=ana`)
})

test('MAN-1 ACC-2 one account: what is known of it, what was done to it here, and nothing of what its holder does elsewhere', async (t) => {
  const { umbel, jonas, base, id } = await acmeIn(t, ['Ana Example'])
  const ana = id('Ana Example')
  await umbel.database.durable.run(sql`
    insert into audit_entry (at, actor_kind, actor_account_id, action, account_id, detail)
    values (now(), 'holder', ${ana}, 'credential.passkey-added', ${ana}, '{"name": "private"}')`)
  const { body } = await jonas.get(`${base}/accounts/${ana}`)
  for (const words of [
    'Managed account',
    'acme.example',
    'Not set up',
    ana,
    'Took the account of',
    'See or set a password',
  ])
    assert.ok(body.includes(words), words)
  assert.doesNotMatch(body, /passkey|private<|Logged in/i)
  const other = await umbel.holder('pia@acme.example', password)
  const theirs = location(await other.post('/organizations/new', { name: 'Globex' }))
  const pia = await umbel.database.durable.first<{ id: string }>(
    sql`select id from account where email = 'pia@acme.example'`,
  )
  for (const address of [`${theirs}/accounts/${ana}`, `${theirs}/accounts/${ana}/deactivate`, `${base}/accounts`])
    assert.equal((await other.get(address)).status, 404, address)
  for (const what of [pia?.id, newId(Temporal.Now.instant()), 'x', '%00'])
    assert.equal((await jonas.get(`${base}/accounts/${what}`)).status, 404)
  assert.equal((await other.post(`${theirs}/accounts/${ana}/deactivate`, { reason: 'left' })).status, 404)
  assert.equal((await jonas.post(`${base}/accounts/${pia?.id}/log-out`, {})).status, 404)
})

test('MAN-2 CTL-2 an admin turns an account off and on, logs it out, and has a reset mailed; an auditor only looks', async (t) => {
  const { umbel, jonas, base, role, id, domainId } = await acmeIn(t, ['Ana Example'])
  const ana = id('Ana Example')
  const here = `${base}/accounts/${ana}`
  const asks = (await jonas.get(`${here}/deactivate`)).body
  assert.match(asks, /<a class="btn" href="[^"]*" autofocus>Keep active<\/a>/)
  assert.equal((await jonas.post(`${here}/deactivate`, {})).status, 422)
  assert.equal((await jonas.post(`${here}/deactivate`, { reason: 'left', words: 'x'.repeat(600) })).status, 422)
  const done = await jonas.post(`${here}/deactivate`, { reason: 'left', words: 'In March' })
  assert.equal(location(done), `${here}?status=account-deactivated`)
  const off = (await jonas.get(location(done))).body
  assert.match(off, /Account deactivated\. Its holder gets/)
  assert.match(off, /Left the organization: In March/)
  assert.match((await umbel.mailTo('ana.example@acme.example')).mail.text, /Acme Inc\. \(acme\.example\)/)
  assert.match(location(await jonas.post(`${here}/reactivate`, {})), /account-reactivated/)
  assert.equal(await isOff(umbel, ana), false)
  assert.match(location(await jonas.post(`${here}/log-out`, {})), /account-logged-out/)
  const from = umbel.mails.length
  assert.match(location(await jonas.post(`${here}/reset-password`, {})), /account-reset/)
  assert.match((await umbel.mailTo('ana.example@acme.example', from, '/password/reset')).mail.text, /token=/)
  // What is in doubt is said on the page that asked.
  await umbel.database.durable.run(
    sql`update organization_domain set failing_since = now() - interval '15 days' where id = ${domainId}`,
  )
  const frozen = await jonas.post(`${here}/deactivate`, { reason: 'security', words: 'stolen' })
  assert.equal(frozen.status, 409)
  assert.match(frozen.body, /isn’t certain at the moment that acme\.example is yours/)
  assert.match(frozen.body, /value="security" selected[\s\S]*value="stolen"/)
  await role('auditor')
  const read = (await jonas.get(here)).body
  assert.doesNotMatch(read, /<form[^>]*\/accounts\//)
  assert.equal((await jonas.get(`${here}/deactivate`)).status, 403)
  for (const act of ['deactivate', 'reactivate', 'log-out', 'reset-password'])
    assert.equal((await jonas.post(`${here}/${act}`, { reason: 'left' })).status, 403, act)
  assert.doesNotMatch((await jonas.get(`${base}/accounts`)).body, /name="account"/)
})

test('MAN-2 ORG-1 whoever turns their own account off is told so first; the last one who runs the organization stays', async (t) => {
  const { umbel, jonas, base, organizationId, domainId } = await acmeIn(t, [])
  const me = await umbel.database.durable.first<{ id: string }>(
    sql`select id from account where email = 'jonas@home.example'`,
  )
  await umbel.database.transaction((tx) =>
    manage(tx, system, [me?.id ?? ''], { organizationId, domainId, domain: 'acme.example' }),
  )
  const here = `${base}/accounts/${me?.id}/deactivate`
  assert.match((await jonas.get(here)).body, /This is your own account\. You’re logged out at once/)
  const last = await jonas.post(here, { reason: 'other' })
  assert.equal(last.status, 409)
  assert.match(last.body, /Nobody else may do everything here/)
  const priya = await umbel.holder('priya@acme.example', password)
  await umbel.database.durable.run(sql`
    insert into organization_admin (organization_id, account_id, role, since)
    select ${organizationId}, id, 'org-admin', now() from account where email = 'priya@acme.example'`)
  assert.equal(location(await jonas.post(here, { reason: 'other' })), '/')
  assert.match(location(await jonas.get(base)), /sign-in/)
  assert.equal(
    location(await priya.post(`${base}/accounts/${me?.id}/reactivate`, {})),
    `${base}/accounts/${me?.id}?status=account-reactivated`,
  )
})

// ---------- many at once ----------

const question = (base: string, act: string, ids: readonly string[]) =>
  `${base}/accounts/bulk?${new URLSearchParams([['act', act], ...ids.map((id) => ['account[]', id])]).toString()}`
const settled = async (browser: Browser, run: string) => {
  await until(async () => !(await browser.get(run)).body.includes('data-reload'))
  return (await browser.get(run)).body
}

test('MAN-2 what happens to many is asked first, goes on in the background, and has a result for each', async (t) => {
  const { umbel, jonas, base, people, id, organizationId, domainId } = await acmeIn(t, [
    'Ana Example',
    'Bo Berg',
    'Cy Clark',
  ])
  const me = await umbel.database.durable.first<{ id: string }>(
    sql`select id from account where email = 'jonas@home.example'`,
  )
  await umbel.database.transaction((tx) =>
    manage(tx, system, [me?.id ?? ''], { organizationId, domainId, domain: 'acme.example' }),
  )
  const ids = [id('Ana Example'), id('Bo Berg'), me?.id ?? '']
  const asks = (await jonas.get(question(base, 'deactivate', ids))).body
  assert.match(asks, /Deactivate 3 accounts\?/)
  assert.match(asks, /Your own account is left out/)
  const sent = { act: 'deactivate', accounts: ids.join(' '), reason: 'unneeded', words: '' }
  const run = location(await jonas.post(`${base}/accounts/bulk`, sent))
  const over = await settled(jonas, run)
  assert.match(over, /Done: 3 accounts/)
  assert.match(over, /This is the account of whoever started it/)
  assert.deepEqual(await Promise.all([...people.values()].map((each) => isOff(umbel, each))), [true, true, false])
  const { body } = await jonas.post(`${run}/export`, {})
  assert.match(body, /,Bo Berg,bo\.berg@acme\.example,done,,\r\n/)
  assert.match(body, /,refused,managed-account\.own-account,This is the account of/)
  // All that match, by filters.
  const all = (await jonas.get(`${base}/accounts/bulk?act=reactivate&all=1&state=deactivated`)).body
  assert.match(all, /Turn on 2 accounts again\?[\s\S]*All accounts with:[\s\S]*Deactivated/)
  const second = location(
    await jonas.post(`${base}/accounts/bulk`, { act: 'reactivate', all: '1', state: 'deactivated' }),
  )
  assert.match(await settled(jonas, second), /Done: 2 accounts/)
  assert.equal(await isOff(umbel, id('Bo Berg')), false)
  assert.match((await jonas.get(`${base}/audit?kind=managed-account`)).body, /Started to deactivate many accounts/)
})

test('MAN-2 LOG-10 many are changed only after a recent log-in, which comes back to what was chosen', async (t) => {
  const { jonas, base, clock, id, role, umbel } = await acmeIn(t, ['Ana Example', 'Bo Berg'])
  const ana = id('Ana Example')
  const asks = question(base, 'log-out', [ana])
  clock.move({ minutes: 16 })
  const confirm = location(await jonas.get(asks))
  assert.match(confirm, /^\/sign-in\/password\?attempt=/)
  const back = location(await jonas.post('/sign-in/password', { attempt: confirm.replace(/.*attempt=/, ''), password }))
  assert.equal(back, asks)
  clock.move({ minutes: 16 })
  const late = location(await jonas.post(`${base}/accounts/bulk`, { act: 'log-out', accounts: ana }))
  const again = location(await jonas.post('/sign-in/password', { attempt: late.replace(/.*attempt=/, ''), password }))
  assert.equal(again, asks)
  // Nobody chosen, nothing to do, nobody’s run, no right to.
  assert.equal(location(await jonas.get(question(base, 'log-out', []))), `${base}/accounts?chosen=nobody`)
  assert.equal((await jonas.get(question(base, 'explode', [ana]))).status, 422)
  assert.equal((await jonas.post(`${base}/accounts/bulk`, { act: 'log-out', accounts: 'x' })).status, 422)
  assert.equal((await jonas.post(`${base}/accounts/bulk`, { act: 'deactivate', accounts: ana })).status, 422)
  assert.equal((await jonas.get(`${base}/accounts/bulk/x`)).status, 404)
  const run = location(await jonas.post(`${base}/accounts/bulk`, { act: 'log-out', accounts: ana }))
  const other = await umbel.holder('pia@globex.example', password)
  const theirs = location(await other.post('/organizations/new', { name: 'Globex' }))
  assert.equal((await other.get(run.replace(base, theirs))).status, 404)
  await role('auditor')
  assert.equal((await jonas.get(run)).status, 200)
  assert.equal((await jonas.get(asks)).status, 403)
  assert.equal((await jonas.post(`${base}/accounts/bulk`, { act: 'log-out', accounts: ana })).status, 403)
  assert.equal((await jonas.post(`${run}/cancel`, {})).status, 403)
})
