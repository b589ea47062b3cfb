import { manage } from '#account'
import { hashSecret, newId, newSecret, system } from '#kernel'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** What administrators decide about accounts, and what their holders ask for (MAN-3 to MAN-6, CTL-2). */
export function decisionForms(open: () => OpenUmbel) {
  /** An organization with two domains, and a holder whose account it manages; both logged in. */
  const acme = async (number: number) => {
    const { database } = open()
    const admin = await open().holder(`decides${number}@example.com`, password)
    const base = String((await admin.post('/organizations/new', { name: 'Acme' })).headers.location)
    const organizationId = base.split('/').at(-1) ?? ''
    const domains = [`decided${number}.example`, `decided${number}.test`]
    const domainIds = domains.map(() => newId(Temporal.Now.instant()))
    for (const [index, name] of domains.entries()) {
      await database.durable.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
          proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${domainIds[index]}, ${organizationId}, ${name}, false, 'umbel-verify=x', now(), now(), 'dns', now(), now(),
          now() + interval '1 day', now())`)
    }
    const [domain = '', another = ''] = domains
    const holder = await open().holder(`ana@${domain}`, password)
    const account = await database.durable.first<{ id: string }>(
      sql`select id from account where email = ${`ana@${domain}`}`,
    )
    const id = account?.id ?? ''
    const by = { organizationId, domainId: domainIds[0] ?? '', domain }
    await database.transaction((tx) => manage(tx, system, [id], by))
    return { admin, holder, base, id, organizationId, domain, another, domainIds }
  }
  type Acme = Awaited<ReturnType<typeof acme>>
  const decides = (path: string, fields: (of: Acme) => Fields) => async (number: number) => {
    const of = await acme(number)
    return { browser: of.admin, fields: fields(of), at: `${of.base}/accounts/${of.id}/${path}` }
  }
  const asks = (fields: (of: Acme) => Fields) => async (number: number) => {
    const of = await acme(number)
    return { browser: of.holder, fields: fields(of) }
  }
  const offered = async (number: number, home?: { email: string; token: string }) => {
    const of = await acme(number)
    const { email = null, token } = home ?? {}
    await open().database.durable.run(sql`
      insert into account_release (account_id, organization_id, offered_at, email, email_key, link_hash, sent_at, link_expires_at)
      values (${of.id}, ${of.organizationId}, now(), ${email}, ${email}, ${token ? hashSecret(token) : null},
        ${email && '2026-01-01T00:00:00Z'}, ${email && '2100-01-01T00:00:00Z'})`)
    return of
  }
  const requested = async (number: number) => {
    const of = await acme(number)
    const request = newId(Temporal.Now.instant())
    await open().database.durable.run(sql`
      insert into account_request (id, organization_id, account_id, kind, email, asked_at, state)
      values (${request}, ${of.organizationId}, ${of.id}, 'address', ${`new@${of.another}`}, now(), 'open')`)
    return { ...of, request }
  }
  const renaming = (path: string) => async (number: number) => {
    const { admin, base, domainIds } = await acme(number)
    const [from, to = ''] = domainIds
    const made = await admin.post(`${base}/domains/${from}/rename`, { to })
    return { browser: admin, fields: {}, at: `${made.headers.location}/${path}` }
  }
  const account = '/organizations/:organization/accounts/:account'
  const rename = '/organizations/:organization/domains/:domain/rename'
  return {
    [`${account}/address`]: { ready: decides('address', ({ another }) => ({ email: `new@${another}` })) },
    [`${account}/name`]: { ready: decides('name', () => ({ name: 'Ana New' })) },
    [`${account}/picture`]: { ready: decides('picture', () => ({})) },
    [`${account}/delete`]: { ready: decides('delete', () => ({ free: '1' })) },
    [`${account}/keep`]: { ready: decides('keep', ({ another }) => ({ email: `new@${another}` })) },
    [`${account}/release`]: { ready: decides('release', () => ({})) },
    [`${account}/release/take-back`]: { ready: decides('release/take-back', () => ({})) },
    [`${account}/second-step`]: { ready: decides('second-step', () => ({})) },
    '/organizations/:organization/requests/:request': {
      ready: async (number: number) => {
        const { admin, base, request } = await requested(number)
        const fields = { act: 'approve', reason: 'Of course.', free: '1' }
        return { browser: admin, fields, at: `${base}/requests/${request}` }
      },
    },
    [rename]: {
      ready: async (number: number) => {
        const { admin, base, domainIds } = await acme(number)
        return { browser: admin, fields: { to: domainIds[1] ?? '' }, at: `${base}/domains/${domainIds[0]}/rename` }
      },
    },
    [`${rename}/:rename/begin`]: { ready: renaming('begin'), readsForm: false },
    [`${rename}/:rename/cancel`]: { ready: renaming('cancel'), readsForm: false },
    [`${rename}/:rename/export`]: { ready: renaming('export'), readsForm: false },
    '/organization/ask/address': { ready: asks(({ another }) => ({ email: `new@${another}`, note: 'I married.' })) },
    '/organization/ask/deletion': { ready: asks(() => ({ email: '', note: 'I leave.' })) },
    '/organization/ask/release': { ready: asks(() => ({ email: 'private@home.example', note: '' })) },
    '/organization/withdraw': {
      ready: async (number: number) => {
        const { holder, request } = await requested(number)
        return { browser: holder, fields: { request } }
      },
    },
    '/organization/home': {
      ready: async (number: number) => ({
        browser: (await offered(number)).holder,
        fields: { email: `private${number}@home.example` },
      }),
    },
    '/organization/stay': {
      ready: async (number: number) => ({ browser: (await offered(number)).holder, fields: {} }),
      readsForm: false,
    },
    '/organization/release': {
      ready: async (number: number) => {
        const token = newSecret()
        await offered(number, { email: `private${number}@home.example`, token })
        return { browser: open().browser(), fields: { token } }
      },
    },
    '/security/two-step/confirm-reset': { ready: asks(() => ({})), readsForm: false },
  }
}

export const decisionPages = [
  ...['address', 'name', 'delete', 'release', 'second-step'].map(
    (page) => `/organizations/:organization/accounts/:account/${page}`,
  ),
  '/organizations/:organization/requests',
  '/organizations/:organization/requests/:request',
  '/organizations/:organization/domains/:domain/rename',
  '/organizations/:organization/domains/:domain/rename/:rename',
  '/organization/ask/address',
  '/organization/ask/deletion',
  '/organization/ask/release',
  '/organization/home',
  '/organization/release',
]
