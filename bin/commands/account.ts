import { parseArgs } from 'node:util'
import { createProvedAccount, insertOperator, parseName } from '#account'
import { requestReset } from '#credential'
import { parseAddress } from '#kernel'
import type { Operator } from './operator.ts'

/** `npx umbel account add`: an account whose address the operator vouches for. Its holder sets the password by mail (CTL-2). */
export async function commandLineAccount(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { name: { type: 'string' }, operator: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [text] = positionals
  if (verb !== 'add' || !text || !values.name) {
    console.error('npx umbel account add ADDRESS --name NAME [--operator]')
    return 2
  }
  const address = parseAddress(text)
  const name = parseName(values.name)
  const operator = await open()
  try {
    await operator.database.transaction(async (tx) => {
      const id = await createProvedAccount(tx, operator.actor, { name, address })
      if (values.operator) await insertOperator(tx, id)
      await requestReset(tx, address, undefined)
      console.log(
        `${address.typed} has an account (${id}). A link to choose a password goes out by mail once Umbel runs.`,
      )
    })
    return 0
  } finally {
    await operator.close()
  }
}
