import { newId } from '#kernel'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms with which an organization claims accounts, each ready to be sent. */
export function claimingForms(open: () => OpenUmbel) {
  /** Somebody who runs an organization with a verified domain and a claim that waits for its day. */
  const claiming =
    (path: (ids: { domain: string; claim: string }) => string, fields: Fields) => async (number: number) => {
      const browser = await open().holder(`claimer${number}@example.com`, password)
      const made = await browser.post('/organizations/new', { name: 'Acme' })
      const base = made.headers.location ?? ''
      const { durable: on } = open().database
      const [domain, claim, organization] = [newId(on.now), newId(on.now), base.split('/').at(-1)]
      await on.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, created_at)
      values (${domain}, ${organization}, ${`a-${domain.slice(-12)}.example`}, false, 'umbel-verify=x', now(), now(), 'dns', now(), now(), now())`)
      await on.run(sql`
      insert into claim (id, organization_id, domain_id, mode, state, started_at, takes_effect_at)
      values (${claim}, ${organization}, ${domain}, 'in-sites', 'told', now(), now() + interval '9 days')`)
      return { browser, fields, at: `${base}${path({ domain, claim })}` }
    }
  const ofDomain = (path: string, fields: Fields = {}) => claiming(({ domain }) => `/domains/${domain}${path}`, fields)
  const ofClaim = (path: string, fields: Fields = {}) => claiming(({ claim }) => `/claims/${claim}${path}`, fields)
  const at = '/organizations/:organization'
  const start = { mode: 'all', on: '2026-12-01', allowed: '1', list: '0197', account: '0197' }
  return {
    [`${at}/domains/:domain/claim/start`]: { ready: ofDomain('/claim/start', start) },
    [`${at}/domains/:domain/claim/export`]: { ready: ofDomain('/claim/export'), readsForm: false },
    [`${at}/domains/:domain/claim/list`]: { ready: ofDomain('/claim/list', { list: 'not a file' }) },
    [`${at}/domains/:domain/claim/paste`]: { ready: ofDomain('/claim/paste', { addresses: 'bo@acme.example' }) },
    [`${at}/domains/:domain/unclaim`]: { ready: ofDomain('/unclaim', { list: '0197' }) },
    [`${at}/domains/:domain/unclaim/list`]: { ready: ofDomain('/unclaim/list', { list: 'not a file' }) },
    [`${at}/domains/:domain/unclaim/paste`]: { ready: ofDomain('/unclaim/paste', { addresses: 'bo@acme.example' }) },
    [`${at}/claims/:claim/export`]: { ready: ofClaim('/export', { state: 'told' }) },
    [`${at}/claims/:claim/cancel`]: { ready: ofClaim('/cancel'), readsForm: false },
    [`${at}/claims/:claim/stop`]: { ready: ofClaim('/stop'), readsForm: false },
    [`${at}/claims/:claim/unclaim`]: { ready: ofClaim('/unclaim'), readsForm: false },
    [`${at}/accounts/:account/unclaim`]: { ready: claiming(() => '/accounts/0197/unclaim', {}), readsForm: false },
  }
}

export const claimingPages: readonly string[] = [
  '/domains/:domain/claim',
  '/domains/:domain/claim/start',
  '/domains/:domain/claim/list',
  '/domains/:domain/unclaim',
  '/domains/:domain/unclaim/list',
  '/claims/:claim',
  '/claims/:claim/cancel',
  '/claims/:claim/stop',
  '/claims/:claim/unclaim',
  '/accounts/:account/unclaim',
].map((path) => `/organizations/:organization${path}`)
