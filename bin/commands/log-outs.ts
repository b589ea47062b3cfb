import { parseArgs } from 'node:util'
import { replayNotices, type TroubledNotice, troubledNotices } from '#openid'
import type { Operator } from './operator.ts'

const atOnce = 500

/** Which notices to send again. */
type ReplayWish = Parameters<typeof replayNotices>[3]

/** `npx umbel log-outs`: what products have not acknowledged, and the way to send it again (LOG-8). */
export async function commandLineLogOuts(args: string[], open: () => Promise<Operator>): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      product: { type: 'string' },
      failing: { type: 'boolean' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const [verb, id] = positionals
  if (verb === undefined) {
    return withOperator(open, (operator) => list(operator, values))
  }
  const which = verb === 'replay' ? whichOf({ ...values, id }) : undefined
  if (!which) {
    console.error(
      'npx umbel log-outs [--product ID] [--failing] [--json]\nnpx umbel log-outs replay ID | --product ID | --all',
    )
    return 2
  }
  return withOperator(open, async ({ database, actor }) => {
    const count = await database.transaction((tx) => replayNotices(tx, actor, 'log-outs', which))
    if (values.json) console.log(JSON.stringify({ replayed: count }))
    else console.log(`${count} queued again. They go out at once where Umbel runs, and for a day if need be.`)
    return 0
  })
}

/** One of the three ways to say which, and no two of them. */
export function whichOf(given: { id?: string; product?: string; all?: boolean }): ReplayWish | undefined {
  const { id, product, all } = given
  if ([id, product, all].filter((each) => each !== undefined).length !== 1) return undefined
  if (all) return 'all'
  if (product !== undefined) return { productId: product }
  const number = Number(id)
  return Number.isSafeInteger(number) && number > 0 ? { id: number } : undefined
}

async function list({ database }: Operator, asked: { product?: string; failing?: boolean; json?: boolean }) {
  const found: TroubledNotice[] = []
  for (;;) {
    const page = await troubledNotices(database.durable, {
      productId: asked.product,
      isStillTried: asked.failing,
      most: atOnce,
      after: found.at(-1)?.id,
    })
    found.push(...page)
    if (page.length < atOnce) break
  }
  if (asked.json) {
    console.log(JSON.stringify(found, null, 2))
    return 0
  }
  if (found.length === 0) console.log('Every product has acknowledged every log-out it was told of.')
  for (const { id, productId, accountId, failingSince, givenUpAt, tries } of found) {
    const since = failingSince.toString({ smallestUnit: 'second' })
    const state = givenUpAt ? `given up ${givenUpAt.toString({ smallestUnit: 'second' })}` : 'still tried'
    console.log(
      `${String(id).padEnd(8)} ${productId.padEnd(24)} ${accountId}  failing since ${since}  tries ${tries}  ${state}`,
    )
  }
  return 0
}

export async function withOperator(
  open: () => Promise<Operator>,
  work: (operator: Operator) => Promise<number>,
): Promise<number> {
  const operator = await open()
  try {
    return await work(operator)
  } finally {
    await operator.close()
  }
}
