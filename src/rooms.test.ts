import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { rooms } from './rooms.ts'

const src = fileURLToPath(new URL('.', import.meta.url))
const order = Object.keys(rooms)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const importsOf = (file: string): string[] =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, what]) => what as string,
  )

test('the map has a line for every room, and every room on the map exists', () => {
  const folders = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  assert.deepEqual(folders.map(({ name }) => name).sort(), [...order].sort())
})

test('a room uses only rooms above it', () => {
  for (const [room, { uses }] of Object.entries(rooms)) {
    for (const used of uses)
      assert.ok(order.indexOf(used) < order.indexOf(room), `${room} may not use ${used}: it is below`)
  }
})

test('rooms reach each other only through doors, and only where the map says so', () => {
  const strays: string[] = []
  for (const file of files) {
    const [room = '', ...rest] = file.split(sep)
    if (rest.length === 0) continue
    const uses: readonly string[] = rooms[room as keyof typeof rooms].uses
    for (const imported of importsOf(file)) {
      if (imported.startsWith('#')) {
        const [target = ''] = imported.slice(1).split('/')
        const isOwnPage = target === room && imported === '#platform/page'
        const isDoor = imported === `#${target}` || imported === '#platform/page'
        if (!isDoor || !(uses.includes(target) || isOwnPage)) strays.push(`${file} imports ${imported}`)
      } else if (imported.startsWith('.')) {
        const reached = join(room, ...rest.slice(0, -1), imported)
        const isTestHelp = file.endsWith('.test.ts') && reached.startsWith(`..${sep}test`)
        const isAssembly = file.endsWith('.test.ts') && !reached.slice(0).includes(sep)
        if (!reached.startsWith(`${room}${sep}`) && !isTestHelp && !isAssembly)
          strays.push(`${file} imports ${imported}`)
      }
    }
  }
  assert.deepEqual(strays, [])
})
