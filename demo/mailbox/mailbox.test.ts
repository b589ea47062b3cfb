import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { aFolder, aFreePort } from '../../test/folder.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { openStore } from './store.ts'

const PICTURE = Buffer.from('iVBORw0KGgo=', 'base64')

test('a mail sent over SMTP is in the JSON, with both parts, in full Unicode', async (t) => {
  const { mailbox } = await aMailbox(t)
  const to = { name: 'Zoë Müller', address: 'zoe@acme.example' }
  await send(mailbox, { to, subject: 'Grüße, 你好 👋', text: 'Hallo Zoë', html: '<p>Hallo <b>Zoë</b></p>' })
  const [mail] = await json(mailbox, '/email')
  assert.equal(mail.subject, 'Grüße, 你好 👋')
  assert.deepEqual(mail.from, [{ address: 'hello@umbel.example', name: 'Umbel' }])
  assert.deepEqual(mail.to, [to])
  assert.equal(mail.text.trim(), 'Hallo Zoë')
  assert.equal(mail.html.trim(), '<p>Hallo <b>Zoë</b></p>')
  assert.equal(mail.headers['x-kind'], 'test')
  assert.ok(Math.abs(Date.parse(mail.time) - Date.now()) < 10_000)
  assert.deepEqual(await json(mailbox, `/email/${mail.id}`), mail)
})

test('mails come oldest first, and are found by recipient, hidden ones too, and by time', async (t) => {
  const { mailbox } = await aMailbox(t)
  await send(mailbox, { to: 'ana@acme.example', subject: 'one' })
  await send(mailbox, { to: 'ben@acme.example', bcc: 'Ana@Acme.example', subject: 'two' })
  const [one, two] = await json(mailbox, '/email')
  const subjects = async (query: string) =>
    (await json(mailbox, `/email${query}`)).map((mail: { subject: string }) => mail.subject)
  assert.deepEqual([one.subject, two.subject], ['one', 'two'])
  assert.deepEqual(await subjects('?to=ANA@acme.example'), ['one', 'two'])
  assert.deepEqual(await subjects('?to=ben@acme.example'), ['two'])
  assert.deepEqual(await subjects('?to=ben'), [])
  assert.deepEqual(await subjects(`?since=${two.time}`), one.time === two.time ? ['one', 'two'] : ['two'])
  assert.deepEqual(await subjects(`?since=${new Date(Date.now() + 60_000).toISOString()}`), [])
  assert.equal((await get(mailbox, '/email?since=yesterday')).status, 400)
})

test('mails outlive a restart, the oldest make room, and deleting deletes', async (t) => {
  const folder = aFolder(t)
  const store = await openStore(folder, 3)
  for (const subject of ['a', 'b', 'c', 'd'])
    await store.save(['x@acme.example'], Buffer.from(`Subject: ${subject}\r\n\r\n`))
  const again = await openStore(folder, 3)
  const mails = await again.all()
  assert.deepEqual(
    mails.map(({ subject }) => subject),
    ['b', 'c', 'd'],
  )
  assert.equal(await again.remove(mails[1]!.id), true)
  assert.equal(await again.remove('../../etc/passwd'), false)
  assert.deepEqual(
    (await again.all()).map(({ subject }) => subject),
    ['b', 'd'],
  )
  await again.removeAll()
  assert.deepEqual(readdirSync(folder), [])
})

test('DELETE works as in maildev, and what is not there is a 404', async (t) => {
  const { mailbox } = await aMailbox(t)
  await send(mailbox, { to: 'ana@acme.example' })
  await send(mailbox, { to: 'ana@acme.example' })
  const [mail] = await json(mailbox, '/email')
  assert.equal((await get(mailbox, `/email/${mail.id}`, { method: 'DELETE' })).status, 200)
  assert.equal((await get(mailbox, `/email/${mail.id}`, { method: 'DELETE' })).status, 404)
  for (const path of [`/email/${mail.id}`, `/email/${mail.id}/html`, `/mail/${mail.id}`, '/email/..%2f..%2fpackage']) {
    assert.equal((await get(mailbox, path)).status, 404, path)
  }
  assert.equal((await get(mailbox, '/email/all', { method: 'DELETE' })).status, 200)
  assert.deepEqual(await json(mailbox, '/email'), [])
  assert.equal((await get(mailbox, '/healthz')).status, 200)
})

