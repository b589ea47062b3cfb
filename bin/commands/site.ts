import { parseArgs } from 'node:util'
import { connectGoogle, connectionOf, disconnectGoogle } from '#identity-source'
import { addSite, linkProduct, listSites } from '#site'
import type { Operator } from './operator.ts'
import { fault, runVerb, type Verb } from './verbs.ts'

const options = {
  host: { type: 'string' },
  organization: { type: 'string' },
  product: { type: 'string', multiple: true },
  domain: { type: 'string' },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  issuer: { type: 'string' },
  'skip-page': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `npx umbel site …`: places where products run, and how people get in there. Returns the exit code. */
export async function commandLineSite(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('site', verbs, { verb, positionals, given }, open)
}

const verbs: Record<string, Verb<Given>> = {
  async add({ database, actor }, name, given) {
    if (!given.host) return fault('Say where the site is: --host HOST, such as acme.umbel.example')
    const wishes = { name, host: given.host, organizationId: given.organization, productIds: given.product }
    const site = await database.transaction((tx) => addSite(tx, actor, wishes))
    console.log(given.json ? JSON.stringify(site, null, 2) : `${site.id} is there, at ${site.host}.`)
    return 0
  },
  async list({ database }, _what, given) {
    const sites = await listSites(database.durable)
    const all = await Promise.all(
      sites.map(async (site) => ({
        ...site,
        googleDomain: (await connectionOf(database.durable, site.id))?.hostedDomain,
      })),
    )
    if (given.json) console.log(JSON.stringify(all, null, 2))
    else
      for (const { id, name, host, productIds, organization, googleDomain } of all)
        console.log(
          `${id.padEnd(24)} ${name.padEnd(24)} ${host.padEnd(32)} ${productIds.join(', ')}${organization ? `   of ${organization}` : ''}${googleDomain ? `   Google: ${googleDomain}` : ''}`,
        )
    return 0
  },
  async 'link-product'({ database, actor }, siteId, given) {
    if (!given.product) return fault('Say which product: --product ID; give it again for more')
    await database.transaction(async (tx) => {
      for (const productId of given.product ?? []) await linkProduct(tx, actor, productId, siteId)
    })
    console.log(`${given.product.join(', ')}: on ${siteId}.`)
    return 0
  },
  async 'connect-google'({ database, actor, secretKey, settings }, siteId, given) {
    const { domain, issuer } = given
    const { 'client-id': clientId, 'client-secret': clientSecret, 'skip-page': skipPage } = given
    if (!domain || !clientId || !clientSecret)
      return fault('Give --domain DOMAIN, --client-id ID and --client-secret SECRET; the last two come from Google.')
    await database.transaction((tx) =>
      connectGoogle(tx, actor, secretKey, siteId, { domain, clientId, clientSecret, issuer, skipPage }),
    )
    console.log(
      `People with an address of ${domain} log in to ${siteId} with Google now. Google must know this redirect URI:\n${new URL('/sign-in/google/callback', settings.UMBEL_URL).href}`,
    )
    return 0
  },
  async 'disconnect-google'({ database, actor }, siteId) {
    await database.transaction((tx) => disconnectGoogle(tx, actor, siteId))
    console.log(`${siteId} is no longer connected to Google: people log in with their password again.`)
    return 0
  },
}
