import { newId } from '#kernel'
import { sql } from '#platform'
import type { OpenUmbel } from './an-umbel.ts'
import type { Fields } from './bad-input.ts'

const password = 'umbels grow in spring'

/** The forms of those who run the installation, each ready to be sent. */
export function operatorForms(open: () => OpenUmbel) {
  const run = (statement: ReturnType<typeof sql>) => open().database.durable.run(statement)
  const operator = async (number: number) => {
    const email = `operator${number}@example.com`
    const browser = await open().holder(email, password)
    await run(sql`insert into operator (account_id, since) select id, now() from account where email = ${email}`)
    return browser
  }
  const operating = (fields: Fields) => async (number: number) => ({ browser: await operator(number), fields })
  const organization = async (name: string) => {
    const id = newId(Temporal.Now.instant())
    await run(sql`insert into organization (id, name, created_at) values (${id}, ${name}, now())`)
    return id
  }
  const inviting = async (number: number) => ({
    browser: await operator(number),
    fields: { email: 'x@example.com' },
    at: `/operator/organizations/${await organization('Acme')}/invite`,
  })
  const contest = async (number: number) => {
    const domains: string[] = []
    for (const name of ['Acme', 'Rival']) {
      const id = newId(Temporal.Now.instant())
      await run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
        values (${id}, ${await organization(name)}, 'acme.example', false, 'umbel-verify=x', now(), now(), now())`)
      domains.push(id)
    }
    const id = newId(Temporal.Now.instant())
    await run(sql`
      insert into domain_contest (id, holder_id, challenger_id, opened_at, ends_at, look_at)
      values (${id}, ${domains[0]}, ${domains[1]}, now(), now() + interval '7 days', now() + interval '7 days')`)
    return { browser: await operator(number), fields: {}, at: `/operator/contests/${id}/look` }
  }
  return {
    '/operator/help': { ready: operating({ message: '1', done: 'answered' }) },
    '/operator/organizations/new': { ready: operating({ name: 'Acme', email: 'x@example.com' }) },
    '/operator/organizations/:organization/invite': { ready: inviting },
    '/operator/contests/:contest/look': { ready: contest, readsForm: false },
    '/operator/deliveries/replay': { ready: operating({ product: 'demo', group: 'log-outs' }) },
    '/operator/deliveries/retry': { ready: operating({ job: '1' }) },
    '/operator/deliveries/give-up': { ready: operating({ job: '1' }) },
    '/operator/audit/export': {
      ready: operating({
        format: 'csv',
        who: 'bo@example.com',
        about: '',
        kind: 'sign-in',
        from: '2026-04-13',
        to: '',
      }),
    },
  }
}

export const operatorPages = [
  '/operator',
  '/operator/help',
  '/operator/help/feedback',
  '/operator/organizations',
  '/operator/organizations/new',
  '/operator/organizations/:organization',
  '/operator/contests',
  '/operator/contests/:contest',
  '/operator/deliveries',
  '/operator/audit',
  '/operator/audit/:entry',
]
