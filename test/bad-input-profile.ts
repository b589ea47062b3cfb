import { hashSecret, newSecret } from '#kernel'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms of the profile, each ready to be sent. */
export function profileForms(open: () => OpenUmbel) {
  const holding = (fields: Fields) => async (number: number) => ({
    browser: await open().holder(`profile${number}@example.com`, password),
    fields,
  })
  // The links are written, not mailed: what is wrong with them is all that matters here.
  const linked = (write: (email: string, token: string) => Promise<unknown>) => async (number: number) => {
    const email = `linked${number}@example.com`
    const token = newSecret()
    await open().holder(email, password)
    await write(email, token)
    return { browser: open().browser(), fields: { token } }
  }
  return {
    '/profile/public-name': { ready: holding({ 'public-name': 'Bo', audience: 'anyone' }) },
    '/profile/language': {
      ready: holding({ language: 'de', zone: 'Europe/Vienna', 'language-audience': 'me', 'zone-audience': 'anyone' }),
    },
    '/profile/picture': { ready: holding({ picture: 'not a file' }) },
    '/profile/picture/crop': { ready: holding({ part: '50-50', zoom: '100' }) },
    '/profile/picture/remove': { ready: holding({}), readsForm: false },
    '/profile/picture/visibility': { ready: holding({ audience: 'me' }) },
    '/profile/email': { ready: holding({ email: 'bo@example.com' }) },
    '/profile/email/again': { ready: holding({}), readsForm: false },
    '/profile/email/cancel': { ready: holding({}), readsForm: false },
    '/email/confirm': {
      ready: linked((email, token) =>
        open().database.durable.run(sql`
          insert into address_change (account_id, email, email_key, link_hash, sent_at, link_expires_at)
          select id, 'new.' || email, 'new.' || email_key, ${hashSecret(token)}, now(), now() + interval '1 day'
          from account where email = ${email}`),
      ),
    },
    '/email/undo': {
      ready: linked((email, token) =>
        open().database.durable.run(sql`
          insert into address_undo (account_id, email, email_key, changed_to, token_hash, at, expires_at)
          select id, 'old.' || email, 'old.' || email_key, email, ${hashSecret(token)}, now(), now() + interval '7 days'
          from account where email = ${email}`),
      ),
    },
  }
}

export const profilePages: readonly string[] = [
  '/profile/public-name',
  '/profile/language',
  '/profile/shared',
  '/profile/picture',
  '/profile/picture/crop',
  '/profile/picture/whole',
  '/profile/picture/preview',
  '/profile/picture/remove',
  '/profile/email',
  '/email/confirm',
  '/email/undo',
]

export const runOutAddresses = sql`
  with changes as (update address_change set link_expires_at = now()) update address_undo set expires_at = now()`
