import { spawnSync } from 'node:child_process'
import { existsSync, linkSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What `postmaster.pid` says. */
export type Leftover = { pid: number; port: number; status: string }

/** The server that `postmaster.pid` of this data directory names, if it is alive and really that server. */
export function runningServer(directory: string): Leftover | undefined {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const found = { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
  if (!Number.isInteger(found.pid) || found.pid <= 1) return undefined
  return isAlive(found.pid) && servesDirectory(found.pid, directory) ? found : undefined
}

/**
 * Removes a `postmaster.pid` whose number has meanwhile been given to a program that is not PostgreSQL: the server would
 * take that one for its predecessor and refuse. That happens after every crash of a container, where numbers are low.
 */
export function clearStalePid(directory: string): void {
  const file = join(directory, 'postmaster.pid')
  if (!existsSync(file) || runningServer(directory)) return
  if (isAlive(Number(readFileSync(file, 'utf8').split('\n')[0]))) rmSync(file, { force: true })
}

/** The exact command of a live process, or undefined. */
export function commandOf(pid: number): string[] | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return stdout.trim() ? [stdout.trim()] : undefined
  } catch {
    return undefined
  }
}

/** Ends a server: at once but in order (fast shutdown), after 20 s without it finishing its work. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 20],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (let waited = 0; waited < seconds * 1000; waited += 10) {
      if (!isAlive(pid)) return
      await pause(10)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`)
}

/** Whether there is such a process; one that has ended and only waits to be noticed is none. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
  return statOf(pid)?.[0] !== 'Z'
}

/**
 * Takes a folder for this process, so that a second Umbel cannot adopt, and then stop, the server of a first.
 * @returns what gives it back
 * @throws Error when another live process has it
 */
export function claimFolder(file: string, folder: string): () => void {
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  const draft = `${file}.${process.pid}`
  const release = () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === mine) rmSync(file, { force: true })
  }
  writeFileSync(draft, mine)
  try {
    for (let tries = 0; tries < 3; tries++) {
      try {
        linkSync(draft, file)
        return release
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error
      }
      const held = readFileSync(file, 'utf8')
      if (held === mine) return release
      const [pid, started] = held.trim().split(' ')
      if (isAlive(Number(pid)) && startOf(Number(pid)) === started) {
        throw new Error(
          `Another Umbel (process ${pid}) is running with the data in ${folder}. Stop it first, ` +
            'or give this one a folder and ports of its own.',
        )
      }
      rmSync(file, { force: true })
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new Error(`The file ${file} keeps coming back; is another Umbel starting right now?`)
}

function servesDirectory(pid: number, directory: string): boolean {
  const command = commandOf(pid) ?? []
  if (!existsSync('/proc/self/cwd'))
    return command.some((text) => text.includes('postgres') && text.includes(directory))
  try {
    return basename(command[0] ?? '') === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === directory
  } catch {
    return command.includes(directory)
  }
}

function startOf(pid: number): string {
  if (existsSync('/proc/self/stat')) return statOf(pid)?.[19] ?? 'gone'
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim().replaceAll(/\s+/g, '_') || 'gone'
}

/** The fields of /proc/<pid>/stat from the state on: the program's name before it may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
