import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createProvedAccount, insertOperator, manage } from '#account'
import { setFirstPassword } from '#credential'
import { newId, parseAddress, system } from '#kernel'
import { createOrganization } from '#organization'
import { aClockAt, sql } from '#platform'
import { anUmbel, type Browser } from './an-umbel.ts'
import { testHashing } from './world.ts'

const password = 'tall meadow seven lanterns'

/** A holder whose account an organization manages, one of its admins, and an operator: each logged in. */
async function aDispute(t: Parameters<typeof anUmbel>[0]) {
  const clock = aClockAt(Temporal.Now.instant())
  const umbel = await anUmbel(t, { clock, environment: { UMBEL_DNS_SERVERS: '127.0.0.1:1' } })
  const { database } = umbel
  const hash = await (await testHashing()).hash(password)
  const account = (email: string, name: string) =>
    database.transaction(async (tx) => {
      const id = await createProvedAccount(tx, system, { name, address: parseAddress(email) })
      await setFirstPassword(tx, id, hash)
      return id
    })
  const [sam, jonas, olive] = [
    await account('sam@acme.example', 'Sam Whitlock'),
    await account('jonas@home.example', 'Jonas Lindqvist'),
    await account('olive@home.example', 'Olive Operator'),
  ]
  const organizationId = await database.transaction(async (tx) => {
    await insertOperator(tx, olive)
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme', adminAccountId: jonas })
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, 'acme.example', false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now},
        ${tx.now}, ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    await manage(tx, system, [sam], { organizationId: id, domainId, domain: 'acme.example' })
    return id
  })
  const logIn = async (email: string): Promise<Browser> => {
    const browser = umbel.browser()
    const answer = await browser.post('/sign-in/password', { attempt: await browser.identify(email), password })
    assert.equal(answer.status, 303)
    return browser
  }
  return {
    ...umbel,
    clock,
    logIn,
    account,
    base: `/organizations/${organizationId}`,
    sam: await logIn('sam@acme.example'),
    jonas: await logIn('jonas@home.example'),
    olive: await logIn('olive@home.example'),
  }
}

const idOf = (body: string) => /disputes\/([0-9a-f-]{36})/.exec(body)?.[1] ?? ''
const typed = { matter: 'never-part', text: 'I never worked there.', reach: 'sam@post.example' }

