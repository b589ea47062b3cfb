import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createProvedAccount, manage } from '#account'
import { newId, parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { anUmbel } from '../../test/an-umbel.ts'
import { secretsIn } from '../../test/world.ts'

const password = 'umbels grow in spring'

/** Acme with two domains, and Ana, whose account it manages; Jonas runs it. */
async function acmeIn(t: TestContext) {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@home.example', password)
  const base = String((await jonas.post('/organizations/new', { name: 'Acme Inc.' })).headers.location)
  const organizationId = base.split('/').at(-1) ?? ''
  const { database } = umbel
  const domainIds: Record<string, string> = {}
  for (const name of ['acme.example', 'acme.test']) {
    domainIds[name] = newId(Temporal.Now.instant())
    await database.durable.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainIds[name]}, ${organizationId}, ${name}, false, 'umbel-verify=test', now(), now(), 'dns', now(), now(),
        now() + interval '1 day', now())`)
  }
  const by = { organizationId, domainId: domainIds['acme.example'] ?? '', domain: 'acme.example' }
  const ana = await umbel.holder('ana@acme.example', password)
  const row = await database.durable.first<{ id: string }>(sql`select id from account where email = 'ana@acme.example'`)
  const id = row?.id ?? ''
  await database.transaction((tx) => manage(tx, system, [id], by))
  return {
    umbel,
    jonas,
    ana,
    base,
    id,
    domainIds,
    by,
    here: `${base}/accounts/${id}`,
    on: database.durable,
    role: (which: string) =>
      database.durable.run(
        sql`update organization_admin set role = ${which} where organization_id = ${organizationId}`,
      ),
  }
}
type Answer = { status: number; headers: { location?: string | undefined }; body: string }
const mustLead = ({ status, headers, body }: Answer, to: string) => {
  assert.equal(status, 303, body.slice(0, 900))
  assert.equal(headers.location, to)
}

test('MAN-3 the address of one account, from its page, with what is refused said at the field', async (t) => {
  const { umbel, jonas, here, id } = await acmeIn(t)
  const page = (await jonas.get(here)).body
  assert.match(page, new RegExp(`href="/organizations/[^"]+/accounts/${id}/address"`))
  assert.match((await jonas.get(`${here}/address`)).body, /At one of your verified domains: acme\.example, acme\.test/)
  const outside = await jonas.post(`${here}/address`, { email: 'ana@home.example' })
  assert.equal(outside.status, 422)
  assert.match(outside.body, /home\.example isn’t one of the organization’s verified domains/)
  await umbel.holder('bo@acme.test', password)
  const taken = await jonas.post(`${here}/address`, { email: 'bo@acme.test' })
  assert.equal(taken.status, 409)
  assert.match(taken.body, /This address is taken/)
  mustLead(await jonas.post(`${here}/address`, { email: 'ana@acme.test' }), `${here}?status=address-decided`)
  assert.match(
    (await jonas.get(`${here}?status=address-decided`)).body,
    /Both addresses have been told[\s\S]*ana@acme\.test/,
  )
  await umbel.mailTo('ana@acme.example', 0, 'another email address')
  await umbel.mailTo('ana@acme.test', 0, 'another email address')
})

