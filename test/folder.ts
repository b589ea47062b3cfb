import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const ENOUGH_MEMORY_BYTES = 4_000_000_000

/** A folder of its own for a test, gone when the test ends. Its name has a space, as people's folders do. */
export function aFolder(t: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(folderForTests(), 'umbel test '))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Where tests keep files: in memory where there is plenty, as some disks take half a second to copy a database. */
export function folderForTests(): string {
  const memory = '/dev/shm'
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize > ENOUGH_MEMORY_BYTES) return memory
  } catch {
    // there is no such place on this machine
  }
  return tmpdir()
}

/** A port of 127.0.0.1 that is free at this moment. */
export function aFreePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer().on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => settle(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
