import type { Operator } from './operator.ts'

/** One verb of a command: what it names, and its options. Returns the exit code. */
export type Verb<Given> = (operator: Operator, what: string, given: Given) => Promise<number>

/**
 * Runs `npx umbel TOPIC VERB WHAT`, with the database open for its length.
 * @param verbs what the topic can do; every verb but `list` needs to be told which
 */
export async function runVerb<Given>(
  topic: string,
  verbs: Readonly<Record<string, Verb<Given>>>,
  asked: { verb: string | undefined; positionals: readonly string[]; given: Given },
  open: () => Promise<Operator>,
): Promise<number> {
  const { verb = '', positionals, given } = asked
  const run = verbs[verb]
  if (!run) return fault(`There is no “${topic} ${verb}”. npx umbel --help lists what there is.`)
  const [what] = positionals
  if (what === undefined && verb !== 'list') {
    return fault(`Say which: npx umbel ${topic} ${verb} …; npx umbel --help shows how.`)
  }
  const operator = await open()
  try {
    return await run(operator, what ?? '', given)
  } finally {
    await operator.close()
  }
}

/** Says what is wrong with how a command was called, and gives its exit code. */
export function fault(sentence: string): number {
  console.error(sentence)
  return 2
}