test('pictures that a mail carries are put into its HTML, and its links open in windows of their own', async (t) => {
  const { mailbox } = await aMailbox(t)
  await send(mailbox, {
    to: 'ana@acme.example',
    html: '<!doctype html><html><head><title>x</title></head><body><img src="cid:mark@umbel"><a href="https://umbel.example/">go</a>',
    attachments: [{ filename: 'mark.png', content: PICTURE, cid: 'mark@umbel', contentType: 'image/png' }],
  })
  const [mail] = await json(mailbox, '/email')
  const response = await get(mailbox, `/email/${mail.id}/html`)
  const text = await response.text()
  assert.match(text, /^<!doctype html><html><head><base target="_blank"><title>/)
  assert.ok(text.includes(`<img src="data:image/png;base64,${PICTURE.toString('base64')}">`))
})

test('hostile mails can do nothing: escaped on our pages, without rights in their frame', async (t) => {
  const { mailbox } = await aMailbox(t)
  const attack = '"><script>alert(1)</script>'
  await send(mailbox, {
    to: { name: attack, address: 'ana@acme.example' },
    subject: attack,
    text: `${attack} https://umbel.example/verify?token=a&b=c. javascript:alert(1)`,
    html: `<script>alert(1)</script><img src=x onerror=alert(1)>${attack}`,
    headers: { 'X-Attack': attack },
  })
  const [mail] = await json(mailbox, '/email')
  for (const path of ['/', '/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E', `/mail/${mail.id}`]) {
    const response = await get(mailbox, path)
    const text = await response.text()
    assert.ok(!text.includes('<script>alert'), path)
    assert.match(response.headers.get('content-security-policy')!, /default-src 'none'.*script-src 'self'/)
    if (path.startsWith('/mail')) {
      assert.match(
        text,
        /href="https:\/\/umbel\.example\/verify\?token=a&amp;b=c" target="_blank" rel="noopener noreferrer"/,
      )
      assert.match(text, /sandbox="allow-popups allow-popups-to-escape-sandbox"/)
      assert.ok(!text.includes('href="javascript'))
    }
  }
  const framed = await get(mailbox, `/email/${mail.id}/html`)
  const policy = framed.headers.get('content-security-policy')!
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /sandbox allow-popups allow-popups-to-escape-sandbox/)
  assert.doesNotMatch(policy, /script-src|allow-scripts|allow-same-origin|allow-forms/)
  assert.match((await get(mailbox, `/email/${mail.id}/source`)).headers.get('content-type')!, /^text\/plain/)
})

test('every page is valid HTML: empty, full, searched, a mail, none', async (t) => {
  const { mailbox } = await aMailbox(t)
  const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'void-style': 'off' } })
  const check = async (path: string, says: RegExp) => {
    const text = await (await get(mailbox, path)).text()
    const report = await validator.validateString(text)
    assert.deepEqual(
      report.results.flatMap(({ messages }) => messages.map(({ message }) => message)),
      [],
      path,
    )
    assert.match(text, says)
  }
  await check('/', /No mail yet/)
  await send(mailbox, {
    to: 'ana@acme.example',
    bcc: 'ben@acme.example',
    text: 'x https://a.example/',
    html: '<p>x</p>',
  })
  const [mail] = await json(mailbox, '/email')
  await check('/', /to ana@acme\.example/)
  await check('/?q=ben', /to ana@acme\.example/)
  await check('/?q=nobody', /No mail to “nobody”/)
  await check(`/mail/${mail.id}`, /Delivered to/)
  await check('/mail/1', /no such mail/)
})