test('DOM-9 from the page of the organization to a release, with the mails that go', async (t) => {
  const { sam, jonas, base, mailTo } = await aDispute(t)
  assert.match((await sam.get('/organization')).body, /href="\/organization\/not-mine"/)
  const form = (await sam.get('/organization/not-mine')).body
  assert.match(form, /I’ve never been part of Acme/)
  assert.match(form, /acme\.example/)
  const wrong = await sam.post('/organization/not-mine', { ...typed, reach: 'sam@lab.acme.example' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /I never worked there\.[\s\S]*can read what is sent to acme\.example/)
  const sent = await sam.post('/organization/not-mine', typed)
  assert.equal(sent.headers.location, '/organization/case?status=case-opened')
  const shown = (await sam.get('/organization/case?status=case-opened')).body
  assert.match(shown, /Case C-20001[\s\S]*I never worked there\./)
  assert.match((await sam.get('/organization')).body, /Case C-20001/)
  assert.equal((await sam.get('/organization/not-mine')).headers.location, '/organization/case')
  const notice = (await mailTo('jonas@home.example')).mail.text
  assert.match(notice, /Sam Whitlock says/)
  assert.doesNotMatch(notice, /never worked|post\.example/)

  assert.match((await jonas.get(base)).body, /Someone says an account isn’t yours/)
  const list = (await jonas.get(`${base}/disputes`)).body
  assert.match(list, /C-20001[\s\S]*Sam Whitlock/)
  const path = `${base}/disputes/${idOf(list)}`
  const page = (await jonas.get(path)).body
  assert.match(page, /I never worked there\./)
  assert.doesNotMatch(page, /post\.example/, 'where to reach the holder is not for the organization')
  assert.equal((await jonas.post(`${path}/message`, { text: ' ' })).status, 422)
  await jonas.post(`${path}/message`, { text: 'You are on our list.' })
  assert.match((await sam.get('/organization/case')).body, /Acme has written[\s\S]*You are on our list\./)
  assert.match((await jonas.get(`${path}/release`)).body, /Release Sam Whitlock’s account\?/)
  await jonas.post(`${path}/release`, {})
  assert.equal((await jonas.post(`${path}/release`, {})).status, 409)
  assert.match((await mailTo('sam@acme.example', 0, 'released')).mail.subject, /C-20001: the account was released/)
  assert.match((await sam.get('/organization/case')).body, /Released: Acme doesn’t manage this account/)
  assert.equal((await sam.post('/organization/case', { text: 'x' })).status, 409)
  assert.match((await jonas.get(`${base}/disputes?state=settled`)).body, /C-20001[\s\S]*Released/)
})

test('DOM-9 operators mediate, and keep it with a reason that both sides read', async (t) => {
  const { sam, jonas, olive, base, mailTo } = await aDispute(t)
  await sam.post('/organization/not-mine', typed)
  const list = (await olive.get('/operator/disputes')).body
  const path = `/operator/disputes/${idOf(list)}`
  const page = (await olive.get(path)).body
  assert.match(page, /sam@post\.example/)
  assert.match(page, /I never worked there\.[\s\S]*name="outcome"/)
  await olive.post(`${path}/take`, {})
  assert.match((await olive.get(path)).body, /Mediator<\/dt><dd><bdi>Olive Operator/)
  await olive.post(`${path}/message`, { text: 'A word to Sam.', to: 'holder' })
  await olive.post(`${path}/message`, { text: 'A word to Acme.', to: 'organization' })
  const atAcme = (await jonas.get(`${base}/disputes/${idOf(list)}`)).body
  assert.match(atAcme, /A word to Acme\./)
  assert.doesNotMatch(atAcme, /A word to Sam\./)
  const atSam = (await sam.get('/organization/case')).body
  assert.match(atSam, /A word to Sam\./)
  assert.doesNotMatch(atSam, /A word to Acme\./)
  assert.equal((await olive.post(`${path}/look`, {})).headers.location, `${path}?status=dispute-looked`)
  assert.equal((await olive.post(`${path}/look`, {})).status, 429)
  assert.equal((await olive.post(`${path}/settle`, { outcome: 'kept', reason: '' })).status, 422)
  assert.equal((await olive.post(`${path}/settle`, { reason: 'x' })).status, 422)
  await olive.post(`${path}/settle`, { outcome: 'kept', reason: 'The contract says so.' })
  assert.match((await mailTo('sam@acme.example', 0, 'keeps your account')).mail.subject, /C-20001: the account stays/)
  for (const [who, where] of [
    [sam, '/organization/case'],
    [jonas, `${base}/disputes/${idOf(list)}`],
  ] as const) {
    assert.match((await who.get(where)).body, /The contract says so\./)
  }
  assert.match((await olive.get('/operator/disputes?state=settled')).body, /C-20001/)
})

test('DOM-9 withdrawing asks first; then nothing waits, and another case can be opened', async (t) => {
  const { sam } = await aDispute(t)
  assert.equal((await sam.get('/organization/case')).status, 404)
  assert.equal((await sam.post('/organization/case/withdraw', {})).status, 404)
  await sam.post('/organization/not-mine', { ...typed, text: '', reach: '' })
  assert.match((await sam.get('/organization/case/withdraw')).body, /Withdraw case C-20001\?/)
  await sam.post('/organization/case/withdraw', {})
  assert.match((await sam.get('/organization/case')).body, /You withdrew the case/)
  assert.equal((await sam.get('/organization/case/withdraw')).headers.location, '/organization/case')
  assert.equal((await sam.get('/organization/not-mine')).status, 200)
})

test('LOG-10 opening, releasing and settling take a log-in that is recent', async (t) => {
  const { sam, jonas, olive, base, clock } = await aDispute(t)
  await sam.post('/organization/not-mine', typed)
  const path = `disputes/${idOf((await jonas.get(`${base}/disputes`)).body)}`
  clock.move({ minutes: 16 })
  for (const [who, where, fields] of [
    [jonas, `${base}/${path}/release`, {}],
    [olive, `/operator/${path}/settle`, { outcome: 'released' }],
    [sam, '/organization/not-mine', typed],
  ] as const) {
    assert.match(String((await who.post(where, fields)).headers.location), /^\/sign-in\//, where)
  }
  assert.match((await sam.get('/organization/case')).body, /With Acme/)
})

test('DOM-9 cases are nobody else’s: other holders, other organizations, no operators', async (t) => {
  const { sam, jonas, base, account, logIn } = await aDispute(t)
  await sam.post('/organization/not-mine', typed)
  const path = `disputes/${idOf((await jonas.get(`${base}/disputes`)).body)}`
  await account('eve@home.example', 'Eve')
  const eve = await logIn('eve@home.example')
  const hers = String((await eve.post('/organizations/new', { name: 'Evil' })).headers.location)
  for (const where of [
    `${base}/disputes`,
    `${base}/${path}`,
    `${hers}/${path}`,
    `/operator/disputes`,
    `/operator/${path}`,
  ]) {
    assert.equal((await eve.get(where)).status, 404, where)
  }
  for (const where of [`${hers}/${path}/message`, `${hers}/${path}/release`, `${hers}/${path}/hand-over`]) {
    assert.equal((await eve.post(where, { text: 'x' })).status, 404, where)
  }
  for (const act of ['take', 'message', 'look', 'settle']) {
    assert.equal((await eve.post(`/operator/${path}/${act}`, { text: 'x', outcome: 'kept' })).status, 404, act)
  }
  assert.equal((await eve.get('/organization/case')).status, 404)
  assert.equal((await eve.get('/organization/not-mine')).status, 409)
})

test('CTL-3 a suggestion stands on the profile until it is accepted or ignored; the answer is the same for everybody', async (t) => {
  const { jonas, base, account, logIn, mailTo, database } = await aDispute(t)
  await account('ana@acme.example', 'Ana')
  const ana = await logIn('ana@acme.example')
  const post = (email: string, kind: string, value: string) => jonas.post(`${base}/suggest`, { email, kind, value })
  const answers = [
    await post('ana@acme.example', 'name', 'Ana Lopez'),
    await post('nobody@acme.example', 'name', 'Ana Lopez'),
    await post('ana@acme.example', 'address', 'ana@other.example'),
  ]
  for (const { status, headers } of answers) {
    assert.deepEqual([status, headers.location], [303, `${base}/suggest?status=suggested`])
  }
  assert.equal((await post('ana@home.example', 'name', 'Ana')).status, 422)
  await mailTo('ana@acme.example', 0, 'another name')
  await mailTo('ana@acme.example', 0, 'another email')
  const profile = (await ana.get('/profile')).body
  assert.match(profile, /Acme<\/bdi> suggests another name[\s\S]*Ana Lopez/)
  const rows = await database.durable.all<{ id: string; kind: string }>(sql`select id, kind from suggestion`)
  const idFor = (kind: string) => rows.find((row) => row.kind === kind)?.id ?? ''
  await jonas.post('/profile/suggestion/accept', { suggestion: idFor('name') })
  assert.match((await ana.get('/profile')).body, /Ana Lopez/)
  assert.equal(
    (await ana.post('/profile/suggestion/accept', { suggestion: idFor('name') })).headers.location,
    '/profile?status=name-changed',
  )
  await ana.post('/profile/suggestion/ignore', { suggestion: idFor('address') })
  const after = (await ana.get('/profile')).body
  assert.doesNotMatch(after, /suggests/)
  assert.match(after, /<bdi>Ana Lopez<\/bdi>/)
})

test('DOM-9 what people write, and where to reach them, is not in the log', async (t) => {
  const { sam, jonas, base, log } = await aDispute(t)
  await sam.post('/organization/not-mine', { ...typed, text: 'Zebra', reach: 'zebra@post.example' })
  const path = `${base}/disputes/${idOf((await jonas.get(`${base}/disputes`)).body)}`
  await jonas.post(`${path}/message`, { text: 'Zebra again' })
  assert.doesNotMatch(log.join(''), /zebra/i)
})
