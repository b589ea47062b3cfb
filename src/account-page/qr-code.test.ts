import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from 'uqr'
import { sayIn } from '#platform/page'
import { setUpAppPage } from './pages/two-step.ts'

test('LOG-10 the drawing of an app’s key has exactly the dark and light squares of its QR code', () => {
  const uri = 'otpauth://totp/Umbel%20(id.example.com):ana%40example.com?issuer=Umbel&secret=JQ5C7XPM2WKD4TRN'
  const account = { id: '0199f0aa', name: 'Ana', email: 'ana@example.com' }
  const page = setUpAppPage(sayIn('en', 'UTC'), {
    holder: { account, products: [] },
    secret: 'JQ5C7XPM2WKD4TRN',
    uri,
    isOn: false,
    hasApp: false,
    hasPasskeys: false,
  }).toString()
  const { data, size } = encode(uri, { ecc: 'L', border: 2 })
  const [, path = ''] = /<svg class="qr" viewBox="0 -0.5 \d+ \d+"[^>]*><path d="([^"]+)"/.exec(page) ?? []
  const drawn = data.map((row) => row.map(() => false))
  for (const [, y = '', runs = ''] of path.matchAll(/M0 (\d+)((?:[hm][\d ]+)*)/g)) {
    let x = 0
    for (const [, kind, length = ''] of runs.matchAll(/([hm])(\d+)/g)) {
      if (kind === 'h') drawn[Number(y)]?.fill(true, x, x + Number(length))
      x += Number(length)
    }
    assert.ok(x <= size)
  }
  assert.deepEqual(drawn, data)
})
