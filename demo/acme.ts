import { holderOf } from '#account'
import { addDomain, domainById, lookNow, mailProviders, openLooker } from '#domain-claim'
import { parseAddress, system } from '#kernel'
import { acceptInvitation, adminActor, createOrganization, invitationsOf, inviteAdmin } from '#organization'
import type { Database, Statements } from '#platform'
import { addSite, siteNamed } from '#site'
import type { AllValues } from '../src/all-settings.ts'
import type { DemoNameServer } from './start-name-server.ts'

/** The company of the demo, where it uses products, and the domain that it has proved. */
export const acme = {
  name: 'Acme Inc.',
  domain: 'acme.example.com',
  host: 'acme.umbel.example.com',
  productIds: ['tracker', 'code'],
  admin: 'priya.raman@acme.example.com',
  userAdmin: 'mira.okafor@acme.example.com',
}

/**
 * Puts Acme in, once (ORG-1, DOM-2): who runs it, its site, and its domain, proved by a record at the demo's name server, which
 * is looked at as any other. A later start finds it as it was left; the site says that it was there.
 */
export async function seedAcme(database: Database, settings: AllValues, nameServer: DemoNameServer): Promise<void> {
  if (await siteNamed(database.durable, acme.host)) return
  const { admin, domainId } = await database.transaction(async (tx) => {
    const accountId = await accountOf(tx, acme.admin)
    const founder = { kind: 'holder', accountId } as const
    const { id: organizationId } = await createOrganization(tx, founder, { name: acme.name, adminAccountId: accountId })
    const admin = adminActor(accountId, organizationId, {})
    await inviteAdmin(tx, admin, { email: acme.userAdmin, role: 'user-admin' })
    for (const { id } of await invitationsOf(tx, organizationId))
      await acceptInvitation(tx, { kind: 'holder', accountId: await accountOf(tx, acme.userAdmin) }, { id })
    const { name, host, productIds } = acme
    await addSite(tx, system, { name, host, organizationId, productIds })
    const isMailProvider = mailProviders(settings.UMBEL_MAIL_PROVIDERS)
    const { id: domainId } = await addDomain(tx, admin, { name: acme.domain, withSubdomains: false }, isMailProvider)
    const domain = await domainById(tx, domainId)
    // Before anybody can see that it is added, so that no look comes too early.
    if (domain) await nameServer.publish(domain.name, domain.token)
    return { admin, domainId }
  })
  const look = openLooker({ servers: settings.UMBEL_DNS_SERVERS, privateDomains: settings.UMBEL_PRIVATE_DOMAINS })
  await lookNow({ database, look }, admin, domainId)
}

async function accountOf(on: Statements, email: string): Promise<string> {
  const holder = await holderOf(on, parseAddress(email).key)
  if (!holder) throw new Error(`Nobody in the demo has the address ${email}.`)
  return holder.id
}
