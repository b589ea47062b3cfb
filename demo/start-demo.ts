import { join } from 'node:path'
import type { AllValues } from '../src/all-settings.ts'
import { type Child, startChild } from '../src/platform/children.ts'
import type { Umbel } from '../src/umbel.ts'
import { demoPassword, people, seedPeople } from './people.ts'
import { type DemoProduct, demoProducts, productEnvironment, registerSuite } from './products.ts'
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
  const products = demoProducts(settings)
  const secrets = await registerSuite(umbel.database, data, products)
  await seedPeople(umbel.database, settings)
  await seed(umbel.database.pool)
  const environment = (ids: readonly string[]) =>
    Object.assign(
      { UMBEL_ISSUER: issuer },
      ...products
        .filter(({ id }) => ids.includes(id))
        .map((product) => productEnvironment(product, secrets.get(product.id) ?? '')),
    )
  const children = await Promise.all([
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
      env: { ...environment(['tracker']), TRACKER_DATABASE_URL: settings.DATABASE_URL },
      log: say,
    }),
    startChild({
      name: 'suite',
      entry: join(root, 'demo/suite/main.ts'),
      env: { ...environment(['wiki', 'chat', 'code']), SUITE_DATABASE_URL: settings.DATABASE_URL, SUITE_SEED: 'yes' },
      log: say,
    }),
  ])
  say(table({ issuer, products, mailbox: `http://localhost:${settings.UMBEL_MAILBOX_PORT}` }))
  return children
}

function table(at: { issuer: string; products: readonly DemoProduct[]; mailbox: string }): string {
  const rows = [
    ['What', 'Address', 'How to log in'],
    ['Umbel, your account', at.issuer, `any of these, password: ${demoPassword}`],
    ...people.map(({ email, note }) => ['', '', `  ${email}${note ? ` (${note})` : ''}`]),
    ['Create an account', `${at.issuer}/sign-up`, 'any address: its mail lands in the mailbox'],
    ...at.products.map(({ name, url, form }) => [
      name,
      url,
      `with the same account${form === 'combined' ? ', address and password on one page' : ''}`,
    ]),
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
