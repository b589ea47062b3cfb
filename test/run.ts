import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { startServerForTests } from './postgres.ts'
import { withSlowest } from './slowest.ts'

// `npm test` checks types and style and runs every test; `npm test -- sign-in` only runs the files with that in their
// path. Browser journeys come last: they are slow, and what breaks them has mostly broken something smaller before.

const root = join(import.meta.dirname, '..')
const FOLDERS = ['src', 'demo', 'sdk', 'test']
const LONGEST_FILE_MS = 10 * 60 * 1000
const patterns = process.argv.slice(2)
// What compares times runs when nothing else does: beside other tests a few milliseconds are lost in the noise.
const alone = /enumeration[\w-]*\.test\.ts$/

// Each file is a process of its own that reads most of the sources: half of that time is spent on what the one before found out.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled')

const stopped = new AbortController()
for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 })) {
  process.on(signal, () => {
    process.exitCode = 128 + number
    stopped.abort()
    // What the tests started gets a moment to end; the database ends with this process in any case.
    setTimeout(() => process.exit(), 1000)
  })
}
// The starting process is gone, killed: nobody reads the outcome any more.
if (process.channel) {
  process.once('disconnect', () => process.exit(1))
  process.channel.unref()
}

if (patterns.length === 0) {
  await stage('Types', ['tsc', '-p', '.'])
  await stage('Style', ['biome', 'check', '--diagnostic-level=warn', '.'])
}
await tests()

async function stage(name: string, [program = '', ...args]: string[]): Promise<void> {
  const started = performance.now()
  console.log(`\n── ${name}: ${program} ${args.join(' ')}`)
  const child = spawn(join(root, 'node_modules', '.bin', program), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = await once(child, 'close')
  const outcome = code === 0 ? 'good' : 'failed'
  console.log(`── ${name}: ${outcome}, ${seconds(performance.now() - started)} s`)
  if (code !== 0) process.exit(process.exitCode || 1)
}

async function tests(): Promise<void> {
  const files = testFiles()
  if (files.length === 0) {
    console.error(`No test file has ${patterns.map((pattern) => `"${pattern}"`).join(' or ')} in its path.`)
    process.exit(1)
  }
  console.log(`\n── Tests: ${files.length} files`)
  const started = performance.now()
  const server = await startServerForTests()
  process.env.TEST_POSTGRES = server.url
  console.log(`── PostgreSQL for the tests: ${seconds(performance.now() - started)} s\n`)
  const isAlone = (file: string) => alone.test(relative(root, file))
  await runFiles(
    files.filter((file) => !isAlone(file)),
    Math.min(4, Math.max(2, availableParallelism())),
  )
  await runFiles(files.filter(isAlone), 1)
  await server.stop()
  // A test file that leaves something open has ended by now; whatever is still open is this process's own.
  process.exit()
}

async function runFiles(files: readonly string[], concurrency: number): Promise<void> {
  if (files.length === 0) return
  const events = run({
    files: [...files],
    cwd: root,
    concurrency,
    timeout: LONGEST_FILE_MS,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    signal: stopped.signal,
  })
  events.on('test:summary', ({ file, success }) => {
    if (file === undefined && !success) process.exitCode ||= 1
  })
  const report = events.compose(withSlowest).compose(new spec())
  for await (const text of report) process.stdout.write(text)
}

function testFiles(): string[] {
  const found = FOLDERS.flatMap((folder) => globSync(`${folder}/**/*.test.ts`, { cwd: root }).sort())
  const wanted = found.filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  const isJourney = (file: string) => relative('test/journeys', file).split('/')[0] !== '..'
  return [...wanted.filter((file) => !isJourney(file)), ...wanted.filter(isJourney)].map((file) => join(root, file))
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1)
}
