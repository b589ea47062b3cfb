import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { aFolder } from '../../test/folder.ts'
import { startChild } from './children.ts'
import { isAlive } from './postgres-leftovers.ts'

const MODULE = JSON.stringify(new URL('./children.ts', import.meta.url).href)
const READY = `import { tellReady, whenToldToStop } from ${MODULE}
  setInterval(() => {}, 1000)
  whenToldToStop(async () => console.log('in order'))
  console.log('hello from ' + process.env.PLACE + ', secret ' + process.env.UMBEL_SECRET)
  tellReady()`

test('a child is ready when it says so, sees only its own settings, and stops in order', async (t) => {
  const { entry, lines, log } = aProgram(t, READY)
  process.env.UMBEL_SECRET = 'x'
  const child = await startChild({ name: 'box', entry, env: { PLACE: 'here' }, log })
  const pid = child.pid()!
  await child.stop()
  assert.equal(isAlive(pid), false)
  assert.deepEqual(lines, ['box: hello from here, secret undefined', 'box: in order'])
})

test('a child that falls over is started again', async (t) => {
  const { entry, lines, log } = aProgram(t, READY)
  const child = await startChild({ name: 'box', entry, log })
  const first = child.pid()!
  process.kill(first, 'SIGKILL')
  await until(() => lines.filter((line) => line.includes('hello')).length === 2)
  assert.notEqual(child.pid(), first)
  assert.ok(lines.includes('box: ended unexpectedly (SIGKILL), starts again in 0.5 s'))
  await child.stop()
  assert.equal(isAlive(child.pid()!), false)
})

test('a child that ends before it is ready is an error, and is not started again', async (t) => {
  const { entry, lines, log } = aProgram(t, `console.error('no port'); process.exit(3)`)
  await assert.rejects(startChild({ name: 'box', entry, log }), /box did not start \(3\)/)
  await pause(100)
  assert.deepEqual(lines, ['box: no port'])
})

test('a child can be ready when an address answers', async (t) => {
  const server = createServer((_request, response) => response.end('yes')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { entry, log } = aProgram(t, 'setInterval(() => {}, 1000)')
  const readyWhen = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const child = await startChild({ name: 'box', entry, log, readyWhen })
  await child.stop()
  server.close()
})

test('a child does not outlive Umbel, even one killed with signal 9', async (t) => {
  const { entry } = aProgram(t, READY)
  const program = `import { startChild } from ${MODULE}
    const child = await startChild({ name: 'box', entry: ${JSON.stringify(entry)}, log: () => {} })
    console.log(child.pid())`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program])
  const pid = Number(String((await once(parent.stdout, 'data'))[0]))
  assert.equal(isAlive(pid), true)
  parent.kill('SIGKILL')
  await until(() => !isAlive(pid))
})

function aProgram(t: TestContext, text: string) {
  const entry = join(aFolder(t), 'program.ts')
  writeFileSync(entry, text)
  const lines: string[] = []
  return { entry, lines, log: (line: string) => lines.push(line) }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    assert.ok(tries < 500, 'it did not happen within 10 s')
    await pause(20)
  }
}
