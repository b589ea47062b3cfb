import { parseArgs } from 'node:util'
import { isId } from '#kernel'
import { type EventReceipt, eventsOf, type Receipt, receiptsOf, replayNotices } from '#openid'
import { whichOf, withOperator } from './log-outs.ts'
import type { Operator } from './operator.ts'

const atOnce = 200
const usage = `npx umbel receipts ACCOUNT_ID [--json]
npx umbel receipts --failing [--json]
npx umbel receipts replay ID | --product ID | --all`

/**
 * `npx umbel receipts`: what each product was told about an account, and whether it answered (DEV-4); which have not
 * acknowledged what became of an account, and the way to tell them again (ACC-9, MAN-2).
 */
export async function commandLineReceipts(args: string[], open: () => Promise<Operator>): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: {
      failing: { type: 'boolean' },
      product: { type: 'string' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const [verb, id, ...more] = positionals
  if (verb === 'replay' && more.length === 0) {
    const which = whichOf({ ...values, id })
    return which ? withOperator(open, (operator) => replay(operator, which, values.json)) : wrong()
  }
  if (id !== undefined || (values.failing && verb !== undefined)) return wrong()
  if (values.failing) return withOperator(open, (operator) => failing(operator, values.json))
  if (!isId(verb)) return wrong()
  return withOperator(open, (operator) => ofAccount(operator, verb, values.json))
}

function wrong(): number {
  console.error(usage)
  return 2
}

async function ofAccount({ database }: Operator, accountId: string, json = false): Promise<number> {
  const on = database.durable
  const logOuts = await all<Receipt>((found) =>
    receiptsOf(on, accountId, { most: atOnce, after: found.at(-1)?.productId }),
  )
  const events = await all<EventReceipt>((found) =>
    eventsOf(on, { accountId }, { most: atOnce, after: found.at(-1)?.id }),
  )
  if (json) {
    const told = [...logOuts.map((each) => ({ of: 'log-outs', ...each })), ...events.map(asJson)]
    console.log(JSON.stringify(told, null, 2))
  } else if (logOuts.length + events.length === 0) console.log('No product has been told anything about this account.')
  for (const receipt of json ? [] : logOuts) console.log(lineOf(receipt))
  for (const event of json ? [] : events) console.log(eventLine(event))
  return 0
}

async function failing({ database }: Operator, json = false): Promise<number> {
  const found = await all<EventReceipt>((before) =>
    eventsOf(database.durable, 'failing', { most: atOnce, after: before.at(-1)?.id }),
  )
  if (json) console.log(JSON.stringify(found.map(asJson), null, 2))
  else if (found.length === 0) console.log('Every product has acknowledged every event it was told of.')
  for (const event of json ? [] : found) console.log(`${String(event.id).padEnd(8)} ${eventLine(event, true)}`)
  return 0
}

async function replay(
  { database, actor }: Operator,
  which: NonNullable<ReturnType<typeof whichOf>>,
  json = false,
): Promise<number> {
  const count = await database.transaction((tx) => replayNotices(tx, actor, 'events', which))
  if (json) console.log(JSON.stringify({ replayed: count }))
  else console.log(`${count} queued again. They go out at once where Umbel runs, and for a month if need be.`)
  return 0
}

async function all<T>(next: (found: readonly T[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = []
  for (;;) {
    const page = await next(found)
    found.push(...page)
    if (page.length < atOnce) return found
  }
}

const asJson = (event: EventReceipt) => ({ of: event.kind, ...event })
const at = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'second' })
const inLine = (parts: readonly (string | false | undefined)[]) => parts.filter(Boolean).join('  ')

function lineOf({ productId, toldAt, acknowledgedAt, failingSince, givenUpAt, open }: Receipt): string {
  return inLine([
    productId.padEnd(24),
    `told ${at(toldAt)}`,
    acknowledgedAt && `acknowledged ${at(acknowledgedAt)}`,
    failingSince && `failing since ${at(failingSince)}`,
    givenUpAt && `given up ${at(givenUpAt)}`,
    open > 0 && `${open} open`,
  ])
}

function eventLine(event: EventReceipt, withAccount = false): string {
  const { kind, productId, accountId, toldAt, acknowledgedAt, failingSince, givenUpAt, canBeTold, tries } = event
  const open = acknowledgedAt === undefined
  return inLine([
    productId.padEnd(24),
    withAccount && accountId,
    `${kind} ${at(toldAt)}`,
    acknowledgedAt && `acknowledged ${at(acknowledgedAt)}`,
    open && !canBeTold && 'cannot be told: it has no --events-uri',
    open && canBeTold && failingSince && `failing since ${at(failingSince)}`,
    open && canBeTold && givenUpAt && `given up ${at(givenUpAt)}`,
    open && tries > 0 && `tries ${tries}`,
  ])
}
