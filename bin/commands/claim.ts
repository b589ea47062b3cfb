import { parseArgs } from 'node:util'
import { type Claim, claimById, countPersons, everyClaim, readable } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import type { Operator } from './operator.ts'
import { runVerb, type Verb } from './verbs.ts'

const options = { json: { type: 'boolean' } } as const
type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `npx umbel claim list | show ID`: claims of all organizations, and where their persons stand. Returns the exit code. */
export async function commandLineClaim(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('claim', verbs, { verb, positionals, given }, open)
}

const mostListed = 1_000

const verbs: Record<string, Verb<Given>> = {
  async list({ database }, _what, given) {
    const claims = await everyClaim(database.durable, mostListed)
    if (given.json) console.log(JSON.stringify(claims, null, 2))
    else for (const claim of claims) console.log(lineOf(claim))
    return 0
  },
  async show({ database }, id, given) {
    const claim = isId(id) ? await claimById(database.durable, id) : undefined
    if (!claim) throw new Refusal('domain-claim.claim-unknown', 404)
    const { states, isExact } = await countPersons(database.durable, claim)
    if (given.json) console.log(JSON.stringify({ ...claim, persons: states, isExact }, null, 2))
    else {
      console.log(lineOf(claim))
      for (const [state, number] of Object.entries(states))
        console.log(`  ${state.padEnd(12)} ${number}${isExact ? '' : ' or more'}`)
    }
    return 0
  },
}

function lineOf({ id, domain, mode, state, takesEffectAt, organization }: Claim): string {
  const on = takesEffectAt.toString().slice(0, 10)
  return `${id} ${readable(domain).padEnd(32)} ${mode.padEnd(9)} ${state.padEnd(14)} ${on} ${organization}`
}
