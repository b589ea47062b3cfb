import { sql } from '#platform'
import { openWorkshop } from '#sign-in'
import { type Forms, holdAlike, password, umbel } from './alike.ts'

// ACC-5, LOG-5: nor from what is asked of a browser after many failures.

/** Makes every unknown device do some work first. */
async function raiseAlarm(): Promise<void> {
  await umbel.database.durable.run(sql`
    insert into alarm (began_at, lasts_until, most_in_a_minute) values (now(), now() + interval '1 hour', 1000)`)
}

const forms: Forms = {
  'the page with work to do': async (browser, email) => {
    await raiseAlarm()
    const attempt = await browser.identify(email)
    return () => browser.get(`/sign-in/password?attempt=${attempt}`)
  },
  'a password without the work': async (browser, email) => {
    await raiseAlarm()
    const attempt = await browser.identify(email)
    return () => browser.post('/sign-in/password', { attempt, password })
  },
  'a wrong password after a wait': async (browser, email) => {
    await raiseAlarm()
    const attempt = await browser.identify(email)
    const longAgo = Temporal.Now.instant().subtract({ minutes: 1 })
    const { token: work } = await openWorkshop(umbel.secretKey).offer(longAgo, { form: 'log-in', attempt }, 'more')
    return () => browser.post('/sign-in/password', { attempt, password: 'not the right one', work })
  },
  'a forgotten password with work to do': async (browser, email) => {
    await raiseAlarm()
    return () => browser.post('/password/forgot', { email })
  },
}

holdAlike(forms)
