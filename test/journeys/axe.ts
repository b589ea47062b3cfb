import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The builder of @axe-core/playwright sends axe to the page anew for each look; we need only what it is made of.
const require = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
export const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] }
type Evaluates = { evaluate<T>(expression: string): Promise<T> }

/**
 * What axe finds fault with on a page that has it.
 * @param runOnly tags of rules, or ids of rules
 */
export async function axeFaults(page: Evaluates, runOnly: unknown, rules: object = {}): Promise<string[]> {
  const options = JSON.stringify({ runOnly, rules, resultTypes: ['violations'], preload: false })
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const [, ...reasons] = failureSummary.split('\n').map((line) => line.trim())
      return `axe: ${id}: ${target.join(' ')}: ${reasons.join(' ')}`
    }),
  )
}
