import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anUmbel } from './an-umbel.ts'
import { secretsIn } from './world.ts'

test('ACC-4 a code that is sent several times at once is right each time', async (t) => {
  const umbel = await anUmbel(t)
  for (let round = 0; round < 5; round += 1) {
    const email = `ana${round}@home.example`
    const browser = umbel.browser()
    const attempt = await browser.signUp({ email, password: 'umbels grow in spring' })
    const { code = '' } = secretsIn(await umbel.mailTo(email))
    const headers = {
      ...browser.headers(),
      origin: umbel.url.origin,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const body = new URLSearchParams({ attempt, code }).toString()
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => umbel.send('/verify-email', { method: 'POST', headers, body })),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status === 422),
      [],
    )
    assert.ok(answers.some(({ headers: { location } }) => location === '/'))
  }
})
