import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, type Forms, holdAlike } from './alike.ts'
import { differ } from './time-statistics.ts'

// ACC-5, LOG-5: nobody learns from an answer, or from its time, whether an address has an account.

const forms: Forms = {
  'the address': async (browser, email) => () => browser.post('/sign-in', { email }),
  'a wrong password': async (browser, email) => {
    const attempt = await browser.identify(email)
    return () => browser.post('/sign-in/password', { attempt, password: 'not the right one' })
  },
  'both at once': async (browser, email) => () =>
    browser.post('/sign-in/combined', { email, password: 'not the right one' }),
  'a forgotten password': async (browser, email) => () => browser.post('/password/forgot', { email }),
  // The last: it leaves sign-ups behind.
  'a sign-up': async (browser, email) => () =>
    browser.post('/sign-up', { name: 'Ana Example', email, password: 'and they wither in autumn', terms: '1' }),
}

holdAlike(forms)

test('the statistic notices 5 ms between requests that are otherwise alike, and nothing where there is nothing', async () => {
  const times: [number[], number[]] = [[], []]
  for (let turn = 0; turn < 120; turn += 1) {
    const which = Math.random() < 0.5 ? 0 : 1
    const { time } = await ask('unknown', forms['the address']!)
    times[which].push(time)
  }
  const [one, other] = times
  assert.equal(differ(one, other), false)
  assert.equal(
    differ(
      one,
      other.map((time) => time + 5),
    ),
    true,
  )
})