test('CTL a name and a picture; MAN-4 deletion, kept, and kept under another address', async (t) => {
  const { umbel, jonas, ana, here, on, id } = await acmeIn(t)
  assert.equal((await jonas.post(`${here}/name`, { name: ' ' })).status, 422)
  mustLead(await jonas.post(`${here}/name`, { name: 'Ana Married' }), `${here}?status=name-decided`)
  assert.match((await ana.get('/security/activity')).body, /Name changed/)
  mustLead(await jonas.post(`${here}/picture`, {}), `${here}?status=picture-removed`)

  assert.match((await jonas.get(`${here}/delete`)).body, /Delete the account of Ana Married\?/)
  mustLead(await jonas.post(`${here}/delete`, {}), `${here}?status=deletion-decided`)
  assert.equal((await ana.get('/profile')).status, 303, 'logged out')
  assert.match((await jonas.get(here)).body, /Keep account/)
  mustLead(await jonas.post(`${here}/keep`, {}), `${here}?status=kept`)

  mustLead(await jonas.post(`${here}/delete`, { free: '1' }), `${here}?status=deletion-decided`)
  await umbel.database.transaction((tx) =>
    createProvedAccount(tx, system, { name: 'Another', address: parseAddress('ana@acme.example') }),
  )
  const taken = await jonas.post(`${here}/keep`, {})
  assert.equal(taken.status, 409)
  assert.match(taken.body, /Choose another address for it/)
  mustLead(await jonas.post(`${here}/keep`, { email: 'ana.two@acme.test' }), `${here}?status=kept`)
  const account = await on.first(sql`select email from account where id = ${id}`)
  assert.deepEqual(account, { email: 'ana.two@acme.test' })
})

test('MAN-5 release is offered and taken back; CTL-2 a reset of the second step is started', async (t) => {
  const { umbel, jonas, here, on, id } = await acmeIn(t)
  mustLead(await jonas.post(`${here}/release`, {}), `${here}?status=release-offered`)
  await umbel.mailTo('ana@acme.example', 0, 'offers to release it')
  assert.match((await jonas.get(here)).body, /Offered; the holder hasn’t answered yet/)
  assert.equal((await jonas.post(`${here}/release`, {})).status, 409)
  mustLead(await jonas.post(`${here}/release/take-back`, {}), `${here}?status=release-taken-back`)
  assert.equal((await jonas.post(`${here}/release/take-back`, {})).status, 409)

  assert.equal((await jonas.post(`${here}/second-step`, {})).status, 409)
  await on.run(sql`insert into second_step (account_id, turned_on_at) values (${id}, now())`)
  assert.match((await jonas.get(`${here}/second-step`)).body, /goes off after 24 hours/)
  mustLead(await jonas.post(`${here}/second-step`, {}), `${here}?status=second-step-reset`)
  await umbel.mailTo('ana@acme.example', 0, 'says that you’ve lost your second step')
})

