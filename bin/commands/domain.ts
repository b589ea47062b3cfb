import { parseArgs } from 'node:util'
import { type Domain, everyDomain, readable } from '#domain-claim'
import { organizationNames } from '#organization'
import type { Operator } from './operator.ts'
import { runVerb, type Verb } from './verbs.ts'

const options = { failing: { type: 'boolean' }, json: { type: 'boolean' } } as const
type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `npx umbel domain list`: the domains of all organizations, and how they stand. Returns the exit code. */
export async function commandLineDomain(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('domain', verbs, { verb, positionals, given }, open)
}

const verbs: Record<string, Verb<Given>> = {
  async list({ database }, _what, given) {
    const domains = await everyDomain(database.durable, given.failing ?? false)
    const names = await organizationNames(database.durable, [
      ...new Set(domains.map(({ organizationId }) => organizationId)),
    ])
    const nameOf = ({ organizationId }: Domain) => names.get(organizationId) ?? ''
    if (given.json) {
      console.log(
        JSON.stringify(
          domains.map((each) => ({ ...each, organization: nameOf(each) })),
          null,
          2,
        ),
      )
      return 0
    }
    for (const domain of domains)
      console.log(`${readable(domain.name).padEnd(40)} ${standingOf(domain).padEnd(44)} ${nameOf(domain)}`)
    return 0
  },
}

/** How a domain stands, in a few words for operators. */
export function standingOf(domain: Domain): string {
  const { verifiedAt, failingSince, nextLookAt, checkedAt, provedBy, dns, file } = domain
  const found = `dns: ${dns.trouble ?? 'found'}${file.trouble ? `, file: ${file.trouble}` : ''}`
  const seen = checkedAt ? found : 'not looked yet'
  if (failingSince) return `failing since ${failingSince.toString().slice(0, 10)} (${seen})`
  if (verifiedAt) return `verified by ${provedBy}`
  return nextLookAt ? `pending (${seen})` : 'not verified, nobody looks'
}
