import { deactivate, manage, reactivate } from '#account'
import { newId, system } from '#kernel'
import { adminActor, createOrganization } from '#organization'
import { sql } from '#platform'
import { anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'

const password = 'umbels grow in spring'
const origin = { network: '192.0.2.1', device: 'Firefox' }

export type Managing = Awaited<ReturnType<typeof anOrganization>>

/** An organization of an Umbel, with an administrator who is logged in, and a domain that it has proved. */
export async function anOrganization(umbel: OpenUmbel, name: string, domain: string) {
  const email = `admin@home-of-${domain}`
  const browser = await umbel.holder(email, password)
  const adminId = await idOf(umbel, email)
  return umbel.database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name, adminAccountId: adminId })
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, ${domain}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
        ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    return { id, name, domain, domainId, browser, admin: adminActor(adminId, id, origin) }
  })
}

/** Somebody who is logged in, and whose account an organization manages. */
export async function aManagedHolder(
  umbel: OpenUmbel,
  organization: Pick<Managing, 'id' | 'domain' | 'domainId'>,
  email: string,
  withPassword: string,
): Promise<{ browser: Browser; accountId: string }> {
  const browser = await umbel.holder(email, withPassword)
  const accountId = await idOf(umbel, email)
  const { id: organizationId, domain, domainId } = organization
  await umbel.database.transaction((tx) => manage(tx, system, [accountId], { organizationId, domainId, domain }))
  return { browser, accountId }
}

/** The account that has proved this address. */
export async function idOf({ database }: OpenUmbel, email: string): Promise<string> {
  const row = await database.durable.first<{ id: string }>(sql`
    select id from account where email = ${email} and email_verified_at is not null`)
  if (!row) throw new Error(`nobody has proved ${email}`)
  return row.id
}

/** An Umbel with an organization that turns off and on whom it manages. */
export async function aPlaceToTurnOff(t: { after(end: () => unknown): void }) {
  const umbel = await anUmbel({ after: (end) => t.after(end as () => unknown) })
  const acme = await anOrganization(umbel, 'Acme Inc.', 'acme.example')
  const { database } = umbel
  type Somebody = { readonly accountId: string }
  let people = 0
  return {
    umbel,
    acme,
    async somebody() {
      people += 1
      const email = `person${people}@acme.example`
      return { email, ...(await aManagedHolder(umbel, acme, email, password)) }
    },
    turnOff: ({ accountId }: Somebody) =>
      database.transaction((tx) => deactivate(tx, acme.admin, accountId, 'Left the company')),
    turnOn: ({ accountId }: Somebody) => database.transaction((tx) => reactivate(tx, acme.admin, accountId)),
    sessionsOf: async ({ accountId }: Somebody) =>
      (await database.durable.all(sql`select 1 from session where account_id = ${accountId}`)).length,
  }
}
