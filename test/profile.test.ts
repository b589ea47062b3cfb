import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { hashSecret } from '#kernel'
import { aClockAt, sql } from '#platform'
import { type Answer, anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'
import { good, talkative } from './some-pictures.ts'
import { secretsIn } from './world.ts'

// The profile and the change of an address over HTTP: what their acts cannot show.

const password = 'umbels grow in spring'
const clock = aClockAt(Temporal.Now.instant())

let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) }, { clock })
})
after(async () => {
  for (const end of ends) await end()
})

/** Sends a file as a browser's form does. */
async function upload(browser: Browser, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  const form = new FormData()
  form.append('picture', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'me.svg')
  const sent = new Response(form)
  const type = { 'content-type': sent.headers.get('content-type') ?? '', origin: umbel.url.origin }
  const body = new Uint8Array(await sent.arrayBuffer())
  return umbel.send('/profile/picture', {
    method: 'POST',
    headers: { ...browser.headers(), ...type, ...headers },
    body,
  })
}

/** Bytes, where `Answer` has text. */
async function picture(path: string, browser?: Browser) {
  const answer = await fetch(new URL(path, umbel.url), { headers: browser?.headers() ?? {} })
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

const pictureIn = (page: Answer) => /src="(\/pictures\/[\w-]{43})"/.exec(page.body)?.[1] ?? ''

test('ACC-8 a picture is uploaded, looked at, cut out and shown; its file’s words are gone, and its name means nothing', async () => {
  const ana = await umbel.holder('ana@example.com', password)
  const sent = await upload(ana, await talkative())
  assert.deepEqual([sent.status, sent.headers.location], [303, '/profile/picture/crop'])
  const page = await ana.get('/profile/picture/crop?part=0-100&zoom=200')
  assert.match(page.body, /value="0-100" checked/)
  const preview = /src="(\/profile\/picture\/preview[^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  for (const path of ['/profile/picture/whole', preview]) {
    const { status, headers, bytes } = await picture(path, ana)
    assert.deepEqual([status, headers.get('content-type')], [200, 'image/jpeg'])
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal((await sharp(bytes).metadata()).exif, undefined)
    assert.notEqual((await picture(path)).headers.get('content-type'), 'image/jpeg', 'for nobody else')
  }
  const saved = await ana.post('/profile/picture/crop', { part: '0-100', zoom: '200' })
  assert.equal(saved.headers.location, '/profile?status=picture-changed')
  const address = pictureIn(await ana.get('/profile'))
  for (const [path, side] of [
    [address, 512],
    [`${address}/small`, 96],
  ] as const) {
    const { status, headers, bytes } = await picture(path)
    assert.equal(status, 200)
    assert.deepEqual(
      ['content-type', 'x-content-type-options', 'cross-origin-resource-policy', 'cache-control'].map((name) =>
        headers.get(name),
      ),
      ['image/jpeg', 'nosniff', 'cross-origin', 'public, max-age=86400, immutable'],
    )
    assert.match(headers.get('content-security-policy') ?? '', /sandbox/)
    const { width, height, format } = await sharp(bytes).metadata()
    assert.deepEqual([width, height, format], [side, side, 'jpeg'])
  }
  assert.match((await ana.get('/accounts')).body, new RegExp(`src="${address}/small"`))

  await ana.post('/profile/picture/visibility', { audience: 'me' })
  assert.equal((await picture(address)).status, 404)
  const moved = pictureIn(await ana.get('/profile'))
  assert.equal((await picture(moved)).status, 200)
  assert.equal((await ana.post('/profile/picture/remove', {})).headers.location, '/profile?status=picture-removed')
  assert.equal((await picture(moved)).status, 404)
  assert.equal(pictureIn(await ana.get('/profile')), '')
})

test('ACC-8 a file that is too large is refused before it is read, with a sentence', async () => {
  const bo = await umbel.holder('bo@example.com', password)
  const large = Buffer.alloc(5 * 1024 * 1024 + 1)
  for (const headers of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) {
    const answer = await upload(bo, large, headers)
    assert.equal(answer.status, 413)
    assert.match(answer.body, /That file is too large\. Use a picture of at most 5 MB\./)
  }
  // It says it is short, and is not: what is longer than that is no part of it.
  const lies = await upload(bo, Buffer.alloc(20), { 'content-length': String(100 * 1024 * 1024) }).catch(
    () => undefined,
  )
  assert.ok(lies === undefined || lies.status === 413)
  const just = Buffer.concat([await good.png(), Buffer.alloc(5 * 1024 * 1024 - 20_000)])
  assert.equal((await upload(bo, just)).headers.location, '/profile/picture/crop')
})

