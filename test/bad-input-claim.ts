import { newId } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import { aClaim, tellOf } from './a-claim.ts'
import { idOf } from './a-managed-holder.ts'
import { attemptIn, type OpenUmbel } from './an-umbel.ts'

const password = 'umbels grow in spring'

/** The forms of a claim’s holder, each ready to be sent. */
export function claimForms(open: () => OpenUmbel) {
  /** Somebody of whose account an organization has said that it will manage it. */
  const asked = async (number: number) => {
    const { database } = open()
    const domain = `claimed${number}.example`
    const email = `ana@${domain}`
    const browser = await open().holder(email, password)
    const accountId = await idOf(open(), email)
    const place = await database.transaction(async (tx) => {
      const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme', adminAccountId: accountId })
      const domainId = newId(tx.now)
      await tx.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
          proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${domainId}, ${id}, ${domain}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
          ${tx.now.add({ hours: 24 })}, ${tx.now})`)
      return { id, domainId }
    })
    const claim = await aClaim(database, place)
    await tellOf(database, claim, accountId)
    return { email, browser, claim: claim.id }
  }
  return {
    '/sign-in/claim-notice': {
      ready: async (number: number) => {
        const { email, claim } = await asked(number)
        const browser = open().browser()
        // What other forms failed on purpose must not be worked off here.
        await open().database.durable.run(sql`delete from limiter`)
        const answer = await browser.post('/sign-in/password', { attempt: await browser.identify(email), password })
        return { browser, fields: { attempt: attemptIn(answer), claim, choice: 'move', answer: '' } }
      },
    },
    '/sign-in/deactivated/not-mine': {
      ready: async (number: number) => {
        const { email, claim } = await asked(number)
        const { database } = open()
        const accountId = await idOf(open(), email)
        await database.durable.run(sql`
          update account set managed_by = c.organization_id, managed_through = c.domain_id, managed_since = now(),
            deactivated_at = now()
          from claim c where c.id = ${claim} and account.id = ${accountId}`)
        const browser = open().browser()
        await database.durable.run(sql`delete from limiter`)
        const answer = await browser.post('/sign-in/password', { attempt: await browser.identify(email), password })
        return { browser, fields: { attempt: attemptIn(answer), matter: 'left', text: 'I left.', reach: '' } }
      },
    },
    '/organization/claim': {
      ready: async (number: number) => {
        const { browser, claim } = await asked(number)
        return { browser, fields: { claim, choice: 'move' } }
      },
    },
  }
}

export const claimPages = ['/sign-in/deactivated/not-mine', '/sign-in/claim-notice', '/sign-in/claim-notice/link']
