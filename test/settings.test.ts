import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { type Answer, attemptIn, send } from './an-umbel.ts'
import { aFolder, aFreePort } from './folder.ts'
import { aDatabase, anEmptyDatabase } from './postgres.ts'

// OPS-4, on the real program: what production refuses to start with, and what it starts.

const MAIN = join(import.meta.dirname, '../src/main.ts')
const key = randomBytes(32).toString('base64')
const good = {
  DATABASE_URL: 'postgres://umbel:hunter2@127.0.0.1:1/umbel',
  SMTP_URL: 'smtp://mailer:hunter2@127.0.0.1:1',
  UMBEL_URL: 'https://id.example.com',
  UMBEL_SECRET_KEY: key,
  UMBEL_MAIL_FROM: 'hello@id.example.com',
}
type Environment = Readonly<Record<string, string | undefined>>

function run(t: TestContext, environment: Environment) {
  const folder = aFolder(t)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(String(text)))
  t.after(() => stop(child))
  return { child, folder, said: () => said.join('') }
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  return (await gone)[0]
}

/** Starts with settings that will not do; gives what it said. */
async function refusal(t: TestContext, environment: Environment): Promise<string> {
  const { child, folder, said } = run(t, { ...good, ...environment })
  const [code] = await once(child, 'close')
  assert.equal(code, 1, said())
  assert.deepEqual(readdirSync(folder), [], 'nothing was made')
  assert.doesNotMatch(said(), /hunter2|\n\s+at /, 'no secret and no trace is printed')
  if (environment.UMBEL_SECRET_KEY) assert.ok(!said().includes(environment.UMBEL_SECRET_KEY))
  return said()
}

