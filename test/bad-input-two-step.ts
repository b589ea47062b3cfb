import { hashSecret, newSecret } from '#kernel'
import { sql, systemClock } from '#platform'
import { startLoss, stopTokenOf } from '../src/credential/lose-second-step.ts'
import { insertLossLink, lossOf } from '../src/credential/loss-store.ts'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'
import { upToSecondStep, withApp } from './two-step.ts'

const password = 'umbels grow in spring'

/** The forms of the second step, each ready to be sent. */
export function twoStepForms(open: () => OpenUmbel) {
  const somebody = async (number: number) => {
    const email = `step${number}@example.com`
    const browser = await open().holder(email, password)
    return { email, browser, ...(await withApp(open(), email, systemClock)) }
  }
  // In the browser that the account knows: by then this network has had too many wrong passwords.
  const waiting = (fields: Fields) => async (number: number) => {
    const { email, browser } = await somebody(number)
    return { browser, fields: { attempt: await upToSecondStep(browser, email, password), ...fields } }
  }
  const holding = (fields: Fields) => async (number: number) => ({ browser: (await somebody(number)).browser, fields })
  const linked = async (number: number) => {
    const { accountId } = await somebody(number)
    const { durable } = open().database
    const token = newSecret()
    await insertLossLink(durable, {
      tokenHash: hashSecret(token),
      accountId,
      expiresAt: durable.now.add({ minutes: 9 }),
    })
    return { accountId, token }
  }
  return {
    '/sign-in/totp': { ready: waiting({ code: '123456', trust: '1' }) },
    '/sign-in/recovery': { ready: waiting({ code: 'ABCD-EFGH-JK' }) },
    '/sign-in/second-step/none': { ready: waiting({ next: 'set-up' }) },
    '/sign-in/second-step/lost': { ready: waiting({}) },
    '/second-step/lost': {
      ready: async (number: number) => ({
        browser: open().browser(),
        fields: { token: (await linked(number)).token },
      }),
    },
    '/second-step/keep': {
      ready: async (number: number) => {
        const { accountId, token } = await linked(number)
        const { database, secretKey } = open()
        const visitor = { kind: 'visitor' } as const
        await database.transaction((tx) => startLoss(tx, visitor, hashSecret(token), secretKey))
        const loss = await lossOf(database.durable, accountId)
        return { browser: open().browser(), fields: { token: stopTokenOf(secretKey, loss?.id ?? '') } }
      },
    },
    '/security/two-step/app': { ready: holding({ code: '123456' }) },
    '/security/two-step/on': { ready: holding({}), readsForm: false },
    '/security/two-step/off': { ready: holding({}), readsForm: false },
    '/security/two-step/app/remove': { ready: holding({}), readsForm: false },
    '/security/two-step/keep': { ready: holding({}), readsForm: false },
    '/security/recovery-codes': { ready: holding({ 'instead-of': '0197' }) },
    '/devices/ask-again': { ready: holding({ session: '0197' }) },
  }
}

export const twoStepPages = [
  '/sign-in/second-step',
  '/sign-in/totp',
  '/sign-in/recovery',
  '/sign-in/second-step/none',
  '/sign-in/second-step/lost',
  '/second-step/lost',
  '/second-step/keep',
  '/security/two-step/app',
  '/security/two-step/off',
  '/security/two-step/app/remove',
  '/security/recovery-codes',
]

/** Lets what waits run out. */
export const runOutSteps = sql`
  with links as (update second_step_loss_link set expires_at = now())
  update authenticator_offer set expires_at = now()`
