import { type Database, raw, type Statements, type sql } from '#platform'

/** A step of a plan, as PostgreSQL tells it after running it. */
export type Plan = {
  'Node Type': string
  'Index Name'?: string
  'Relation Name'?: string
  'Actual Rows': number
  Plans?: Plan[]
}

/** The plan of the one statement that a question makes. */
export async function planOf(database: Database, ask: (on: Statements) => Promise<unknown>): Promise<Plan[]> {
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  let seen: Plan[] = []
  await database.transaction(async (tx) => {
    const all = async (statement: ReturnType<typeof sql>) => {
      await tx.run(raw(`prepare asked as ${statement.text}`))
      const values = statement.values.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ')
      const [row] = await tx.all<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        raw(`explain (analyze, format json) execute asked${values && `(${values})`}`),
      )
      await tx.run(raw('deallocate asked'))
      seen = row ? nodes(row['QUERY PLAN'][0].Plan) : []
      return []
    }
    await ask({ now: tx.now, all, first: all } as unknown as Statements)
  })
  return seen
}
