import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { manage } from '#account'
import { system } from '#kernel'
import { sql } from '#platform'
import { anUmbel, type Browser } from '../../test/an-umbel.ts'
import { secretsIn } from '../../test/world.ts'

const password = 'umbels grow in spring'

/** Acme, run by Jonas, manages the account of Ana, who is logged in. */
async function aManagedHolder(t: TestContext) {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@home.example', password)
  const base = String((await jonas.post('/organizations/new', { name: 'Acme Inc.' })).headers.location)
  const organizationId = base.split('/').at(-1) ?? ''
  const ana = await umbel.holder('ana@acme.example', password)
  const { durable } = umbel.database
  const account = await durable.first<{ id: string }>(sql`select id from account where email = 'ana@acme.example'`)
  const anaId = account?.id ?? ''
  await umbel.database.transaction(async (tx) => {
    for (const [id, name] of [
      [anaId, 'acme.example'],
      [organizationId, 'acme.test'],
    ]) {
      await tx.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
          proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${id}, ${organizationId}, ${name}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now},
          ${tx.now}, ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    }
    await manage(tx, system, [anaId], { organizationId, domainId: anaId, domain: 'acme.example' })
  })
  return { umbel, jonas, base, organizationId, ana, anaId }
}

const requestIn = (body: string) => /name="request" value="([^"]+)"/.exec(body)?.[1] ?? ''
const mustLead = async (
  sent: Promise<{ status: number; headers: { location?: string | undefined }; body: string }>,
  to: string,
) => {
  const { status, headers, body } = await sent
  assert.equal(status, 303, body.slice(0, 600))
  assert.equal(headers.location, to)
}

test('MAN-6 a holder asks from the organization’s page, sees how it stands, and takes it back', async (t) => {
  const { ana } = await aManagedHolder(t)
  assert.match((await ana.get('/profile')).body, /href="\/organization\/ask\/address"/)
  assert.match((await ana.get('/organization')).body, /Ask Acme Inc\./)
  assert.match((await ana.get('/organization/ask/address')).body, /At acme\.example or another domain of Acme Inc\./)
  const outside = await ana.post('/organization/ask/address', { email: 'ana@home.example', note: 'Hi' })
  assert.equal(outside.status, 422)
  assert.match(outside.body, /home\.example isn’t one of the organization’s verified domains/)
  assert.match(outside.body, /value="ana@home\.example"/)
  const long = await ana.post('/organization/ask/deletion', { note: 'x'.repeat(501) })
  assert.equal(long.status, 422)
  await mustLead(
    ana.post('/organization/ask/address', { email: 'ana.new@acme.test', note: 'I married.' }),
    '/organization?status=asked#requests',
  )
  const twice = await ana.post('/organization/ask/address', { email: 'ana.b@acme.test' })
  assert.equal(twice.status, 409)
  const page = (await ana.get('/organization')).body
  assert.match(page, /ana\.new@acme\.test/)
  assert.match(page, /Waiting for an answer/)
  await mustLead(
    ana.post('/organization/withdraw', { request: requestIn(page) }),
    '/organization?status=request-withdrawn#requests',
  )
  assert.equal((await ana.post('/organization/withdraw', { request: requestIn(page) })).status, 409)
  assert.equal((await ana.post('/organization/withdraw', { request: 'nothing' })).status, 404)
})

test('MAN-6 somebody whom nobody manages has nothing to ask', async (t) => {
  const { jonas } = await aManagedHolder(t)
  assert.equal((await jonas.get('/organization/ask/release')).status, 409)
  assert.equal((await jonas.get('/organization/home')).status, 409)
  assert.equal((await jonas.post('/organization/stay', {})).status, 409)
})

test('MAN-5 an offer of release: the holder names an address, follows the link, and is personal', async (t) => {
  const { umbel, ana, anaId, organizationId } = await aManagedHolder(t)
  await umbel.database.durable.run(sql`
    insert into account_release (account_id, organization_id, offered_at) values (${anaId}, ${organizationId}, now())`)
  assert.match((await ana.get('/organization')).body, /Acme Inc\. offers to release this account/)
  const inside = await ana.post('/organization/home', { email: 'ana@acme.test' })
  assert.equal(inside.status, 422)
  assert.match(inside.body, /acme\.test belongs to the organization/)
  await mustLead(ana.post('/organization/home', { email: 'ana@home.example' }), '/organization?status=home-named')
  assert.match((await ana.get('/organization')).body, /A link went to <strong>ana@home\.example/)
  const { token = '' } = secretsIn(await umbel.mailTo('ana@home.example'))
  const visitor = umbel.browser()
  assert.match((await visitor.get(`/organization/release?token=${token}`)).body, /Move your account here\?/)
  assert.equal((await visitor.get('/organization/release?token=nothing')).status, 410)
  const done = await visitor.post('/organization/release', { token })
  assert.equal(done.status, 200, done.body.slice(0, 500))
  assert.match(done.body, /Your account is personal now/)
  assert.equal((await visitor.post('/organization/release', { token })).status, 410)
  assert.doesNotMatch((await ana.get('/profile')).body, /managed by/)
  await umbel.mailTo('ana@home.example', 0, 'no longer manages')
})

test('MAN-5 the holder would rather stay', async (t) => {
  const { umbel, ana, anaId, organizationId } = await aManagedHolder(t)
  await umbel.database.durable.run(sql`
    insert into account_release (account_id, organization_id, offered_at) values (${anaId}, ${organizationId}, now())`)
  await mustLead(ana.post('/organization/stay', {}), '/organization?status=stays')
  assert.doesNotMatch((await ana.get('/organization')).body, /offers to release/)
})

test('CTL-2 a reset by an administrator is said on every page, and the holder confirms it there', async (t) => {
  const { umbel, ana, anaId, organizationId } = await aManagedHolder(t)
  const { durable } = umbel.database
  await durable.run(sql`insert into second_step (account_id, turned_on_at) values (${anaId}, now())`)
  await durable.run(sql`
    insert into second_step_loss (account_id, id, stop_token_hash, asked_at, due_at, reset_by)
    values (${anaId}, ${anaId}, '\\x00', now(), now() + interval '1 day', ${organizationId})`)
  assert.match((await ana.get('/profile')).body, /An administrator of Acme Inc\. resets two-step verification/)
  await mustLead(ana.post('/security/two-step/confirm-reset', {}), '/security?status=two-step-off')
  await mustLead(ana.post('/security/two-step/confirm-reset', {}), '/security')
})

test('MAN-4 whose account the organization deletes gets in no more, and is told whom to ask', async (t) => {
  const { umbel, anaId, organizationId } = await aManagedHolder(t)
  await umbel.database.durable.run(sql`
    insert into account_deletion (account_id, asked_at, due_at, decided_by)
    values (${anaId}, now(), now() + interval '14 days', ${organizationId})`)
  const later: Browser = umbel.browser()
  const attempt = await later.identify('ana@acme.example')
  const step = await later.post('/sign-in/password', { attempt, password })
  assert.match(String(step.headers.location), /keep-account/)
  const page = await later.get(String(step.headers.location))
  assert.match(page.body, /This account is being deleted/)
  assert.match(page.body, /Acme Inc\.<\/strong> \(acme\.example\) manages it/)
  const kept = await later.post('/sign-in/keep-account', { attempt, answer: 'keep' })
  assert.equal(kept.status, 403)
  assert.match(kept.body, /ask an administrator of Acme Inc\./)
  assert.equal((await later.get('/profile')).status, 303, 'not logged in')
})
