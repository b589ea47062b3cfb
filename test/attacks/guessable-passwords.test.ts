import assert from 'node:assert/strict'
import { test } from 'node:test'
import { system } from '#kernel'
import { addProduct } from '#product'
import { addSite } from '#site'
import { type Answer, anUmbel } from '../an-umbel.ts'
import { secretsIn } from '../world.ts'

const good = 'umbels grow in spring'
const sentences = [
  /is in lists that attackers try first/,
  /mostly your name, your address or ours/,
  /Use at least 8 characters/,
  /easy to guess/,
  /Use at most 128/,
]
const [leaked, context, short, guessable, long] = sentences

/** Passwords that no door takes, by what each must say. */
const refused: readonly (readonly [password: string, sentence: RegExp | undefined])[] = [
  ['password1234', leaked],
  ['qwertyuiop', leaked],
  ['Mira Okafor', context],
  ['m1ra0kafor!', context],
  ['rofakoarim', context],
  ['mira.example', context],
  ['umbel-Umbel', context],
  ['Gr33nhouse!', context],
  ['brightwater1', context],
  ['retawthgirb', context],
  ['x7!kq', short],
  ['aaaaaaaaaaaa', guessable],
  ['x1'.repeat(65), long],
]

test('POL-4 every door at which a password is set refuses what is leaked, made of context words, short, long or easy', async (t) => {
  const umbel = await anUmbel(t)
  await umbel.database.transaction(async (tx) => {
    const homeUrl = 'http://greenhouse.localhost:5000/'
    await addProduct(tx, system, { name: 'Greenhouse', homeUrl, redirectUris: [`${homeUrl}back`] })
    await addSite(tx, system, { name: 'Brightwater Studio', host: 'brightwater.umbel.example' })
  })
  const email = 'mira@example.com'
  const name = 'Mira Okafor'
  const signingUp = umbel.browser()
  const attempt = await signingUp.signUp({ email, name, password: good })
  const { code = '' } = secretsIn(await umbel.mailTo(email))
  await signingUp.post('/verify-email', { attempt, code })
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  const { token = '' } = secretsIn(await umbel.mailTo(email, from, '/password/reset'))

  const doors: Record<string, (password: string) => Promise<Answer>> = {
    'sign-up': (password) =>
      umbel.browser().post('/sign-up', { name, email: 'mira@example.net', password, terms: '1' }),
    'a reset': (password) => umbel.browser().post('/password/reset', { token, password }),
    'a change': (password) => signingUp.post('/security/password', { current: good, password }),
  }
  for (const [door, enter] of Object.entries(doors)) {
    for (const [password, sentence] of refused) {
      const answer = await enter(password)
      assert.equal(answer.status, 422, `${door}: ${password}`)
      assert.match(answer.body, sentence ?? /./, `${door}: ${password}`)
    }
  }
  // And each of them takes a good one, the change before the reset, which logs everybody out.
  assert.equal((await doors['sign-up']?.('quiet lanterns over water'))?.status, 303)
  assert.equal((await doors['a change']?.('quiet lanterns over water'))?.status, 303)
  const again = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  const fresh = secretsIn(await umbel.mailTo(email, again, '/password/reset')).token ?? ''
  const reset = await umbel.browser().post('/password/reset', { token: fresh, password: 'seven kettles by the sea' })
  assert.equal(reset.status, 303)
})

test('POL-4 the NIST profile for passwords without a second step is one setting', async (t) => {
  const umbel = await anUmbel(t, { environment: { UMBEL_PASSWORD_MIN_LENGTH: '15' } })
  const form = { name: 'Mira Okafor', email: 'mira@example.com', terms: '1' }
  const tooShort = await umbel.browser().post('/sign-up', { ...form, password: 'lantern-quiet' })
  assert.match(tooShort.body, /Use at least 15 characters/)
  assert.equal((await umbel.browser().post('/sign-up', { ...form, password: good })).status, 303)
})