test('ACC-8 a form without a file, with two, or with what is no picture says what is wrong', async () => {
  const cy = await umbel.holder('cy@example.com', password)
  const text = await upload(cy, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  assert.equal(text.status, 422)
  assert.match(text.body, /That isn’t a kind of picture we can use/)
  const send = (form: FormData) => sendForm(cy, form)
  const empty = new FormData()
  empty.append('picture', new Blob([]), '')
  const none = await send(empty)
  assert.equal(none.status, 422)
  assert.match(none.body, /Choose a picture first/)
  const two = new FormData()
  for (const name of ['a.png', 'b.png']) two.append('picture', new Blob([new Uint8Array(await good.png())]), name)
  assert.equal((await send(two)).status, 400)
  const field = new FormData()
  field.append('picture', 'words')
  assert.equal((await send(field)).status, 400)
  const lost = await cy.post('/profile/picture/crop', { part: '50-50', zoom: '100' })
  assert.equal(lost.status, 410)
  assert.match(lost.body, /no longer waiting/)
})

async function sendForm(browser: Browser, form: FormData): Promise<Answer> {
  const sent = new Response(form)
  const type = { 'content-type': sent.headers.get('content-type') ?? '', origin: umbel.url.origin }
  return umbel.send('/profile/picture', {
    method: 'POST',
    headers: { ...browser.headers(), ...type },
    body: new Uint8Array(await sent.arrayBuffer()),
  })
}

test('ACC-8 a stranger’s upload is not read: they log in first', async () => {
  const answer = await upload(umbel.browser(), Buffer.alloc(1024 * 1024))
  assert.equal(answer.status, 303)
  assert.match(answer.headers.location ?? '', /^\/sign-in/)
})

test('ACC-8 pages follow the language and the time zone at once', async () => {
  const dora = await umbel.holder('dora@example.com', password)
  const fields = { language: 'de', zone: 'asia/tokyo', 'language-audience': 'anyone', 'zone-audience': 'me' }
  assert.equal((await dora.post('/profile/language', fields)).status, 303)
  const page = await dora.get('/profile?status=language-changed')
  assert.match(page.body, /<html lang="de"/)
  assert.match(page.body, /Sprache und Zeitzone sind gespeichert/)
  assert.match(page.body, /Tokyo/)
  const wrong = await dora.post('/profile/language', { ...fields, zone: 'Europe/Atlantis' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.body, /aria-describedby="zone-error"/)
})

test('ACC-8 what products receive is shown as they get it', async () => {
  const eva = await umbel.holder('eva@example.com', password)
  await eva.post('/profile/name', { name: 'Eva Hidden', audience: 'me' })
  await eva.post('/profile/public-name', { 'public-name': '<b>eva</b>', audience: 'anyone' })
  assert.equal((await eva.post('/profile/public-name', { 'public-name': 'eva ✿', audience: 'anyone' })).status, 303)
  const { body } = await eva.get('/profile/shared')
  const row = (claim: string) =>
    new RegExp(`>${claim}</span></th><td>(.*?)</td>`).exec(body)?.[1]?.replace(/<[^>]+>/g, '')
  assert.equal(row('name'), 'eva ✿')
  assert.equal(row('given_name'), 'Not given')
  assert.equal(row('nickname'), 'eva ✿')
  assert.equal(row('email'), 'eva@example.com')
  assert.match(body, /You haven’t used any product/)
})

/** Asks for another address, and follows the mail. */
async function change(holder: Browser, from: string, to: string): Promise<{ undo: string }> {
  clock.move({ seconds: 61 })
  const before = umbel.mails.length
  const asked = await holder.post('/profile/email', { email: to })
  assert.equal(asked.headers.location, '/profile?status=address-asked')
  const { token = '' } = secretsIn(await umbel.mailTo(to, before, '/email/confirm'))
  const done = await umbel.browser().post('/email/confirm', { token })
  assert.equal(done.status, 200)
  const { token: undo = '' } = secretsIn(await umbel.mailTo(from, before, '/email/undo'))
  return { undo }
}

test('ACC-7 changing the address needs a log-in of the last quarter of an hour', async () => {
  const fay = await umbel.holder('fay@example.com', password)
  assert.equal((await fay.get('/profile/email')).status, 200)
  clock.move({ minutes: 16 })
  for (const answer of [
    await fay.get('/profile/email'),
    await fay.post('/profile/email', { email: 'x@example.net' }),
  ]) {
    assert.equal(answer.status, 303)
    assert.match(answer.headers.location ?? '', /^\/sign-in\/password/)
  }
  assert.deepEqual(
    await umbel.database.durable.all(sql`select 1 from address_change where email = 'x@example.net'`),
    [],
  )
})

test('ACC-7 a link in a mail changes nothing by being opened, works without a log-in, and opens nothing else', async () => {
  const gil = await umbel.holder('gil@example.com', password)
  clock.move({ seconds: 61 })
  await gil.post('/profile/email', { email: 'gil@example.net' })
  const waiting = await gil.get('/profile')
  assert.match(waiting.body, /Waiting for you to confirm <strong>gil@example\.net<\/strong>/)
  const { token = '' } = secretsIn(await umbel.mailTo('gil@example.net'))
  const stranger = umbel.browser()
  for (let times = 0; times < 2; times += 1) {
    const page = await stranger.get(`/email/confirm?token=${token}`)
    assert.equal(page.status, 200)
    assert.match(page.body, /gil@example\.net[\s\S]*gil@example\.com/)
  }
  assert.match((await gil.get('/profile')).body, /Waiting for you/)
  assert.equal((await stranger.post('/email/confirm', { token })).status, 200)
  assert.equal((await stranger.post('/email/confirm', { token })).status, 410)
  assert.equal((await stranger.get(`/email/confirm?token=${token}`)).status, 410)
  assert.equal((await stranger.get('/profile')).status, 303, 'still logged out')
  const page = await gil.get('/profile')
  assert.equal(page.status, 200, 'still logged in')
  assert.match(page.body, /gil@example\.net/)
  const [entry] = await umbel.database.durable.all<{ actor_kind: string }>(
    sql`select actor_kind from audit_entry where action = 'account.address-changed' order by id desc limit 1`,
  )
  assert.equal(entry?.actor_kind, 'visitor')
})

test('ACC-7 sending again and canceling are a click each', async () => {
  const hal = await umbel.holder('hal@example.com', password)
  clock.move({ seconds: 61 })
  await hal.post('/profile/email', { email: 'hal@example.net' })
  const first = secretsIn(await umbel.mailTo('hal@example.net')).token ?? ''
  const soon = await hal.post('/profile/email/again', {})
  assert.equal(soon.status, 429)
  assert.match(soon.body, /One email a minute is enough/)
  assert.ok(Number(soon.headers['retry-after']) > 0)
  clock.move({ seconds: 61 })
  const from = umbel.mails.length
  assert.equal((await hal.post('/profile/email/again', {})).status, 303)
  const second = secretsIn(await umbel.mailTo('hal@example.net', from)).token ?? ''
  assert.equal((await umbel.browser().get(`/email/confirm?token=${first}`)).status, 410)
  assert.equal((await hal.post('/profile/email/cancel', {})).headers.location, '/profile?status=address-canceled')
  assert.equal((await umbel.browser().post('/email/confirm', { token: second })).status, 410)
  assert.doesNotMatch((await hal.get('/profile')).body, /Waiting for you/)
})

test('ACC-7 a change ends links to choose a password, and undoing it ends every session and retires the password', async () => {
  const ivy = await umbel.holder('ivy@example.com', password)
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email: 'ivy@example.com' })
  const reset = secretsIn(await umbel.mailTo('ivy@example.com', from, '/password/reset')).token ?? ''
  assert.equal((await umbel.browser().get(`/password/reset?token=${reset}`)).status, 200)
  const { undo } = await change(ivy, 'ivy@example.com', 'thief@example.net')
  assert.equal((await umbel.browser().get(`/password/reset?token=${reset}`)).status, 410)

  // The former address is a stranger now.
  const attempt = await umbel.browser().identify('ivy@example.com')
  assert.ok(attempt)
  const mails = umbel.mails.length
  assert.match((await umbel.browser().get(`/email/undo?token=${undo}`)).body, /thief@example\.net/)
  const undone = await umbel.browser().post('/email/undo', { token: undo })
  assert.equal(undone.status, 200)
  assert.match(undone.body, /ivy@example\.com/)
  assert.equal((await ivy.get('/profile')).status, 303, 'logged out')
  const { token = '' } = secretsIn(await umbel.mailTo('ivy@example.com', mails, '/password/reset'))
  assert.equal((await umbel.browser().get(`/password/reset?token=${token}`)).status, 200)
  const [row] = await umbel.database.durable.all<{ retired: boolean }>(sql`
    select p.retired_at is not null as retired from password p join account a on a.id = p.account_id
    where a.email = 'ivy@example.com'`)
  assert.equal(row?.retired, true)
  assert.equal((await umbel.browser().post('/email/undo', { token: undo })).status, 410)
})

test('ACC-7 no link of these mails is kept in the clear', async () => {
  const jo = await umbel.holder('jo@example.com', password)
  await jo.post('/profile/email', { email: 'jo@example.net' })
  const { token = '' } = secretsIn(await umbel.mailTo('jo@example.net'))
  const [row] = await umbel.database.durable.all<{ link_hash: Buffer }>(
    sql`select link_hash from address_change where email = 'jo@example.net'`,
  )
  assert.deepEqual(row?.link_hash, hashSecret(token))
  assert.deepEqual(
    umbel.log.filter((line) => line.includes(token) || /jo@example/.test(line) || JSON.parse(line).level >= 50),
    [],
  )
})