test('other websites get at nothing: foreign host names and foreign origins are refused', async (t) => {
  const { mailbox } = await aMailbox(t)
  await send(mailbox, { to: 'ana@acme.example' })
  assert.equal(await statusFor(mailbox, '/email', { host: 'evil.example' }), 403)
  assert.equal(await statusFor(mailbox, '/email', { host: 'mail.localhost:4480' }), 200)
  const foreign = { method: 'POST', headers: { origin: 'https://evil.example' } }
  assert.equal((await get(mailbox, '/delete-all', foreign)).status, 403)
  assert.equal((await json(mailbox, '/email')).length, 1)
  const own = {
    method: 'POST',
    headers: { origin: `http://localhost:${mailbox.webPort}` },
    redirect: 'manual' as const,
  }
  assert.equal((await get(mailbox, '/delete-all', own)).status, 303)
  // Under `no-referrer` a browser says that our own form comes from nowhere.
  assert.equal((await get(mailbox, '/')).headers.get('referrer-policy'), 'same-origin')
  assert.deepEqual(await json(mailbox, '/email'), [])
})

test('a mail of more than 10 MB is refused, and the next one is taken', async (t) => {
  const { mailbox } = await aMailbox(t)
  await assert.rejects(
    send(mailbox, { to: 'ana@acme.example', text: 'x'.repeat(80).concat('\n').repeat(140_000) }),
    /552/,
  )
  await send(mailbox, { to: 'ana@acme.example', subject: 'small' })
  assert.deepEqual(
    (await json(mailbox, '/email')).map(({ subject }: { subject: string }) => subject),
    ['small'],
  )
})

test('as a process it serves, ends in order when told, and says which setting moves a taken port', async (t) => {
  const [smtp, web] = [await aFreePort(), await aFreePort()]
  const settings = {
    UMBEL_MAILBOX_FOLDER: aFolder(t),
    UMBEL_MAILBOX_SMTP_PORT: `${smtp}`,
    UMBEL_MAILBOX_PORT: `${web}`,
  }
  const start = () =>
    spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env: { ...process.env, ...settings } })
  const first = start()
  assert.match(String((await once(first.stdout, 'data'))[0]), /are shown at/)
  assert.equal((await fetch(`http://localhost:${web}/healthz`)).status, 200)
  first.kill('SIGTERM')
  assert.deepEqual(await once(first, 'exit'), [0, null])
  const squatter = createServer().listen(smtp, '127.0.0.1')
  await once(squatter, 'listening')
  const second = start()
  let said = ''
  second.stderr.on('data', (text) => (said += text))
  assert.deepEqual(await once(second, 'close'), [1, null])
  assert.match(said, /UMBEL_MAILBOX_SMTP_PORT/)
  squatter.close()
})

async function aMailbox(t: TestContext): Promise<{ mailbox: Mailbox }> {
  const mailbox = await openMailbox({ folder: aFolder(t), smtpPort: 0, webPort: 0 })
  t.after(() => mailbox.close())
  return { mailbox }
}

async function send(mailbox: Mailbox, mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.smtpPort })
  const headers = { 'X-Kind': 'test', ...(mail.headers as Record<string, string>) }
  await transport.sendMail({ from: 'Umbel <hello@umbel.example>', subject: 'Hello', text: 'Hello', ...mail, headers })
}

function get(mailbox: Mailbox, path: string, init?: RequestInit): Promise<Response> {
  return fetch(`http://localhost:${mailbox.webPort}${path}`, init)
}

// biome-ignore lint/suspicious/noExplicitAny: the interface is asked as a stranger would
async function json(mailbox: Mailbox, path: string): Promise<any> {
  const response = await get(mailbox, path)
  assert.equal(response.status, 200)
  return response.json()
}

/** With a host name of one's choice, which fetch does not allow. */
async function statusFor(mailbox: Mailbox, path: string, headers: Record<string, string>): Promise<number | undefined> {
  const asked = request({ host: '127.0.0.1', port: mailbox.webPort, path, headers }).end()
  const [response] = await once(asked, 'response')
  response.resume()
  return response.statusCode
}
