import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deactivate } from '#account'
import { sql } from '#platform'
import { openCookieJar } from '#sign-in'
import { proceed } from '../src/sign-in/log-in.ts'
import { aPlaceToTurnOff } from './a-managed-holder.ts'
import { type Answer, attemptIn, type Browser } from './an-umbel.ts'
import { until } from './conformance/listener.ts'

const { umbel, acme, somebody, sessionsOf } = await aPlaceToTurnOff({ after })

/** Somebody's browser is to confirm who is logged in. */
async function confirms({ accountId, browser }: { accountId: string; browser: Browser }): Promise<Answer> {
  await umbel.database.durable.run(sql`
    update session set authenticated_at = authenticated_at - interval '1 hour' where account_id = ${accountId}`)
  return browser.get('/profile/email')
}

for (const first of ['the log-in', 'turning it off'] as const) {
  for (const known of [false, true]) {
    test(`MAN-2 a log-in that ends while the account is turned off leaves no session (${first} is first, ${known ? 'again' : 'new'} in its browser)`, async () => {
      const ana = await somebody()
      const browser = known ? ana.browser : umbel.browser()
      const attempt = attemptIn(known ? await confirms(ana) : await browser.post('/sign-in', { email: ana.email }))
      await umbel.database.durable.run(sql`
        update attempt set account_id = ${ana.accountId}, password_proved_at = now() where id = ${attempt}`)
      const jar = openCookieJar(umbel.url)
      const length = Temporal.Duration.from('PT1H')
      const context = { jar, lengths: { kept: length, unkept: length } }
      const shown = jar.read(browser.headers().cookie)
      const origin = { network: '192.0.2.1', device: 'Firefox' }

      const isDone = Promise.withResolvers<void>()
      const mayCommit = Promise.withResolvers<void>()
      const logIn = (pauses: boolean) =>
        umbel.database.transaction(async (tx) => {
          await proceed(tx, context, shown, attempt, origin)
          if (pauses) isDone.resolve()
          if (pauses) await mayCommit.promise
        })
      const off = (pauses: boolean) =>
        umbel.database.transaction(async (tx) => {
          await deactivate(tx, acme.admin, ana.accountId, 'Left')
          if (pauses) isDone.resolve()
          if (pauses) await mayCommit.promise
        })
      const [one, two] = first === 'the log-in' ? [logIn, off] : [off, logIn]
      const slow = one(true)
      await isDone.promise
      let isOver = false
      const quick = two(false).then(() => {
        isOver = true
      })
      await until(async () => isOver || (await isSomebodyWaiting()))
      mayCommit.resolve()
      await Promise.all([slow, quick])
      assert.equal(await sessionsOf(ana), 0)
    })
  }
}

const isSomebodyWaiting = async () =>
  (await umbel.database.durable.first(sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)) !== undefined
