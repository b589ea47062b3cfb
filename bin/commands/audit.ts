import { once } from 'node:events'
import { parseArgs } from 'node:util'
import {
  asOf,
  checkChains,
  countUnsealed,
  type Fault,
  type Finding,
  type Format,
  formats,
  platformChain,
  recordExport,
  type Search,
  sealEntries,
  writeEntries,
} from '#audit'
import { isId } from '#kernel'
import { organizationNames } from '#organization'
import { commandLineStream } from './audit-stream.ts'
import { withOperator } from './log-outs.ts'
import type { Operator } from './operator.ts'
import { fault } from './verbs.ts'

const usage = `npx umbel audit check [--organization ID]
npx umbel audit export --format csv|json [--organization ID] [--from DATE] [--to DATE]
npx umbel audit stream list|add|remove [--organization ID] [--to URL]`

/** Where an export goes, as fast as it is taken. */
type Write = (text: string) => Promise<void>

/**
 * `npx umbel audit`: whether the chains of the audit log still fit, and the log as a file, on standard output (OPS-1). The exit
 * code of a check is 1 when something does not fit.
 */
export async function commandLineAudit(
  args: string[],
  open: () => Promise<Operator>,
  write: Write = toStandardOutput,
): Promise<number> {
  const text = { type: 'string' } as const
  if (args[0] === 'stream') return commandLineStream(args.slice(1), open)
  const options = { organization: text, format: text, from: text, to: text }
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const { organization: organizationId, ...others } = values
  const [verb, ...more] = positionals
  if (more.length > 0) return fault(usage)
  if (organizationId !== undefined && !isId(organizationId))
    return fault(`${organizationId} is no id of an organization.`)
  if (verb === 'check' && Object.keys(others).length === 0) {
    return withOperator(open, (operator) => check(operator, organizationId))
  }
  const format = formats.find((each) => each === values.format)
  if (verb !== 'export' || !format) return fault(usage)
  const [from, to] = [dayIn(values.from), dayIn(values.to)]
  if (from === null || to === null) return fault('Give --from and --to as days, such as 2026-04-13. They count in UTC.')
  const search = { organizationId, from: from && startOf(from), until: to && startOf(to.add({ days: 1 })) }
  return withOperator(open, (operator) => exportTo(write, operator, search, format))
}

async function check({ database }: Operator, organizationId: string | undefined): Promise<number> {
  await sealEntries(database)
  const progress = (_chain: string, checked: number, all: number) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${checked} of ${all} `)
  }
  const findings = await checkChains(database, { organizationId, progress })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  const names = await organizationNames(
    database.durable,
    findings.map(({ chain }) => chain),
  )
  for (const finding of findings) console.log(lineOf(finding, names.get(finding.chain)))
  const waiting = await countUnsealed(database.durable)
  if (waiting > 0) console.log(`${waiting} newer entries are not sealed yet: they wait for transactions under way.`)
  return findings.some((finding) => finding.fault) ? 1 : 0
}

function lineOf({ chain, checked, blanked, head, fault: found }: Finding, name: string | undefined): string {
  const whose = chain === platformChain ? 'The platform' : `${name ?? 'An organization that is gone'} (${chain})`
  if (found) return `${whose}: ${misfitOf(found)} The ${checked} entries before it fit.`
  const erased = blanked > 0 ? ` ${blanked} of them have lost what was personal, since accounts were erased.` : ''
  return `${whose}: all ${checked} entries fit.${erased} The chain ends at ${head?.position} with ${head?.hash}.`
}

function misfitOf({ what, position, entryId }: Fault): string {
  const place = [position !== undefined && `place ${position}`, entryId !== undefined && `entry ${entryId}`]
    .filter(Boolean)
    .join(', ')
  const sentences: Record<Fault['what'], string> = {
    changed: `was changed after it was recorded (${place}).`,
    missing: `is missing (${place}).`,
    inserted: `was not recorded, but put there (${place}).`,
    moved: `stands in the place of another one (${place}).`,
  }
  return `an entry ${sentences[what]}`
}

async function exportTo(write: Write, { database, actor }: Operator, search: Search, format: Format): Promise<number> {
  await sealEntries(database)
  const on = database.durable
  const soFar = asOf(search, on.now)
  await database.transaction((tx) => recordExport(tx, actor, search, format))
  for await (const part of writeEntries(on, soFar, format)) await write(part)
  return 0
}

async function toStandardOutput(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** A day as it was given; nothing for none, and null for what is no day. */
function dayIn(value: string | undefined): Temporal.PlainDate | undefined | null {
  try {
    return value === undefined ? undefined : Temporal.PlainDate.from(value)
  } catch {
    return null
  }
}

const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime('UTC').toInstant()
