import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Answer, type Browser, withoutPerson } from '../an-umbel.ts'
import { solve, workOf } from '../work.ts'
import { type Arena, anArena, logIn, password } from './arena.ts'

// Making us send mails: to many people from one network, and to one person from many.

let arena: Arena
const ends: (() => unknown)[] = []
before(async () => {
  arena = await anArena({ after: (end) => void ends.push(end as () => unknown) })
  await arena.account('taken@example.com')
})
after(async () => {
  for (const end of ends) await end()
})
beforeEach(async () => {
  await arena.forget()
  await arena.drained()
  arena.umbel.mails.length = 0
})

const forms: Record<string, (email: string) => { path: string; fields: Record<string, string> }> = {
  'a reset': (email) => ({ path: '/password/forgot', fields: { email } }),
  'a sign-up': (email) => ({ path: '/sign-up', fields: { name: 'Ana Example', email, password, terms: '1' } }),
}
const isSent = ({ status, body }: Answer) => status === 303 || /If there’s an account|Check your email/.test(body)

async function ask(browser: Browser, form: string, email: string, withWork: boolean): Promise<Answer> {
  const { path, fields } = forms[form]!(email)
  const first = await browser.post(path, fields)
  const work = workOf(first)
  return withWork && work ? browser.post(path, { ...fields, ...solve(work) }) : first
}

for (const form of Object.keys(forms)) {
  test(`LOG-5 ${form}, asked for 60 times from one network: ten without work, twenty in an hour, then a clear word`, async () => {
    const network = '203.0.113.50'
    let without = 0
    for (let number = 0; number < 30; number += 1) {
      const answer = await ask(arena.stranger(network), form, `free${number}@example.com`, false)
      if (isSent(answer)) without += 1
      else assert.equal(answer.status, 422)
    }
    assert.equal(without, 10)
    let withWork = 0
    let last: Answer | undefined
    for (let number = 30; number < 45; number += 1) {
      last = await ask(arena.stranger(network), form, `free${number}@example.com`, true)
      if (isSent(last)) withWork += 1
    }
    assert.equal(withWork, 10)
    assert.equal(last?.status, 429)
    assert.ok(Number(last?.headers['retry-after']) > 0 && Number(last?.headers['retry-after']) <= 3600)
    assert.match(last?.body ?? '', /Your network has asked for many emails in the last hour/)
    assert.ok(isSent(await ask(arena.stranger(), form, 'elsewhere@example.com', false)), 'other networks go on')
    arena.clock.move({ minutes: 61 })
    assert.ok(isSent(await ask(arena.stranger(network), form, 'later@example.com', false)))
  })

  test(`ACC-5 ${form}: at no stage is there a difference between an address that is taken and one that is not`, async () => {
    const stages = async (email: string, network: string) => {
      const answers = []
      for (let times = 1; times <= 23; times += 1) {
        const { path, fields } = forms[form]!(email)
        const browser = arena.stranger(network)
        const first = await browser.post(path, fields)
        const work = workOf(first)
        answers.push(withoutPerson(first, email))
        if (work) answers.push(withoutPerson(await browser.post(path, { ...fields, ...solve(work) }), email))
      }
      return answers
    }
    const taken = await stages('taken@example.com', '203.0.113.60')
    await arena.drained()
    assert.deepEqual(taken, await stages('tidal@example.com', '203.0.113.61'))
  })
}

test('ACC-4 LOG-9 one person, bombed from 60 networks with both forms, gets fifteen mails and no more', async () => {
  const answers = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const stranger = arena.stranger()
      return [
        await ask(stranger, 'a reset', 'taken@example.com', false),
        await ask(stranger, 'a sign-up', 'taken@example.com', false),
      ]
    }),
  )
  assert.ok(answers.flat().every(isSent), 'and nobody is told')
  await arena.drained()
  const got = arena.umbel.mails.filter(({ to }) => to === 'taken@example.com').length
  assert.equal(got, 10 + 5)
})

test('LOG-5 a holder on a known device resets the password from a network that has used up its mails', async () => {
  const home = await arena.holder('holder@example.com')
  const network = '203.0.113.1'
  for (let number = 0; number < 25; number += 1)
    await ask(arena.stranger(network), 'a reset', `x${number}@example.com`, true)
  assert.equal((await ask(arena.stranger(network), 'a reset', 'holder@example.com', true)).status, 429)
  await arena.drained()
  arena.umbel.mails.length = 0
  assert.ok(isSent(await ask(home, 'a reset', 'holder@example.com', false)))
  await arena.umbel.mailTo('holder@example.com', 0, '/password/reset')
  // Being known to one account buys nothing for the addresses of others.
  assert.notEqual((await ask(home, 'a reset', 'taken@example.com', false)).status, 200)
  assert.equal((await logIn(home, 'holder@example.com')).headers.location, '/')
})
