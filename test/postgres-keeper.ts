import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '../src/platform/postgres-server.ts'
import { aFreePort, folderForTests } from './folder.ts'

// Keeps a PostgreSQL for tests, in a folder of its own, for as long as whoever started this process holds its standard
// input open. So nothing stays behind, however that one ends. Prints the server's address.

const folder = mkdtempSync(join(folderForTests(), 'umbel-test-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

const server = await startPostgres({
  directory: join(folder, 'postgres'),
  port: await aFreePort(),
  durable: false,
  log: (sentence) => console.error(sentence),
})
process.stdin
  .on('error', () => {})
  .on('close', async () => {
    await server.stop()
    process.exit()
  })
process.stdin.resume()
process.stdout.on('error', () => {}).write(`${server.url}\n`)
