import { parseArgs } from 'node:util'
import {
  type Account,
  accountById,
  createProvedAccount,
  holderOf,
  insertOperator,
  isOperator,
  kindOf,
  parseName,
  restore,
  suspend,
} from '#account'
import { requestReset } from '#credential'
import { isId, parseAddress, Refusal } from '#kernel'
import type { Statements } from '#platform'
import type { Operator } from './operator.ts'
import { fault, runVerb, type Verb } from './verbs.ts'

const options = {
  name: { type: 'string' },
  operator: { type: 'boolean' },
  reason: { type: 'string' },
  json: { type: 'boolean' },
} as const

type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })
const longestReason = 500

/** `npx umbel account …`: accounts whose address the operator vouches for, and those turned off for abuse. Returns the exit code. */
export async function commandLineAccount(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('account', verbs, { verb, positionals, given }, open)
}

const verbs: Record<string, Verb<Given>> = {
  /** Its holder sets the password by mail (CTL-2). */
  async add({ database, actor }, text, given) {
    if (!given.name) return fault('Say whose it is: --name NAME')
    const address = parseAddress(text)
    const name = parseName(given.name)
    await database.transaction(async (tx) => {
      const id = await createProvedAccount(tx, actor, { name, address })
      if (given.operator) await insertOperator(tx, id)
      await requestReset(tx, address, undefined)
      console.log(
        `${address.typed} has an account (${id}). A link to choose a password goes out by mail once Umbel runs.`,
      )
    })
    return 0
  },
  async suspend({ database, actor }, which, given) {
    const reason = (given.reason ?? '').trim()
    if (reason === '' || reason.length > longestReason)
      return fault(`Say why, in up to ${longestReason} characters: --reason TEXT. The holder reads it in the record.`)
    const { id, email } = await theAccount(database.durable, which)
    const isNew = await database.transaction((tx) => suspend(tx, actor, id, reason))
    console.log(isNew ? `${email} is suspended: nobody can log in to it.` : `${email} was suspended already.`)
    return 0
  },
  async restore({ database, actor }, which) {
    const { id, email, deactivatedAt } = await theAccount(database.durable, which)
    const isNew = await database.transaction((tx) => restore(tx, actor, id))
    const off = deactivatedAt ? ' The organization that manages it has deactivated it, too.' : ''
    console.log(`${isNew ? `${email} is no longer suspended.` : `${email} was not suspended.`}${off}`)
    return 0
  },
  async show({ database }, which, given) {
    const account = await theAccount(database.durable, which)
    const shown = { ...account, kind: kindOf(account), operator: await isOperator(database.durable, account.id) }
    console.log(given.json ? JSON.stringify(shown, null, 2) : linesOf(shown).join('\n'))
    return 0
  },
}

/** @throws Refusal 'account.gone' 410, 'kernel.address-…' 422 */
async function theAccount(on: Statements, idOrAddress: string): Promise<Account> {
  const found = isId(idOrAddress)
    ? await accountById(on, idOrAddress)
    : await holderOf(on, parseAddress(idOrAddress).key)
  if (!found) throw new Refusal('account.gone', 410)
  return found
}

const at = (moment: Temporal.Instant) => moment.toString({ smallestUnit: 'second' })

function linesOf(account: Account & { operator: boolean }): string[] {
  const { id, email, name, createdAt, managedBy, deactivatedAt, suspendedAt, lastActiveOn, operator } = account
  const kind = managedBy
    ? `managed by ${managedBy.organization} (${managedBy.domain}) since ${at(managedBy.since)}`
    : 'personal'
  return [
    `${email}  ${name}`,
    `  id           ${id}`,
    `  kind         ${kind}`,
    `  since        ${at(createdAt)}`,
    `  last active  ${lastActiveOn?.toString() ?? 'never'}`,
    ...(deactivatedAt ? [`  deactivated  ${at(deactivatedAt)}`] : []),
    ...(suspendedAt ? [`  suspended    ${at(suspendedAt)}`] : []),
    ...(operator ? ['  helps to run the installation'] : []),
  ]
}
