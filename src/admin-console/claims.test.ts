import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel'
import { sql } from '#platform'
import { anUmbel, type Browser, type OpenUmbel } from '../../test/an-umbel.ts'

const password = 'plum blossom under the bridge'

/** An organization with a verified domain, whose admin is logged in. */
async function aConsole(t: Parameters<typeof anUmbel>[0]) {
  const umbel = await anUmbel(t)
  const admin = await umbel.holder('jonas@else.example', password)
  const made = await admin.post('/organizations/new', { name: 'Acme Inc.' })
  const base = made.headers.location ?? ''
  const id = base.split('/').at(-1) ?? ''
  const domainId = await aDomain(umbel, id, 'acme.example')
  return { umbel, admin, base, id, domainId }
}

async function aDomain({ database }: OpenUmbel, organizationId: string, name: string) {
  const { durable: on } = database
  const id = newId(on.now)
  await on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
      proved_by, proved_at, verified_at, next_look_at, created_at)
    values (${id}, ${organizationId}, ${name}, false, 'umbel-verify=test', ${on.now}, ${on.now}, 'dns', ${on.now}, ${on.now},
      ${on.now.add({ hours: 24 })}, ${on.now})`)
  return id
}

async function until(what: () => Promise<boolean>) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await what()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  assert.fail('not within 10 s')
}
const page = async (browser: Browser, path: string) => {
  const { status, body } = await browser.get(path)
  assert.equal(status, 200, path)
  return body
}
const inDays = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

test('DOM-5 DOM-6 DOM-7 an admin previews, starts, follows and cancels a claim', async (t) => {
  const { umbel, admin, base, domainId } = await aConsole(t)
  const ana = await umbel.holder('ana@acme.example', password)
  assert.match(await page(admin, `${base}/domains`), /Preview claim/)
  const preview = await page(admin, `${base}/domains/${domainId}/claim`)
  assert.match(preview, /ana@acme\.example/)
  assert.match(preview, /Becomes managed/)
  const start = `${base}/domains/${domainId}/claim/start`
  assert.match(await page(admin, `${start}?mode=all&on=${inDays(14)}`), /allowed to claim acme\.example for Acme Inc\./)
  const unsure = await admin.post(start, { mode: 'all', on: inDays(14) })
  assert.equal(unsure.status, 422)
  assert.match(unsure.body, /tick the box/)
  const late = await admin.post(start, { mode: 'all', on: inDays(70), allowed: '1' })
  assert.equal(late.status, 422)
  const started = await admin.post(start, { mode: 'all', on: inDays(14), allowed: '1' })
  assert.equal(started.status, 303)
  const claim = (started.headers.location ?? '').split('?')[0] ?? ''
  await until(async () => (await page(admin, claim)).includes('Notice running'))
  assert.match(await page(admin, `${claim}?state=told`), /ana@acme\.example/)
  assert.match(await page(admin, base), /Claim of acme\.example/)
  const mail = await umbel.mailTo('ana@acme.example', 1)
  assert.match(mail.mail.text, /acme\.example/)
  assert.equal((await ana.get('/profile')).status, 200, 'nobody is logged out')
  const file = await admin.post(`${claim}/export`, { state: '' })
  assert.match(file.body, /^\ufeffemail,name,state,.*\r\nana@acme\.example,Ana Example,told,/)
  assert.match(await page(admin, `${base}/audit`), /Downloaded the people in the claim/)
  assert.match(await page(admin, `${claim}/cancel`), /Everyone who was told gets an email/)
  await admin.post(`${claim}/cancel`, {})
  assert.match(await page(admin, claim), /Canceled/)
})

test('DOM-1 DOM-10 accounts are made personal again before a domain can go', async (t) => {
  const { umbel, admin, base, domainId } = await aConsole(t)
  await umbel.holder('ana@acme.example', password)
  const started = await admin.post(`${base}/domains/${domainId}/claim/start`, {
    mode: 'all',
    on: inDays(0),
    allowed: '1',
  })
  const claim = (started.headers.location ?? '').split('?')[0] ?? ''
  await until(async () => (await page(admin, claim)).includes('In force'))
  const refused = await admin.post(`${base}/domains/${domainId}/remove`, {})
  assert.equal(refused.status, 409)
  assert.match(refused.body, /can’t be removed while it’s claimed/)
  const list = await admin.post(`${base}/domains/${domainId}/unclaim/paste`, { addresses: 'ana@acme.example\nnobody' })
  assert.equal(list.status, 303)
  assert.match(await page(admin, list.headers.location ?? ''), /1 address in the list.*1 line has no address/)
  const [, listId = ''] = /list=([0-9a-f-]+)/.exec(list.headers.location ?? '') ?? []
  await admin.post(`${base}/domains/${domainId}/unclaim`, { list: listId })
  await until(async () => (await page(admin, `${base}/domains/${domainId}`)).includes('Made personal: 1'))
  await admin.post(`${claim}/stop`, {})
  const removed = await admin.post(`${base}/domains/${domainId}/remove`, {})
  assert.equal(removed.headers.location, `${base}/domains?status=domain-removed`)
})

test('DOM-6 a list is uploaded as a file, in whatever form, and only accounts at the domain count', async (t) => {
  const { umbel, admin, base, domainId } = await aConsole(t)
  await umbel.holder('ana@acme.example', password)
  await umbel.holder('cy@else.example', password)
  const upload = (content: string | Uint8Array) => {
    const head = '--x\r\nContent-Disposition: form-data; name="list"; filename="l.csv"\r\n\r\n'
    const body = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--x--\r\n')])
    return umbel.send(`${base}/domains/${domainId}/claim/list`, {
      method: 'POST',
      headers: { ...admin.headers(), origin: umbel.url.origin, 'content-type': 'multipart/form-data; boundary=x' },
      body,
    })
  }
  const wrong = await upload(Buffer.from('email\nana@acme.example', 'utf16le'))
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /Save it as CSV in UTF-8/)
  assert.equal((await upload('nobody\nhere')).status, 422)
  const good = await upload('Name;E-Mail\nAna;ANA@acme.example\nCy;cy@else.example\nNo;none@acme.example')
  assert.equal(good.status, 303)
  const start = good.headers.location ?? ''
  assert.match(await page(admin, start), /3 addresses in the list/)
  const [, list = ''] = /list=([0-9a-f-]+)/.exec(start) ?? []
  const started = await admin.post(start.split('?')[0] ?? '', { mode: 'listed', list, on: inDays(3), allowed: '1' })
  const claim = (started.headers.location ?? '').split('?')[0] ?? ''
  await until(async () => (await page(admin, claim)).includes('Notice running'))
  const body = await page(admin, claim)
  assert.match(body, /ana@acme\.example/)
  assert.doesNotMatch(body, /cy@else|none@acme/)
})

test('DOM-7 who has moved away is not named to the organization any more', async (t) => {
  const { umbel, admin, base, domainId } = await aConsole(t)
  await umbel.holder('ana@acme.example', password)
  const start = `${base}/domains/${domainId}/claim/start`
  const started = await admin.post(start, { mode: 'all', on: inDays(9), allowed: '1' })
  const claim = (started.headers.location ?? '').split('?')[0] ?? ''
  await until(async () => (await page(admin, claim)).includes('Notice running'))
  await umbel.database.durable.run(sql`
    update account set email = 'secret@home.example', email_key = 'secret@home.example', name = 'Secret' where email like 'ana@%'`)
  for (const body of [await page(admin, claim), (await admin.post(`${claim}/export`, { state: '' })).body])
    assert.doesNotMatch(body, /secret/i)
})

test('ORG-1 auditors look and take along, but change nothing; others see nothing', async (t) => {
  const { umbel, admin, base, domainId, id } = await aConsole(t)
  const started = await admin.post(`${base}/domains/${domainId}/claim/start`, {
    mode: 'all',
    on: inDays(9),
    allowed: '1',
  })
  const claim = (started.headers.location ?? '').split('?')[0] ?? ''
  const stranger = await umbel.holder('eve@else.example', password)
  assert.equal((await stranger.get(claim)).status, 404)
  await umbel.database.durable.run(sql`update organization_admin set role = 'auditor' where organization_id = ${id}`)
  assert.doesNotMatch(await page(admin, claim), /Cancel claim/)
  for (const path of [
    `${claim}/cancel`,
    `${base}/domains/${domainId}/unclaim`,
    `${base}/domains/${domainId}/claim/start`,
  ])
    assert.equal((await admin.post(path, { mode: 'all', on: inDays(3), allowed: '1' })).status, 403, path)
  assert.equal((await admin.post(`${base}/domains/${domainId}/claim/export`, {})).status, 200)
})
