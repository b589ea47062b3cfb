import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

const SHOWN = 10
const WORTH_MENTIONING_MS = 500

/** Passes a test run's events on, and has the slowest tests printed just before the summary. */
export async function* withSlowest(events: AsyncIterable<TestEvent>): AsyncGenerator<TestEvent> {
  const slow: { milliseconds: number; text: string }[] = []
  let printed = false
  for await (const event of events) {
    if (event.type === 'test:complete' && event.data.details.type === 'test') {
      const { name, file, details } = event.data
      const isWholeFile = file?.endsWith(name) ?? false
      if (!isWholeFile && details.duration_ms >= WORTH_MENTIONING_MS) {
        const where = file ? ` (${relative('.', file)})` : ''
        slow.push({ milliseconds: details.duration_ms, text: `${name}${where}` })
      }
    }
    // The summary is a row of diagnostics that belong to no file.
    if (event.type === 'test:diagnostic' && event.data.file === undefined && !printed) {
      printed = true
      if (slow.length > 0) yield { type: 'test:stdout', data: { file: '', message: listing(slow) } } as TestEvent
    }
    yield event
  }
}

function listing(slow: { milliseconds: number; text: string }[]): string {
  const rows = slow.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, SHOWN)
  return `\nSlowest tests\n${rows.map(({ milliseconds, text }) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${text}\n`).join('')}\n`
}
