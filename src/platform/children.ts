import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

/** A program of ours that runs beside Umbel and is started again when it falls over. */
export type Child = { name: string; pid: () => number | undefined; stop(): Promise<void> }

const MOST_RESTARTS = 5
const STEADY_SECONDS = 60
const STOP_SECONDS = 10
const PASSED_ON = /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|NODE_.*|CI|FORCE_COLOR|NO_COLOR)$/

/**
 * Starts a program of ours on this Node, in a process group of its own (Ctrl-C is for Umbel, which stops its children in
 * order), and waits until it is ready. When it falls over it is started again, up to five times in a row with longer
 * and longer waits. It sees the settings it is given, not those of Umbel, and ends with Umbel however that one ends,
 * provided it calls `exitWithParent`.
 * @param o.entry path of the program
 * @param o.log told each line that the child prints, its name before it
 * @param o.readyWhen an address that answers once the child is ready; without it the child calls `tellReady`
 * @throws Error when it does not become ready
 */
export async function startChild(o: {
  name: string
  entry: string
  env?: Record<string, string>
  log: (line: string) => void
  readyWhen?: string
}): Promise<Child> {
  let current: ChildProcess | undefined
  let stopping = false
  const lives = (): ChildProcess => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', o.entry], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...passedOn(), ...o.env },
    })
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => o.log(`${o.name}: ${line}`))
    }
    child.on('error', (error) => o.log(`${o.name}: ${error.message}`))
    return child
  }
  const watch = async (): Promise<void> => {
    for (let failures = 0; !stopping; ) {
      const since = performance.now()
      const [code, signal] = await ended(current!)
      if (stopping) return
      failures = performance.now() - since > STEADY_SECONDS * 1000 ? 1 : failures + 1
      if (failures > MOST_RESTARTS) return o.log(`${o.name}: gave up after ${MOST_RESTARTS} restarts`)
      const seconds = 2 ** (failures - 2)
      o.log(`${o.name}: ended unexpectedly (${signal ?? code}), starts again in ${seconds} s`)
      await pause(seconds * 1000, undefined, { ref: false })
      if (!stopping) current = lives()
    }
  }
  current = lives()
  const early = ended(current)
  const ready = o.readyWhen ? answers(o.readyWhen, () => current?.exitCode === null) : once(current, 'message')
  const outcome = await Promise.race([ready.then(() => 'ready'), early.then(([code, signal]) => `${signal ?? code}`)])
  if (outcome !== 'ready') throw new Error(`${o.name} did not start (${outcome}); what it said is in the log.`)
  void watch()
  return {
    name: o.name,
    pid: () => current?.pid,
    stop: async () => {
      stopping = true
      if (current) await end(current)
    },
  }
}

/** For a child: tells Umbel that it is ready. */
export function tellReady(): void {
  process.send?.('ready')
}

/**
 * For a child: ends this process when the one that started it has gone, even by kill -9.
 * @param stop what to do first
 */
export function exitWithParent(stop: () => Promise<void> | void = () => {}): void {
  if (!process.channel) return
  process.once('disconnect', async () => {
    await Promise.race([stop(), pause(STOP_SECONDS * 1000)])
    process.exit()
  })
  process.channel.unref()
}

/**
 * Calls `stop` when this process is told to end (Ctrl-C, SIGTERM, the terminal or the starting process gone) and exits
 * afterwards. The same signal often arrives twice at once, from the terminal and from npm; only one more that comes
 * later ends the process without waiting.
 */
export function whenToldToStop(stop: (why: string) => Promise<void>): void {
  let toldAt: number | undefined
  const told = async (why: string): Promise<void> => {
    if (toldAt !== undefined) {
      if (performance.now() - toldAt > 1000 && why !== 'disconnect') process.exit(130)
      return
    }
    toldAt = performance.now()
    try {
      await stop(why)
      process.exit(process.exitCode ?? 0)
    } catch (error) {
      console.error(error)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void told(signal))
  if (!process.channel) return
  process.once('disconnect', () => void told('disconnect'))
  process.channel.unref()
}

function passedOn(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)))
}

async function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode]
  if (child.pid === undefined) return [1, null]
  return (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
}

async function answers(address: string, alive: () => boolean): Promise<void> {
  while (alive()) {
    const response = await fetch(address).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await pause(25)
  }
  await new Promise(() => {}) // it has ended: whoever waits learns that from the child itself
}

async function end(child: ChildProcess): Promise<void> {
  const gone = ended(child)
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000)
  await gone
  clearTimeout(late)
}
