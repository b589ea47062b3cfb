import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { walks } from './walks.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

for (const [who, walk] of Object.entries(walks)) {
  test(`OPS-5 every page that ${who} sees is valid and accessible, light and wide or dark and narrow`, async (t) => {
    const page = await open(t)
    // All of them, before it fails for any.
    const faults: string[] = []
    await walk(page, house, async (at, name) => {
      await checkPage(at, name).catch((error: Error) => faults.push(error.message))
    })
    assert.deepEqual(faults.join('\n\n'), '')
  })
}

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
