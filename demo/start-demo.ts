import { join } from 'node:path'
import type { AllValues } from '../src/all-settings.ts'
import { type Child, startChild } from '../src/platform/children.ts'
import type { Umbel } from '../src/umbel.ts'
import { demoPassword, people, seedDemo } from './people.ts'
import { seed } from './tracker/seed.ts'

const root = join(import.meta.dirname, '..')

/**
 * Starts what makes a fresh machine worth looking at: the mailbox, the demo suite, and people to log in as. Only without
 * DATABASE_URL.
 */
export async function startDemo(options: {
  settings: AllValues & { DATABASE_URL: string }
  umbel: Umbel
  data: string
  say: (sentence: string) => void
}): Promise<Child[]> {
  const { settings, umbel, data, say } = options
  const issuer = settings.UMBEL_URL.origin
  const trackerUrl = `http://tracker.localhost:${settings.UMBEL_TRACKER_PORT}`
  const { trackerSecret } = await seedDemo({ database: umbel.database, settings, trackerUrl, data })
  await seed(umbel.database.pool)
  const [mailbox, tracker] = await Promise.all([
    startChild({
      name: 'mailbox',
      entry: join(root, 'demo/mailbox/main.ts'),
      env: {
        UMBEL_MAILBOX_PORT: String(settings.UMBEL_MAILBOX_PORT),
        UMBEL_MAILBOX_SMTP_PORT: String(settings.UMBEL_MAILBOX_SMTP_PORT),
        UMBEL_MAILBOX_FOLDER: join(data, 'mailbox'),
      },
      log: say,
    }),
    startChild({
      name: 'tracker',
      entry: join(root, 'demo/tracker/main.ts'),
      env: {
        TRACKER_PORT: String(settings.UMBEL_TRACKER_PORT),
        TRACKER_URL: trackerUrl,
        TRACKER_CLIENT_ID: 'tracker',
        TRACKER_CLIENT_SECRET: trackerSecret,
        TRACKER_DATABASE_URL: settings.DATABASE_URL,
        UMBEL_ISSUER: issuer,
      },
      log: say,
      readyWhen: `http://127.0.0.1:${settings.UMBEL_TRACKER_PORT}/health/ready`,
    }),
  ])
  say(table({ issuer, trackerUrl, mailbox: `http://localhost:${settings.UMBEL_MAILBOX_PORT}` }))
  return [mailbox, tracker]
}

function table(at: { issuer: string; trackerUrl: string; mailbox: string }): string {
  const rows = [
    ['What', 'Address', 'How to log in'],
    ['Umbel, your account', at.issuer, `any of these, password: ${demoPassword}`],
    ...people.map(({ email, note }) => ['', '', `  ${email}${note ? ` (${note})` : ''}`]),
    ['Create an account', `${at.issuer}/sign-up`, 'any address: its mail lands in the mailbox'],
    ['Tracker', at.trackerUrl, 'with the same account'],
    ['Mailbox', at.mailbox, 'no log-in; JSON at /email'],
  ]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd()
  return `\n${rows.map(line).join('\n')}\n`
}
