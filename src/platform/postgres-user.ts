import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How to run PostgreSQL's programs: as whom, and behind which command. */
export type RunsAs = { owner?: { uid: number; gid: number }; prefix: string[]; options: SpawnOptions }

// PG… variables of the person's shell would change what the server does, and other languages what it logs.
const ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Decides as whom PostgreSQL runs, since it refuses to run as root. A plain user runs it themselves. Root runs it as the
 * owner of the folder, or as `postgres` or `nobody` when root owns that too; where such a user cannot reach the files
 * (a checkout below /root), it is given the right to read past folders, and nothing else, with `setpriv`.
 * @param directory where the data is or will be
 * @param program the `initdb` binary
 * @throws Error in words for the person, when nobody can run it
 */
export function whoRunsPostgres(directory: string, program: string): RunsAs {
  const plain: RunsAs = { prefix: [], options: { env: ENVIRONMENT, cwd: '/' } }
  if (process.getuid?.() !== 0) {
    refuseForeign(directory)
    return plain
  }
  const owner = ownerFor(directory)
  const asOwner: RunsAs = { owner, prefix: [], options: { ...plain.options, ...owner } }
  const candidates = [asOwner, ...['dac_read_search', 'dac_override'].map((right) => withRight(owner, right, plain))]
  const able = candidates.find((candidate) => reaches(candidate, dirname(directory), program))
  if (able) return able
  throw new Error(
    `PostgreSQL does not run as root, and user ${owner.uid} cannot reach ${dirname(directory)} or ${program}. ` +
      'Ways out: run Umbel as a plain user; move it to a folder that others may enter; ' +
      'or set DATABASE_URL to a PostgreSQL of yours.',
  )
}

/** Makes a folder and those above it; what root makes belongs to the owner of the nearest folder that was there. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  const root = process.getuid?.() === 0
  // 711: when PostgreSQL runs as somebody else, it has to pass through here to its own folder.
  try {
    mkdirSync(folder, { mode: root ? 0o711 : 0o700 })
  } catch (cause) {
    const { code } = cause as { code?: string }
    if (code === 'EEXIST') return // another process was faster
    const out = 'Give Umbel a folder that it can write, or run it as the owner of that one.'
    throw new Error(`The folder ${folder} for Umbel's data cannot be made (${code}). ${out}`, { cause })
  }
  if (root) handOver(folder, statSync(dirname(folder)))
}

/** Gives a file, or a folder with all in it, to somebody. Only root can, and only root needs to. */
export function handOver(path: string, owner: { uid: number; gid: number } | undefined): void {
  if (!owner || process.getuid?.() !== 0) return
  chownSync(path, owner.uid, owner.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) handOver(join(path, entry.name), owner)
  }
}

function ownerFor(directory: string): { uid: number; gid: number } {
  const users = passwd()
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { uid, gid } = statSync(folder)
      // initdb wants a user with a name; an unnamed owner is common where a folder is mounted into a container.
      if (uid !== 0 && (folder === directory || users.some((user) => user.uid === uid))) return { uid, gid }
      if (folder !== directory) break
    }
    if (folder === dirname(folder)) break
  }
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody')
  return user ? { uid: user.uid, gid: user.gid } : { uid: 65534, gid: 65534 }
}

function passwd(): { name: string; uid: number; gid: number }[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function withRight(owner: { uid: number; gid: number }, right: string, plain: RunsAs): RunsAs {
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  const rights = ['inh-caps', 'ambient-caps', 'bounding-set'].map((kind) => `--${kind}=-all,+${right}`)
  // PostgreSQL asks access(2) about its own program, which forgets the rights of everybody but root without this bit.
  return {
    owner,
    prefix: ['setpriv', ...ids, ...rights, '--securebits=+no_setuid_fixup', '--'],
    options: plain.options,
  }
}

function reaches(candidate: RunsAs, folder: string, program: string): boolean {
  // --show makes initdb look for everything it needs, and nothing else.
  const script = 'cd "$0" && "$1" --show -D /nowhere'
  const [command = 'sh', ...args] = [...candidate.prefix, 'sh', '-c', script, folder, program]
  const { cwd, env, uid, gid } = candidate.options
  return spawnSync(command, args, { cwd, env, uid, gid, stdio: 'ignore' }).status === 0
}

function refuseForeign(directory: string): void {
  const uid = process.getuid?.()
  if (uid === undefined || !existsSync(directory)) return
  const owner = statSync(directory).uid
  if (owner === uid) return
  throw new Error(
    `The database folder ${directory} belongs to another user (id ${owner}); Umbel was probably started as root before. ` +
      `Start it as that user again, or take the folder over: sudo chown -R ${uid} '${dirname(directory)}'`,
  )
}