const weak: readonly [what: string, environment: Environment, said: RegExp][] = [
  ['no address of its own', { UMBEL_URL: undefined }, /UMBEL_URL is missing: .*https:\/\/id\.example\.com/],
  ['no mail server', { SMTP_URL: '' }, /SMTP_URL is missing: .*smtps:\/\//],
  ['no key', { UMBEL_SECRET_KEY: undefined }, /UMBEL_SECRET_KEY is missing: .*openssl rand -base64 32/],
  ['no sender', { UMBEL_MAIL_FROM: undefined }, /UMBEL_MAIL_FROM is missing/],
  ['http', { UMBEL_URL: 'http://id.example.com' }, /UMBEL_URL is “http:\/\/id\.example\.com”.*Give the https address/],
  ['a path', { UMBEL_URL: 'https://example.com/id' }, /UMBEL_URL .*without a path/],
  ['a short key', { UMBEL_SECRET_KEY: randomBytes(24).toString('base64') }, /UMBEL_SECRET_KEY cannot be used.*openssl/],
  ['a key of one letter', { UMBEL_SECRET_KEY: 'A'.repeat(64) }, /UMBEL_SECRET_KEY cannot be used/],
  ['a pepper of one letter', { UMBEL_PASSWORD_PEPPER: 'B'.repeat(64) }, /UMBEL_PASSWORD_PEPPER cannot be used/],
  ['a database that is none', { DATABASE_URL: 'mysql://u:hunter2@db/umbel' }, /DATABASE_URL cannot be used/],
  ['a database address torn', { DATABASE_URL: 'postgres://u:hunter2@db:99999/umbel' }, /DATABASE_URL cannot be used/],
  ['a mail address torn', { SMTP_URL: 'smtp://u:hunter2@mail:25:25' }, /SMTP_URL cannot be used/],
  ['a name that is no setting', { UMBEL_SECRETKEY: 'hunter2' }, /UMBEL_SECRETKEY is not a setting of Umbel/],
  ['a port that is none', { UMBEL_PORT: '70000' }, /UMBEL_PORT is “70000”.*1 to 65535/],
  ['a length that is none', { UMBEL_SESSION_KEPT: '30 days' }, /UMBEL_SESSION_KEPT is “30 days”.*P30D/],
  ['a negative length', { UMBEL_SESSION_LENGTH: '-PT1H' }, /UMBEL_SESSION_LENGTH is “-PT1H”.*above zero/],
  ['no length at all', { UMBEL_ACCESS_TOKEN_LIFE: 'PT0S' }, /UMBEL_ACCESS_TOKEN_LIFE/],
  ['cheap hashes', { UMBEL_ARGON2_MEMORY_KIB: '1024' }, /UMBEL_ARGON2_MEMORY_KIB.*19456/],
  [
    'proxies that are none',
    { UMBEL_TRUSTED_PROXIES: 'everybody' },
    /UMBEL_TRUSTED_PROXIES.*CIDR|UMBEL_TRUSTED_PROXIES.*10\.0\.0\.0\/8/,
  ],
  ['a zone that is none', { UMBEL_TIME_ZONE: 'Mars/Olympus' }, /UMBEL_TIME_ZONE.*Europe\/London/],
]

test('OPS-4 production does not start with settings that are missing or weak, and says how to mend each', async (t) => {
  const all = async ([what, environment, said]: (typeof weak)[number]) =>
    t.test(what, async (sub) => assert.match(await refusal(sub, environment), said))
  await Promise.all([all(weak[0]!), all(weak[1]!)])
  for (let next = 2; next < weak.length; next += 3) await Promise.all(weak.slice(next, next + 3).map(all))
})

test('OPS-4 all faults are told at once', async (t) => {
  const said = await refusal(t, Object.assign({}, ...weak.slice(1).map(([, environment]) => environment)))
  for (const name of new Set(weak.slice(1).flatMap(([, environment]) => Object.keys(environment)))) {
    if (name !== 'UMBEL_URL') assert.match(said, new RegExp(`^  - ${name} `, 'm'))
  }
  const both = await refusal(t, { UMBEL_URL: 'http://id.example.com', UMBEL_PORT: '0' })
  assert.match(both, /^ {2}- UMBEL_PORT /m)
  assert.match(both, /^ {2}- UMBEL_URL /m)
})

test('OPS-2 two processes start at once on a new database, without demo or mailbox, and share everything', async (t) => {
  const { url: DATABASE_URL } = await anEmptyDatabase(t)
  const mail = await aMailServer(t)
  const [mailboxPort, trackerPort, nameServerPort] = await Promise.all([aFreePort(), aFreePort(), aFreePort()])
  const start = async (environment: Environment) => {
    const port = await aFreePort()
    const ports = {
      UMBEL_MAILBOX_PORT: String(mailboxPort),
      UMBEL_TRACKER_PORT: String(trackerPort),
      UMBEL_NAME_SERVER_DNS_PORT: String(nameServerPort),
    }
    const own = { UMBEL_HOST: '127.0.0.1', UMBEL_PORT: String(port), UMBEL_LOG_LEVEL: 'debug' }
    return { port, ...run(t, { ...good, DATABASE_URL, SMTP_URL: mail.url, ...ports, ...own, ...environment }) }
  }
  const [one, two] = await Promise.all([start({ UMBEL_TRUSTED_PROXIES: '127.0.0.1/32' }), start({})])
  for (const { port, child, said } of [one, two]) await ready(port, child, said)
  for (const port of [mailboxPort, trackerPort, nameServerPort]) assert.equal(await listens(port), false)
  for (const { folder } of [one, two]) assert.deepEqual(readdirSync(folder), [])

  const at = (port: number) => new URL(`http://127.0.0.1:${port}`)
  const host = { host: 'id.example.com' }
  const form = { ...host, 'content-type': 'application/x-www-form-urlencoded', origin: 'https://id.example.com' }
  const cookieOf = ({ headers }: Answer) => (headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')

  const person = { name: 'Ana', email: 'ana@example.org', password: 'umbels grow in spring', terms: '1' }
  const signUp = await send(at(one.port), '/sign-up', {
    method: 'POST',
    headers: { ...form, 'x-forwarded-for': '198.51.100.7, 203.0.113.9' },
    body: new URLSearchParams(person).toString(),
  })
  const attempt = attemptIn(signUp)
  for (const line of signUp.headers['set-cookie'] ?? []) {
    assert.match(line, /^__Host-umbel(-run)?=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure/)
    assert.doesNotMatch(line, /domain/i)
  }
  assert.match(String(signUp.headers['strict-transport-security']), /max-age=\d{8}/)

  for (const path of [
    '/.well-known/openid-configuration',
    '/jwks',
    '/token',
    '/authorize',
    '/health/live',
    '/nowhere',
  ]) {
    const { headers } = await send(at(one.port), path, { headers: host })
    assert.match(String(headers['strict-transport-security']), /max-age=\d{8}/, path)
  }

  const text = await mail.next()
  assert.match(text, /https:\/\/id\.example\.com\/verify-email\/link\?token/)
  const code = /Subject:.*?(\d{3}) (\d{3})/.exec(text)?.slice(1).join('')
  const proved = await send(at(two.port), '/verify-email', {
    method: 'POST',
    headers: { ...form, cookie: cookieOf(signUp), 'x-forwarded-for': '198.51.100.8' },
    body: new URLSearchParams({ attempt, code: code ?? '' }).toString(),
  })
  assert.equal(proved.headers.location, '/')
  const profile = await send(at(one.port), '/profile', { headers: { ...host, cookie: cookieOf(proved) } })
  assert.equal(profile.status, 200)

  const client = new pg.Client(DATABASE_URL)
  await client.connect()
  const { rows: entries } = await client.query(
    "select action, network from audit_entry where actor_kind = 'visitor' order by id",
  )
  const { rows: keys } = await client.query(
    'select algorithm, count(*)::int as count from signing_key group by 1 order by 1',
  )
  await client.end()
  const networks = Object.fromEntries(entries.map(({ action, network }) => [action, network]))
  assert.equal(networks['account.created'], '203.0.113.9', 'as far as the trusted proxy says')
  assert.equal(networks['account.address-proved'], '127.0.0.1', 'nobody is trusted there')
  const [es256, rs256] = keys
  assert.ok(es256.count === rs256.count && es256.count <= 2, 'one set of keys, not one for each process')

  for (const { child, said } of [one, two]) {
    assert.equal(await stop(child), 0, said())
    assert.doesNotMatch(said(), /ana@example|umbels grow|198\.51\.100|203\.0\.113|hunter2/)
    assert.ok(!said().includes(key) && !said().includes(code ?? '—'))
  }
})

test('OPS-2 http on this computer is for trying out: production without https keeps its cookies there', async (t) => {
  const { url: DATABASE_URL } = await aDatabase(t)
  const port = await aFreePort()
  const UMBEL_URL = `http://localhost:${port}`
  const { child, said } = run(t, { ...good, DATABASE_URL, UMBEL_URL })
  await ready(port, child, said)
  const page = await send(new URL(UMBEL_URL), '/profile', {})
  assert.match(String(page.headers['set-cookie']), /^umbel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age/)
  assert.equal(page.headers['strict-transport-security'], undefined)
})

async function ready(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return
    if (child.exitCode !== null) break
    await pause(50)
  }
  assert.fail(`it did not start: ${said()}`)
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function aMailServer(t: TestContext) {
  const port = await aFreePort()
  let taken: (text: string) => void
  const first = new Promise<string>((resolve) => {
    taken = resolve
  })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (part) => {
        text += part
      })
      stream.on('end', () => {
        taken(text.replace(/=\r\n/g, '').replaceAll('=3D', '='))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  t.after(() => server.close())
  return { url: `smtp://127.0.0.1:${port}`, next: () => first }
}
