import { randomInt } from 'node:crypto'
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

/**
 * A port nobody listens on, below those that systems give to outgoing connections: a program that is killed and started
 * again must find its port as it left it, and no connection may take it meanwhile.
 */
export async function aFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer().on('error', () => settle(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => settle(true)))
  })
}
