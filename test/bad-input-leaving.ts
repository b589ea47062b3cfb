import { type Actor, hashSecret, newSecret } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import { attemptIn, type OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms of leaving and of taking everything along, each ready to be sent. */
export function leavingForms(open: () => OpenUmbel) {
  const somebody = async (number: number) => {
    const email = `leaver${number}@example.com`
    const browser = await open().holder(email, password)
    const row = await open().database.durable.first<{ id: string }>(sql`select id from account where email = ${email}`)
    return { email, browser, accountId: row?.id ?? '' }
  }
  /** Somebody who leaves, with the links of both mails. */
  const leaving = async (number: number) => {
    const { email, browser, accountId } = await somebody(number)
    const [token, home] = [newSecret(), newSecret()]
    await open().database.durable.run(sql`
      insert into account_deletion (account_id, asked_at, due_at, keep_token_hash, new_email, new_email_token_hash, new_email_until)
      values (${accountId}, now(), now() + interval '14 days', ${hashSecret(token)}, ${`home${number}@example.com`},
        ${hashSecret(home)}, now() + interval '1 day')`)
    return { email, browser, token, home }
  }
  const holding = (fields: Fields) => async (number: number) => ({ browser: (await somebody(number)).browser, fields })
  // Whoever runs an organization alone is refused, and so stays logged in for the next try.
  const bound = async (number: number) => {
    const { browser, accountId } = await somebody(number)
    const holder: Actor & { kind: 'holder' } = { kind: 'holder', accountId }
    await open().database.transaction((tx) =>
      createOrganization(tx, holder, { name: 'Acme', adminAccountId: accountId }),
    )
    return { browser, fields: { free: '1' } }
  }
  return {
    '/profile/export': { ready: holding({}), readsForm: false },
    '/profile/export/download': { ready: holding({}), readsForm: false },
    '/profile/delete': { ready: bound },
    '/sign-in/keep-account': {
      ready: async (number: number) => {
        const { email, browser } = await leaving(number)
        const answer = await browser.post('/sign-in/password', { attempt: await browser.identify(email), password })
        return { browser, fields: { attempt: attemptIn(answer), answer: 'leave' } }
      },
    },
    '/account/keep': {
      ready: async (number: number) => ({
        browser: open().browser(),
        fields: { token: (await leaving(number)).token },
      }),
    },
    '/account/keep/address': {
      ready: async (number: number) => {
        const { token } = await leaving(number)
        return { browser: open().browser(), fields: { token, email: `other${number}@example.com` } }
      },
    },
    '/account/keep/new-address': {
      ready: async (number: number) => ({ browser: open().browser(), fields: { token: (await leaving(number)).home } }),
    },
  }
}

export const leavingPages = [
  '/profile/export',
  '/profile/delete',
  '/sign-in/keep-account',
  '/account/keep',
  '/account/keep/address',
]
