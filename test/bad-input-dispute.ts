import { insertOperator, manage } from '#account'
import { openDispute } from '#domain-claim'
import { newId, system } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms of cases and suggestions, each ready to be sent. */
export function disputeForms(open: () => OpenUmbel) {
  const somebody = async (email: string) => {
    const browser = await open().holder(email, password)
    const row = await open().database.durable.first<{ id: string }>(sql`select id from account where email = ${email}`)
    return { browser, accountId: row?.id ?? '' }
  }
  /** Somebody whose account an organization manages that somebody else runs, and an operator. */
  const managed = async (number: number) => {
    const name = `disputed${number}.example`
    const holder = await somebody(`sam@${name}`)
    const admin = await somebody(`dispute-admin${number}@example.com`)
    const organizationId = await open().database.transaction(async (tx) => {
      const operator = { kind: 'operator' } as const
      const { id } = await createOrganization(tx, operator, { name: 'Acme', adminAccountId: admin.accountId })
      const domainId = newId(tx.now)
      await tx.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at,
          token_expires_at, proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${domainId}, ${id}, ${name}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
          ${tx.now.add({ hours: 24 })}, ${tx.now})`)
      await manage(tx, system, [holder.accountId], { organizationId: id, domainId, domain: name })
      await insertOperator(tx, admin.accountId)
      return id
    })
    return { holder, admin, organizationId, name }
  }
  const withCase = async (number: number) => {
    const all = await managed(number)
    const actor = { kind: 'holder', accountId: all.holder.accountId } as const
    const typed = { matter: 'left', text: 'Hello.', reach: '' }
    const disputeId = await open().database.transaction((tx) => openDispute(tx, actor, typed))
    return { ...all, disputeId }
  }
  const holding = (fields: Fields, hasCase: boolean) => async (number: number) => {
    const { holder } = await (hasCase ? withCase(number) : managed(number))
    return { browser: holder.browser, fields }
  }
  const answering = (act: string, fields: Fields) => async (number: number) => {
    const { admin, organizationId, disputeId } = await withCase(number)
    return { browser: admin.browser, fields, at: `/organizations/${organizationId}/disputes/${disputeId}/${act}` }
  }
  const mediating = (act: string, fields: Fields) => async (number: number) => {
    const { admin, disputeId } = await withCase(number)
    return { browser: admin.browser, fields, at: `/operator/disputes/${disputeId}/${act}` }
  }
  const suggesting = async (number: number) => {
    const { admin, organizationId, name } = await managed(number)
    const fields = { email: `bo@${name}`, kind: 'name', value: 'Bo' }
    return { browser: admin.browser, fields, at: `/organizations/${organizationId}/suggest` }
  }
  const organization = '/organizations/:organization'
  const there = `${organization}/disputes/:dispute`
  const operator = '/operator/disputes/:dispute'
  return {
    '/organization/not-mine': {
      ready: holding({ matter: 'left', text: 'Hello.', reach: 'sam@post.example' }, false),
    },
    '/organization/case': { ready: holding({ text: 'Hello.' }, true) },
    '/organization/case/withdraw': { ready: holding({}, true), readsForm: false },
    '/profile/suggestion/accept': { ready: holding({ suggestion: '0197' }, false) },
    '/profile/suggestion/ignore': { ready: holding({ suggestion: '0197' }, false) },
    [`${there}/message`]: { ready: answering('message', { text: 'Hello.' }) },
    [`${there}/hand-over`]: { ready: answering('hand-over', {}), readsForm: false },
    [`${there}/release`]: { ready: answering('release', {}), readsForm: false },
    [`${organization}/suggest`]: { ready: suggesting },
    [`${operator}/take`]: { ready: mediating('take', {}), readsForm: false },
    [`${operator}/message`]: { ready: mediating('message', { text: 'Hello.', to: 'both' }) },
    [`${operator}/look`]: { ready: mediating('look', {}), readsForm: false },
    [`${operator}/settle`]: { ready: mediating('settle', { outcome: 'kept', reason: 'So it is.' }) },
  }
}

export const disputePages = [
  '/organization/not-mine',
  '/organization/case',
  '/organization/case/withdraw',
  '/organizations/:organization/disputes',
  '/organizations/:organization/disputes/:dispute',
  '/organizations/:organization/disputes/:dispute/release',
  '/organizations/:organization/suggest',
  '/operator/disputes',
  '/operator/disputes/:dispute',
]
