import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { createProvedAccount } from '#account'
import { setFirstPassword } from '#credential'
import { connectGoogle } from '#identity-source'
import { parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { addProduct, type LogInForm } from '#product'
import { addSite } from '#site'
import { type GoogleOptions, openGoogle } from '../demo/google/google.ts'
import { passGoogleAs } from '../demo/google/testing/pass.ts'
import { demoDomain } from '../demo/google/users.ts'
import { Browser, type Page } from '../sdk/testing/browser.ts'
import { anUmbel } from './an-umbel.ts'
import { testHashing } from './world.ts'

export const domain = demoDomain
export const lena = `lena.fischer@${domain}`
export const jonas = `jonas.weber@${domain}`
export const password = 'umbels grow in spring'
const back = 'http://wiki.localhost:9/log-in/callback'
export const isBack = (next: URL) => next.href.startsWith(back)

/** Umbel with a product on a site that is connected to a provider which plays Google. */
export async function aConnectedSite(
  t: TestContext,
  options: { form?: LogInForm; skipPage?: boolean } & Partial<GoogleOptions> = {},
) {
  const { form, skipPage, ...more } = options
  const umbel = await anUmbel(t)
  const { database, url } = umbel
  const client = { clientId: 'umbel', clientSecret: 'the secret that Google gave us', name: 'Umbel' }
  const redirectUris = [new URL('/sign-in/google/callback', url).href]
  const google = await openGoogle({ clients: [{ ...client, redirectUris }], slowMilliseconds: 7_000, ...more })
  t.after(() => google.close())
  await database.transaction(async (tx) => {
    const wishes = { id: 'wiki', name: 'Wiki', form, homeUrl: 'http://wiki.localhost:9/', redirectUris: [back] }
    const { id } = await addProduct(tx, system, wishes)
    const site = await addSite(tx, system, { name: 'Acme Studio', host: 'acme.umbel.example', productIds: [id] })
    const { clientId, clientSecret } = client
    await connectGoogle(tx, system, umbel.secretKey, site.id, {
      domain,
      clientId,
      clientSecret,
      issuer: google.issuer,
      skipPage,
    })
  })
  const authorize = (query: Record<string, string> = {}) =>
    `${url.origin}/authorize?${new URLSearchParams({ client_id: 'wiki', response_type: 'code', scope: 'openid', redirect_uri: back, ...query })}`

  return {
    ...umbel,
    google,
    authorize,
    /** The first page that the product's visitor sees. */
    begin: (browser: Browser, query?: Record<string, string>) => browser.open(authorize(query), {}, isBack),
    /** From the hand-off page to Google, and through its log-in page. */
    async through(browser: Browser, page: Page, address: string) {
      const atGoogle = await browser.submit(page, {}, isBack)
      assert.ok(atGoogle.url.origin === google.issuer, `${atGoogle.status} ${atGoogle.url} ${atGoogle.text}`)
      return passGoogleAs(browser, google, address, atGoogle, isBack)
    },
    async account(email: string) {
      const hash = await (await testHashing()).hash(password)
      return database.transaction(async (tx) => {
        const id = await createProvedAccount(tx, system, { name: 'Lena Fischer', address: parseAddress(email) })
        await setFirstPassword(tx, id, hash)
        return id
      })
    },
    identities: () =>
      database.durable.all<{ subject: string; email: string }>(sql`
        select i.subject, a.email from upstream_identity i join account a on a.id = i.account_id order by 1`),
    accounts: async () =>
      (await database.durable.all<{ email: string }>(sql`select email from account order by email`)).map(
        ({ email }) => email,
      ),
    methods: async () =>
      (await database.durable.all<{ methods: string[] }>(sql`select methods from session`)).flatMap(
        (row) => row.methods,
      ),
    reasons: async () =>
      (
        await database.durable.all<{ reason: string }>(sql`
          select detail ->> 'reason' as reason from audit_entry where action = 'identity-source.refused' order by id`)
      ).map(({ reason }) => reason),
    faults: () => umbel.log.filter((line) => JSON.parse(line).level >= 50),
  }
}
export type Connected = Awaited<ReturnType<typeof aConnectedSite>>

/** Up to Google's log-in page, as somebody who typed an address. */
export async function typed(at: Connected, browser: Browser, email: string): Promise<Page> {
  const page = await browser.submit(await at.begin(browser), { email }, isBack)
  assert.match(page.url.pathname, /^\/sign-in\/google$/)
  return page
}
export const logInAs = async (at: Connected, email: string, browser = new Browser()) =>
  at.through(browser, await typed(at, browser, email), email)
export const isIn = (page: Page) => isBack(page.url) && page.url.searchParams.has('code')
