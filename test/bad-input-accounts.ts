import { createProvedAccount, manage } from '#account'
import { newId, parseAddress, system } from '#kernel'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms about accounts that an organization manages, each ready to be sent. */
export function accountForms(open: () => OpenUmbel) {
  const acme = async (number: number) => {
    const { database } = open()
    const browser = await open().holder(`people${number}@example.com`, password)
    const base = String((await browser.post('/organizations/new', { name: 'Acme' })).headers.location)
    const organizationId = base.split('/').at(-1) ?? ''
    const [domainId, domain] = [newId(Temporal.Now.instant()), `people${number}.example`]
    await database.durable.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, proved_by,
        proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${organizationId}, ${domain}, false, 'umbel-verify=x', now(), now(), 'dns', now(), now(),
        now() + interval '1 day', now())`)
    const id = await database.transaction(async (tx) => {
      const made = await createProvedAccount(tx, system, { name: 'Ana', address: parseAddress(`ana@${domain}`) })
      await manage(tx, system, [made], { organizationId, domainId, domain })
      return made
    })
    return { browser, base, id }
  }
  const about = (path: string, fields: Fields) => async (number: number) => {
    const { browser, base, id } = await acme(number)
    return { browser, fields, at: `${base}/accounts/${id}/${path}` }
  }
  const many = async (number: number) => {
    const { browser, base, id } = await acme(number)
    const fields = {
      act: 'deactivate',
      accounts: id,
      all: '',
      reason: 'left',
      words: 'in March',
      q: 'a',
      state: 'active',
    }
    return { browser, fields, at: `${base}/accounts/bulk` }
  }
  const run = (path: string) => async (number: number) => {
    const { browser, base, id } = await acme(number)
    const made = await browser.post(`${base}/accounts/bulk`, { act: 'log-out', accounts: id })
    return { browser, fields: {}, at: `${made.headers.location}/${path}` }
  }
  const list = async (number: number) => {
    const { browser, base } = await acme(number)
    const fields = { q: 'a', state: 'active', domain: 'acme.example', two: 'off', used: 'never', sort: '-used' }
    return { browser, fields, at: `${base}/accounts/export` }
  }
  const organization = '/organizations/:organization'
  return {
    [`${organization}/accounts/export`]: { ready: list },
    [`${organization}/accounts/bulk`]: { ready: many },
    [`${organization}/accounts/bulk/:run/cancel`]: { ready: run('cancel'), readsForm: false },
    [`${organization}/accounts/bulk/:run/export`]: { ready: run('export'), readsForm: false },
    [`${organization}/accounts/:account/deactivate`]: { ready: about('deactivate', { reason: 'left', words: 'x' }) },
    [`${organization}/accounts/:account/reactivate`]: { ready: about('reactivate', {}), readsForm: false },
    [`${organization}/accounts/:account/log-out`]: { ready: about('log-out', {}), readsForm: false },
    [`${organization}/accounts/:account/reset-password`]: { ready: about('reset-password', {}), readsForm: false },
  }
}

export const accountPages = [
  '/organizations/:organization/accounts',
  '/organizations/:organization/accounts/bulk',
  '/organizations/:organization/accounts/bulk/:run',
  '/organizations/:organization/accounts/:account',
  '/organizations/:organization/accounts/:account/deactivate',
]
