import { connectGoogle } from '#identity-source'
import { system } from '#kernel'
import type { Database } from '#platform'
import { addSite, linkProduct, siteNamed } from '#site'
import { demoDomain } from './google/users.ts'
import type { DemoGoogle } from './start-google.ts'

/** Where the demo's Wiki runs. */
export const demoSite = { name: 'Brightwater Studio', host: 'brightwater.umbel.example.com' }

/** Puts the demo's site in and connects it to the stand-in for Google (LOG-3), at every start: its port may have changed. */
export async function connectSite(database: Database, secretKey: Buffer, google: DemoGoogle): Promise<void> {
  const { issuer, clientId, clientSecret } = google
  await database.transaction(async (tx) => {
    const site = (await siteNamed(tx, demoSite.host)) ?? (await addSite(tx, system, demoSite))
    await linkProduct(tx, system, 'wiki', site.id)
    await connectGoogle(tx, system, secretKey, site.id, { domain: demoDomain, issuer, clientId, clientSecret })
  })
}
