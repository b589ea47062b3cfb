import { parseArgs } from 'node:util'
import { addStream, platformChain, removeStream, type Stream, streamsOf } from '#audit'
import { isId } from '#kernel'
import { organizationById } from '#organization'
import { withOperator } from './log-outs.ts'
import type { Operator } from './operator.ts'
import { fault } from './verbs.ts'

const usage = `npx umbel audit stream list
npx umbel audit stream add --to URL [--organization ID]
npx umbel audit stream remove [--organization ID]`

/**
 * `npx umbel audit stream`: the log, or an organization’s part of it, goes to a webhook as it is sealed (OPS-1).
 * @throws Refusal those of `addStream` and `removeStream`
 */
export async function commandLineStream(args: string[], open: () => Promise<Operator>): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({ args, options: { organization: text, to: text }, allowPositionals: true })
  const [verb, ...more] = positionals
  const { organization, to } = values
  if (more.length > 0 || (verb === 'add') !== (to !== undefined)) return fault(usage)
  if (organization !== undefined && !isId(organization)) return fault(`${organization} is no id of an organization.`)
  const chain = organization ?? platformChain
  return withOperator(open, async (operator) => {
    const { database, actor, secretKey } = operator
    if (verb === 'list') {
      const streams = await streamsOf(database.durable)
      for (const stream of streams) console.log(lineOf(stream))
      if (streams.length === 0) console.log('The audit log goes to no webhook.')
      return 0
    }
    if (organization && !(await organizationById(database.durable, organization)))
      return fault(`There is no organization ${organization}.`)
    if (verb === 'remove') {
      await database.transaction((tx) => removeStream(tx, actor, chain))
      console.log('Nothing more is sent.')
      return 0
    }
    if (verb !== 'add' || to === undefined) return fault(usage)
    const secret = await database.transaction((tx) => addStream(tx, actor, secretKey, { chain, url: to }))
    console.log(
      `What is recorded from now on goes there within a minute. Requests are signed with this secret, shown this once:\n${secret}`,
    )
    return 0
  })
}

function lineOf({ chain, url, sentPosition, failingSince, trouble }: Stream): string {
  const whose = chain === platformChain ? 'The whole log' : `Organization ${chain}`
  const state = failingSince ? `failing since ${failingSince}: ${trouble}` : 'in order'
  return `${whose} → ${url}: up to place ${sentPosition}, ${state}`
}
