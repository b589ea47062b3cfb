import { parseArgs } from 'node:util'
import { isId } from '#kernel'
import { type Receipt, receiptsOf } from '#openid'
import type { Operator } from './operator.ts'

const atOnce = 200

/** `npx umbel receipts ACCOUNT_ID`: what each product was told about an account, and whether it answered (DEV-4). */
export async function commandLineReceipts(args: string[], open: () => Promise<Operator>): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean' } }, allowPositionals: true })
  const [accountId] = positionals
  if (!isId(accountId) || positionals.length > 1) {
    console.error('npx umbel receipts ACCOUNT_ID [--json]')
    return 2
  }
  const { database, close } = await open()
  try {
    const found: Receipt[] = []
    for (;;) {
      const page = await receiptsOf(database.durable, accountId, { most: atOnce, after: found.at(-1)?.productId })
      found.push(...page)
      if (page.length < atOnce) break
    }
    if (values.json) console.log(JSON.stringify(found, null, 2))
    else if (found.length === 0) console.log('No product has been told of a log-out of this account.')
    else for (const receipt of found) console.log(lineOf(receipt))
    return 0
  } finally {
    await close()
  }
}

function lineOf({ productId, toldAt, acknowledgedAt, failingSince, givenUpAt, open }: Receipt): string {
  const at = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'second' })
  return [
    productId.padEnd(24),
    `told ${at(toldAt)}`,
    acknowledgedAt && `acknowledged ${at(acknowledgedAt)}`,
    failingSince && `failing since ${at(failingSince)}`,
    givenUpAt && `given up ${at(givenUpAt)}`,
    open > 0 && `${open} open`,
  ]
    .filter(Boolean)
    .join('  ')
}
