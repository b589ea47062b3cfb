import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { aFolder, aFreePort } from '../../test/folder.ts'
import { isAlive, stopServer } from './postgres-leftovers.ts'
import { ensureDatabase, startPostgres } from './postgres-server.ts'

test('the first start makes the data, a stop leaves nothing running, and the next start has the data', async (t) => {
  const place = await aPlace(t)
  const first = await startPostgres(place)
  await ask(first.url, 'create table kept as select 1 as one')
  const [server] = await ask(
    first.url,
    `select current_setting('server_encoding') as encoding,
    current_setting('listen_addresses') as listens, current_setting('unix_socket_directories') as sockets,
    (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale`,
  )
  assert.deepEqual(server, { encoding: 'UTF8', listens: '127.0.0.1', sockets: '', locale: 'b C.UTF-8' })
  await first.stop()
  assert.equal(isAlive(first.pid), false)
  const second = await startPostgres(place)
  assert.deepEqual(await ask(second.url, 'select one from kept'), [{ one: 1 }])
  await second.stop()
  assert.deepEqual(readdirSync(join(place.directory, '..')).sort(), ['postgres', 'postgres-password', 'postgres.log'])
})

test('the password is kept for the owner alone, and nobody comes in without it', async (t) => {
  const place = await aPlace(t)
  const server = await startPostgres(place)
  assert.equal(statSync(`${place.directory}-password`).mode & 0o777, 0o600)
  const guess = new URL(server.url)
  guess.password = 'guess'
  await assert.rejects(ask(guess.href, 'select 1'), { code: '28P01' })
  await server.stop()
})

test('after a kill -9 of PostgreSQL it starts again with what was committed', async (t) => {
  const place = await aPlace(t)
  const first = await startPostgres({ ...place, durable: true })
  await ask(first.url, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  const second = await startPostgres({ ...place, durable: true })
  assert.notEqual(second.pid, first.pid)
  assert.deepEqual(await ask(second.url, 'select one from kept'), [{ one: 1 }])
  await second.stop()
})

test('after a kill -9 of Umbel, PostgreSQL runs on and the next start takes it over, and stops it', async (t) => {
  const place = await aPlace(t)
  const left = await leftBehind(place)
  assert.equal(isAlive(left), true)
  const next = await startPostgres(place)
  assert.equal(next.pid, left)
  assert.match(place.said.join(), /Took over/)
  assert.deepEqual(await ask(next.url, 'select 1 as one'), [{ one: 1 }])
  await next.stop()
  assert.equal(isAlive(left), false)
})

test('a PostgreSQL left behind on another port, or with other settings, is stopped and started anew', async (t) => {
  const place = await aPlace(t)
  const left = await leftBehind(place)
  const next = await startPostgres({ ...place, port: await aFreePort(), durable: true })
  assert.equal(isAlive(left), false)
  assert.deepEqual(await ask(next.url, 'show fsync'), [{ fsync: 'on' }])
  await next.stop()
})

test('a second Umbel on the same data is refused, and does not disturb the first', async (t) => {
  const place = await aPlace(t)
  const first = await startPostgres(place)
  const other = spawn(process.execPath, ['--input-type=module', '--eval', program(place)], { stdio: 'pipe' })
  let said = ''
  other.stderr.on('data', (text) => (said += text))
  await once(other, 'close')
  assert.match(said, new RegExp(`Another Umbel \\(process ${process.pid}\\) is running with the data in`))
  assert.deepEqual(await ask(first.url, 'select 1 as one'), [{ one: 1 }])
  await first.stop()
})

test('a port that is taken is refused in words that name the setting, and works once it is free', async (t) => {
  const place = await aPlace(t)
  const squatter = createServer().listen(place.port, '127.0.0.1')
  await once(squatter, 'listening')
  await assert.rejects(startPostgres(place), new RegExp(`Port ${place.port} is taken .*UMBEL_POSTGRES_PORT`))
  squatter.close()
  await (await startPostgres(place)).stop()
})

test('a stale postmaster.pid whose number now belongs to another program does not block', async (t) => {
  const place = await aPlace(t)
  await (await startPostgres(place)).stop()
  const stranger = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'])
  t.after(() => stranger.kill())
  const lines = [
    stranger.pid,
    place.directory,
    1_700_000_000,
    place.port,
    '',
    '127.0.0.1',
    '  1234567  0',
    'ready   ',
    '',
  ]
  writeFileSync(join(place.directory, 'postmaster.pid'), lines.join('\n'))
  await (await startPostgres(place)).stop()
  assert.equal(isAlive(stranger.pid!), true)
})

test('data that was made half is made again', async (t) => {
  const place = await aPlace(t)
  mkdirSync(`${place.directory}-new/data`, { recursive: true })
  writeFileSync(`${place.directory}-new/data/PG_VERSION`, '18\n')
  await (await startPostgres(place)).stop()
  assert.equal(existsSync(`${place.directory}-new`), false)
})

test('a signal to the process group of Umbel does not reach PostgreSQL', async (t) => {
  const server = await startPostgres(await aPlace(t))
  const [group] = await ask(
    server.url,
    `select (string_to_array(pg_read_file('/proc/${server.pid}/stat'), ' '))[5] as id`,
  )
  assert.deepEqual(group, { id: String(server.pid) })
  await server.stop()
})

test('further databases are made once', async (t) => {
  const server = await startPostgres(await aPlace(t))
  const address = await ensureDatabase(server.url, 'tracker')
  assert.equal(await ensureDatabase(server.url, 'tracker'), address)
  assert.deepEqual(await ask(address, 'select current_database() as name'), [{ name: 'tracker' }])
  await server.stop()
})

// A run that is broken off ends this process before its `after`s: the servers here are made to outlive such things.
const places: Place[] = []
process.once('SIGTERM', async () => {
  await Promise.all(places.map(stopIn))
  for (const { directory } of places) rmSync(join(directory, '../..'), { recursive: true, force: true })
  process.exit(143)
})

type Place = { directory: string; port: number; durable: boolean; log: (sentence: string) => void; said: string[] }

async function aPlace(t: TestContext): Promise<Place> {
  const place: Place = {
    directory: '',
    port: await aFreePort(),
    durable: false,
    log: (text) => place.said.push(text),
    said: [],
  }
  places.push(place)
  t.after(() => stopIn(place))
  place.directory = join(aFolder(t), 'data', 'postgres')
  return place
}

async function stopIn(place: Place): Promise<void> {
  const file = join(place.directory, 'postmaster.pid')
  if (existsSync(file)) await stopServer(Number.parseInt(readFileSync(file, 'utf8'), 10))
}

function program({ directory, port, durable }: Place): string {
  const place = JSON.stringify({ directory, port, durable })
  const module = JSON.stringify(new URL('./postgres-server.ts', import.meta.url).href)
  return `import { startPostgres } from ${module}
    const server = await startPostgres({ ...${place}, log: console.error })
    console.log(server.pid)
    setInterval(() => {}, 1000)`
}

/** Starts PostgreSQL from another process and kills that one. */
async function leftBehind(place: Place): Promise<number> {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [pid] = await once(parent.stdout, 'data')
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  return Number(String(pid))
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}