test('MAN-6 a request lands in the inbox and on the overview, and is answered with a reason', async (t) => {
  const { umbel, jonas, ana, base, role } = await acmeIn(t)
  assert.match((await jonas.get(`${base}/requests`)).body, /Nothing waits for an answer/)
  await ana.post('/organization/ask/address', { email: 'ana.new@acme.test', note: 'I married.' })
  await ana.post('/organization/ask/release', { email: 'ana@home.example' })
  assert.match((await jonas.get(base)).body, /2 requests/)
  const inbox = (await jonas.get(`${base}/requests`)).body
  assert.match(inbox, /another address, <strong>ana\.new@acme\.test/)
  const ids = [...inbox.matchAll(/requests\/([0-9a-f-]{36})"/g)].map(([, id]) => id)
  const [first, second] = ids.map((id) => `${base}/requests/${id}`)
  assert.match((await jonas.get(first ?? '')).body, /I married\./)
  await role('auditor')
  assert.doesNotMatch((await jonas.get(first ?? '')).body, /<form method="post" action="[^"]*requests/)
  assert.equal((await jonas.post(first ?? '', { act: 'approve' })).status, 403)
  await role('user-admin')
  assert.equal((await jonas.post(first ?? '', { act: 'decline', reason: '' })).status, 422)
  mustLead(
    await jonas.post(first ?? '', { act: 'decline', reason: 'Ask in June.' }),
    `${base}/requests?status=request-declined`,
  )
  assert.match((await ana.get('/organization')).body, /Declined[\s\S]*Ask in June\./)
  await umbel.mailTo('ana@acme.example', 0, 'Ask in June.')
  assert.equal((await jonas.post(first ?? '', { act: 'approve' })).status, 409)
  mustLead(await jonas.post(second ?? '', { act: 'approve' }), `${base}/requests?status=request-approved`)
  const { token = '' } = secretsIn(await umbel.mailTo('ana@home.example'))
  const done = await umbel.browser().post('/organization/release', { token })
  assert.match(done.body, /Your account is personal now/)
  assert.match((await jonas.get(`${base}/requests`)).body, /Answered/)
})

test('MAN-3, MAN-6 another organization’s accounts, requests and renames are not found', async (t) => {
  const { umbel, jonas, ana, base, here, id, domainIds } = await acmeIn(t)
  const bo = await umbel.holder('bo@home.example', password)
  const other = String((await bo.post('/organizations/new', { name: 'Other' })).headers.location)
  await ana.post('/organization/ask/deletion', {})
  const request = /requests\/([0-9a-f-]{36})"/.exec((await jonas.get(`${base}/requests`)).body)?.[1]
  const from = domainIds['acme.example']
  const made = await jonas.post(`${base}/domains/${from}/rename`, { to: domainIds['acme.test'] ?? '' })
  const rename = String(made.headers.location).slice(base.length)
  for (const path of ['address', 'name', 'delete', 'release', 'second-step']) {
    assert.equal((await bo.get(`${other}/accounts/${id}/${path}`)).status, 404, path)
    assert.equal(
      (await bo.post(`${other}/accounts/${id}/${path}`, { email: 'x@acme.test', name: 'X' })).status,
      404,
      path,
    )
  }
  for (const path of [`/requests/${request}`, rename, `/domains/${from}/rename`]) {
    assert.equal((await bo.get(other + path)).status, 404, path)
    assert.equal((await bo.post(other + path, { act: 'approve', to: from ?? '' })).status, 404, path)
    assert.equal((await bo.get(base + path)).status, 404, path)
  }
  assert.equal((await bo.get(here)).status, 404)
})

test('MAN-3 a whole domain moves: looked at, taken along as a file, done', async (t) => {
  const { umbel, jonas, base, domainIds, by, on } = await acmeIn(t)
  await umbel.database.transaction(async (tx) => {
    const made = []
    for (const name of ['bo', 'cy']) {
      made.push(await createProvedAccount(tx, system, { name, address: parseAddress(`${name}@acme.example`) }))
    }
    await manage(tx, system, made, by)
    await createProvedAccount(tx, system, { name: 'Taken', address: parseAddress('bo@acme.test') })
  })
  const domain = `${base}/domains/${domainIds['acme.example']}`
  assert.match((await jonas.get(domain)).body, new RegExp(`href="${domain}/rename"`))
  assert.match((await jonas.get(`${domain}/rename`)).body, /<option value="[^"]+">acme\.test<\/option>/)
  assert.equal((await jonas.post(`${domain}/rename`, { to: 'x' })).status, 422)
  const made = await jonas.post(`${domain}/rename`, { to: domainIds['acme.test'] ?? '' })
  const run = String(made.headers.location)
  const until = async (words: RegExp) => {
    for (let tries = 0; tries < 500; tries += 1) {
      const { body } = await jonas.get(run)
      if (words.test(body)) return body
      await pause(10)
    }
    throw new Error(`no ${words} on the page`)
  }
  const looked = await until(/Looked through\. Nothing has changed yet\./)
  assert.match(looked, /bo@acme\.example<\/bdi> → <bdi>bo@acme\.test[\s\S]*The new address is taken/)
  assert.match((await jonas.get(`${run}?show=ready`)).body, /ana@acme\.example/)
  const file = await jonas.post(`${run}/export`, {})
  assert.equal(file.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(file.body, /bo@acme\.example,bo@acme\.test,blocked,taken,The new address is taken/)
  mustLead(await jonas.post(`${run}/begin`, {}), `${run}?status=rename-begun`)
  await until(/Done\./)
  await umbel.mailTo('ana@acme.test', 0, 'another email address')
  const left = await on.all(sql`select from account where email_key like '%@acme.example'`)
  assert.equal(left.length, 1)
  assert.equal((await jonas.post(`${run}/cancel`, {})).status, 409)
})
