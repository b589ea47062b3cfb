import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { walks } from './walks.ts'

// Takes a picture of every page in every state, in both themes, on a desk and on a phone, into test/output/screens/, for
// holding against the mock-ups: `node test/journeys/screens.ts`, or with names of states to take only those.

const output = join(import.meta.dirname, '../output/screens')
const wanted = process.argv.slice(2)
const ends: (() => unknown)[] = []
const t = { after: (end: () => unknown) => void ends.unshift(end) }
let taken = 0

async function look(page: Window, name: string): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 860 })
      await page.screenshot({ path: join(output, `${name}-${colorScheme}-${width}.png`), fullPage: true })
      taken += 1
    }
  }
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize({ width: 1280, height: 860 })
}

if (wanted.length === 0) rmSync(output, { recursive: true, force: true })
mkdirSync(output, { recursive: true })
try {
  const house = await aHouse(t)
  const open = await aBrowser(t)
  for (const walk of Object.values(walks)) {
    await walk(await open(t as never, { deviceScaleFactor: 1 }), house, look)
  }
} finally {
  for (const end of ends) await end()
}
console.log(`${taken} pictures are in ${output}`)
