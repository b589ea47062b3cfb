import { parseArgs } from 'node:util'
import { holderOf } from '#account'
import { domainsOf, readable } from '#domain-claim'
import { isId, parseAddress } from '#kernel'
import { adminsOf, createOrganization, everyOrganization, organizationById } from '#organization'
import { standingOf } from './domain.ts'
import type { Operator } from './operator.ts'
import { fault, runVerb, type Verb } from './verbs.ts'

const options = { admin: { type: 'string' }, json: { type: 'boolean' } } as const
type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `npx umbel organization …`: companies that look after accounts, and who runs them. Returns the exit code. */
export async function commandLineOrganization(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('organization', verbs, { verb, positionals, given }, open)
}

const verbs: Record<string, Verb<Given>> = {
  async add({ database, actor }, name, given) {
    if (!given.admin) return fault('Say who runs it: --admin ADDRESS, of somebody who has an account here.')
    const admin = await holderOf(database.durable, parseAddress(given.admin).key)
    if (!admin) return fault(`Nobody here has proved the address ${given.admin}. Let them sign up first.`)
    const made = await database.transaction((tx) => createOrganization(tx, actor, { name, adminAccountId: admin.id }))
    console.log(
      given.json ? JSON.stringify(made, null, 2) : `${made.name} is there: ${made.id}. ${admin.email} runs it.`,
    )
    return 0
  },
  async list({ database }, _what, given) {
    const all = await everyOrganization(database.durable)
    if (given.json) console.log(JSON.stringify(all, null, 2))
    else for (const { id, name } of all) console.log(`${id}  ${name}`)
    return 0
  },
  async show({ database }, id, given) {
    const on = database.durable
    const organization = isId(id) ? await organizationById(on, id) : undefined
    if (!organization) return fault(`There is no organization ${id}. npx umbel organization list shows them all.`)
    const admins = await adminsOf(on, id)
    const domains = await domainsOf(on, id)
    if (given.json) {
      console.log(JSON.stringify({ ...organization, admins, domains }, null, 2))
      return 0
    }
    console.log(`${organization.name}, since ${organization.createdAt.toString().slice(0, 10)}`)
    for (const { email, role } of admins) console.log(`  ${role.padEnd(12)} ${email}`)
    for (const domain of domains) console.log(`  ${readable(domain.name).padEnd(40)} ${standingOf(domain)}`)
    return 0
  },
}
