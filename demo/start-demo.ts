import { join } from 'node:path'
import type { AllValues } from '../src/all-settings.ts'
import { type Child, startChild } from '../src/platform/children.ts'
import type { Umbel } from '../src/umbel.ts'
import { acme, seedAcme } from './acme.ts'
import { connectSite } from './connect-site.ts'
import { demoUsers } from './google/users.ts'
import { demoPassword, people, seedPeople } from './people.ts'
import { type DemoProduct, demoProducts, productEnvironment, registerSuite } from './products.ts'
import { type DemoGoogle, startGoogle } from './start-google.ts'
import { type DemoNameServer, startNameServer } from './start-name-server.ts'
import { seed } from './tracker/seed.ts'

const root = join(import.meta.dirname, '..')

/**
 * Starts what makes a fresh machine worth looking at: the mailbox, a name server, the demo suite, people to log in as, and
 * a company that has proved its domain. Only without DATABASE_URL.
 */
export async function startDemo(options: {
  settings: AllValues & { DATABASE_URL: string; UMBEL_SECRET_KEY: Buffer }
  umbel: Umbel
  data: string
  say: (sentence: string) => void
}): Promise<Child[]> {
  const { settings, umbel, data, say } = options
  const issuer = settings.UMBEL_URL.origin
  const products = demoProducts(settings)
  const secrets = await registerSuite(umbel.database, data, products)
  await seed(umbel.database.pool)
  const environment = (ids: readonly string[]) =>
    Object.assign(
      { UMBEL_ISSUER: issuer },
      ...products
        .filter(({ id }) => ids.includes(id))
        .map((product) => productEnvironment(product, secrets.get(product.id) ?? '')),
    )
  const redirectUris = [new URL('/sign-in/google/callback', settings.UMBEL_URL).href]
  const [, google, nameServer, ...children] = await Promise.all([
    seedPeople(umbel.database, settings),
    startGoogle({ settings, data, redirectUris, say }),
    startNameServer({ settings, data, say }),
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
  await connectSite(umbel.database, settings.UMBEL_SECRET_KEY, google)
  if (nameServer) await seedAcme(umbel.database, settings, nameServer)
  say(table({ issuer, products, google, nameServer, mailbox: `http://localhost:${settings.UMBEL_MAILBOX_PORT}` }))
  return [google.child, ...(nameServer ? [nameServer.child] : []), ...children]
}

function table(at: {
  issuer: string
  products: readonly DemoProduct[]
  google: DemoGoogle
  nameServer: DemoNameServer | undefined
  mailbox: string
}): string {
  const withGoogle = demoUsers.filter(({ domain, unverified }) => domain && !unverified).map(({ email }) => email)
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
    ['Wiki, with “Google”', 'the same', `${withGoogle.join(' or ')}, at the stand-in`],
    ['A stand-in for Google', at.google.issuer, `password: ${at.google.password}`],
    ['Mailbox', at.mailbox, 'no log-in; JSON at /email'],
    ...(at.nameServer ? rowsOfDomains(at.issuer, at.nameServer) : []),
  ]
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd()
  return `\n${rows.map(line).join('\n')}\n`
}

function rowsOfDomains(issuer: string, nameServer: DemoNameServer): string[][] {
  return [
    ['Organizations', `${issuer}/organizations`, `${acme.admin}, who runs ${acme.name}`],
    ['Name server', nameServer.url, 'no log-in; add the records here that prove a domain'],
  ]
}
