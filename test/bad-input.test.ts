import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { hashSecret, newId, newSecret } from '#kernel'
import { sql } from '#platform'
import { anUmbel, Browser, type OpenUmbel, type Sent } from './an-umbel.ts'
import { assertSound, badQueries, encoded, type Fields, headerVariants, variantsOf } from './bad-input.ts'
import { accountForms, accountPages } from './bad-input-accounts.ts'
import { claimForms, claimPages } from './bad-input-claim.ts'
import { claimingForms, claimingPages } from './bad-input-claims.ts'
import { decisionForms, decisionPages } from './bad-input-decisions.ts'
import { disputeForms, disputePages } from './bad-input-dispute.ts'
import { leavingForms, leavingPages } from './bad-input-leaving.ts'
import { operatorForms, operatorPages } from './bad-input-operator.ts'
import { profileForms, profilePages, runOutAddresses } from './bad-input-profile.ts'
import { runOutSteps, twoStepForms, twoStepPages } from './bad-input-two-step.ts'
import { secretsIn } from './world.ts'

const password = 'umbels grow in spring'
/** `at` is where the form really is, when its address has a part of its own for each. */
type Ready = { readonly browser: Browser; readonly fields: Fields; readonly at?: string }
type Form = { readonly ready: (number: number) => Promise<Ready>; readonly readsForm?: boolean }

let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  // Nobody answers there: what looks at domains must not ask the network that the test is in.
  const environment = { UMBEL_DNS_SERVERS: '127.0.0.1:1' }
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) }, { environment })
})
after(async () => {
  for (const end of ends) await end()
})

const attemptWith = (fields: Fields, email?: string) => async (): Promise<Ready> => {
  const browser = umbel.browser()
  return { browser, fields: { attempt: await browser.identify(email ?? 'cy@example.com'), ...fields } }
}
const signedUp = (fields: Fields) => async (number: number) => {
  const browser = umbel.browser()
  const attempt = await browser.signUp({ email: `new${number}@example.com`, password })
  return { browser, fields: { attempt, ...fields } }
}
const mailed = (fields: Fields) => async (number: number) => {
  const email = `mailed${number}@example.com`
  await umbel.browser().signUp({ email, password })
  const { token = '' } = secretsIn(await umbel.mailTo(email))
  return { browser: umbel.browser(), fields: { token, ...fields } }
}
const reset = async (number: number) => {
  const email = `reset${number}@example.com`
  await umbel.holder(email, password)
  const from = umbel.mails.length
  await umbel.browser().post('/password/forgot', { email })
  const { token = '' } = secretsIn(await umbel.mailTo(email, from))
  return { browser: umbel.browser(), fields: { token, password: 'another umbel grows here' } }
}
const holding = (fields: Fields) => async (number: number) => ({
  browser: await umbel.holder(`holder${number}@example.com`, password),
  fields,
})

/** Somebody who runs an organization, with its form. */
const running = (path: string, fields: Fields) => async (number: number) => {
  const browser = await umbel.holder(`admin${number}@example.com`, password)
  const made = await browser.post('/organizations/new', { name: 'Acme' })
  return { browser, fields, at: `${made.headers.location}${path}` }
}
const withDomain = (path: string) => async (number: number) => {
  const { browser, at } = await running('/domains/add', {})(number)
  const added = await browser.post(at, { name: 'acme.example' })
  return { browser, fields: {}, at: `${added.headers.location}${path}` }
}

// Written, not logged in for: by then this network has had too many wrong passwords.
const notMe = async (number: number) => {
  const email = `newdevice${number}@example.com`
  await umbel.holder(email, password)
  const [token, now] = [newSecret(), Temporal.Now.instant()]
  await umbel.database.durable.run(sql`
    insert into device_alert (id, account_id, session_id, browser_id, token_hash, device, network, at, expires_at)
    select ${newId(now)}, id, ${newId(now)}, ${newId(now)}, ${hashSecret(token)}, 'Test', '::1', now(), now() + interval '1 day'
    from account where email = ${email}`)
  return { browser: umbel.browser(), fields: { token, alert: '' } }
}

const visiting = (fields: Fields) => async () => ({ browser: umbel.browser(), fields })

const forms: Readonly<Record<string, Form>> = {
  '/help/feedback': { ready: visiting({ article: 'passkeys', helpful: 'no' }) },
  '/help/feedback/reason': { ready: visiting({ key: newSecret(), reason: 'No picture.' }) },
  '/help/contact': {
    ready: visiting({
      name: 'Bo',
      email: 'bo@example.com',
      topic: 'other',
      message: 'Hello there, people.',
      article: '',
    }),
  },
  '/sign-in': { ready: attemptWith({ email: 'bo@example.com' }) },
  '/sign-in/password': { ready: attemptWith({ password: 'wrong', remember: '1' }) },
  '/sign-in/passkey': { ready: attemptWith({ answer: '{"id":"AAAA"}', use: 'log-in', remember: '1', trust: '1' }) },
  '/sign-in/passkey/options': { ready: attemptWith({ use: 'log-in' }) },
  '/sign-in/combined': { ready: attemptWith({ email: 'bo@example.com', password: 'wrong', remember: '1' }) },
  '/sign-in/handoff': { ready: attemptWith({ choose: '1' }) },
  '/sign-in/google/address': { ready: attemptWith({}) },
  '/sign-in/google/link': { ready: attemptWith({ password: 'wrong', remember: '1' }) },
  '/sign-up': { ready: attemptWith({ name: 'Bo', email: 'bo@example.com', password, terms: '1' }) },
  '/verify-email': { ready: signedUp({ code: '123456' }) },
  '/verify-email/resend': { ready: signedUp({}) },
  '/verify-email/link': { ready: mailed({ password }) },
  '/verify-email/refuse': { ready: mailed({}) },
  '/password/forgot': { ready: attemptWith({ email: 'bo@example.com' }) },
  '/password/reset': { ready: reset },
  '/password/strength': { ready: attemptWith({ password, name: 'Bo', email: 'bo@example.com' }), readsForm: false },
  '/log-out': { ready: holding({}), readsForm: false },
  '/language': { ready: async () => ({ browser: umbel.browser(), fields: { language: 'de', return: '/help' } }) },
  '/profile/name': { ready: holding({ name: 'Bo' }) },
  '/security/password': { ready: holding({ current: 'wrong', password: 'another umbel grows here' }) },
  '/security/passkeys/options': { ready: holding({ kind: 'passkey' }) },
  '/security/passkeys/add': { ready: holding({ kind: 'passkey', name: 'Work laptop', answer: '{"id":"AAAA"}' }) },
  '/security/passkeys/:passkey/rename': { ready: holding({ name: 'Work laptop' }) },
  '/security/passkeys/:passkey/remove': { ready: holding({}), readsForm: false },
  '/organizations/new': { ready: holding({ name: 'Acme' }) },
  '/organizations/invitation': { ready: holding({}) },
  '/organizations/:organization/admins/invite': {
    ready: running('/admins/invite', { email: 'x@example.com', role: 'auditor' }),
  },
  '/organizations/:organization/admins/invitation': {
    ready: running('/admins/invitation', { invitation: '0197', act: 'cancel' }),
  },
  '/organizations/:organization/admins/role': { ready: running('/admins/role', { account: '0197', role: 'auditor' }) },
  '/organizations/:organization/settings': { ready: running('/settings', { name: 'Acme' }) },
  '/organizations/:organization/audit/export': {
    ready: running('/audit/export', {
      format: 'csv',
      who: 'bo@example.com',
      about: '',
      kind: 'audit',
      from: '2026-04-13',
      to: '',
    }),
  },
  '/organizations/:organization/domains/add': {
    ready: running('/domains/add', { name: 'acme.example', subdomains: '1' }),
  },
  '/organizations/:organization/domains/:domain/check': { ready: withDomain('/check'), readsForm: false },
  '/organizations/:organization/domains/:domain/renew': { ready: withDomain('/renew'), readsForm: false },
  '/organizations/:organization/domains/:domain/remove': { ready: withDomain('/remove'), readsForm: false },
  '/accounts': { ready: holding({ account: '0197' }) },
  '/accounts/remove': { ready: holding({ account: '0197' }) },
  '/devices/not-me': { ready: notMe },
  '/devices/was-me': { ready: holding({ alert: '0197' }) },
  '/devices/log-out': { ready: holding({ session: '0197', all: '' }) },
  ...profileForms(() => umbel),
  ...claimForms(() => umbel),
  ...claimingForms(() => umbel),
  ...disputeForms(() => umbel),
  ...leavingForms(() => umbel),
  ...accountForms(() => umbel),
  ...decisionForms(() => umbel),
  ...operatorForms(() => umbel),
  ...twoStepForms(() => umbel),
}
const pages = [
  ...profilePages,
  ...claimPages,
  ...claimingPages,
  ...disputePages,
  ...leavingPages,
  ...accountPages,
  ...decisionPages,
  ...operatorPages,
  ...twoStepPages,
  ...['/help/:slug', '/help/contact', '/help/contact/sent', '/help/feedback'],
  ...[
    '/sign-in',
    '/sign-in/password',
    '/sign-in/passkey',
    '/sign-in/deactivated',
    '/.well-known/passkey-endpoints',
    '/sign-up',
    '/verify-email',
    '/verify-email/link',
    '/log-out',
  ],
  ...['/sign-in/google', '/sign-in/google/callback', '/sign-in/google/address', '/sign-in/google/link'],
  ...['/password/forgot', '/password/reset', '/devices/not-me', '/help', '/terms', '/privacy', '/language'],
  ...[
    '/',
    '/accounts',
    '/organizations',
    '/organizations/new',
    '/organizations/invitation',
    '/organizations/:organization',
    '/organizations/:organization/admins',
    '/organizations/:organization/audit',
    '/organizations/:organization/audit/:entry',
    '/organizations/:organization/settings',
    '/organizations/:organization/domains',
    '/organizations/:organization/domains/add',
    '/organizations/:organization/domains/:domain',
    '/organizations/:organization/domains/:domain/file',
    '/organizations/:organization/domains/:domain/remove',
    '/profile',
    '/profile/name',
    '/security',
    '/security/activity',
    '/security/password',
    '/security/passkeys/add',
    '/security/passkeys/two-step',
    '/security/passkeys/:passkey/rename',
    '/security/passkeys/:passkey/remove',
    '/devices',
    '/devices/receipts',
    '/products',
    '/organization',
  ],
]

// For anybody and any cache, with tests of their own.
const open = ['/assets/:file', '/api/products', '/pictures/:id', '/pictures/:id/small', '/sign-up/manager']

/** As the browser would send it, but for what is wrong with it. */
const from = (browser: Browser, sent: Sent): Sent => {
  const origin = sent.method === 'POST' && !sent.headers?.['sec-fetch-site'] && { origin: umbel.url.origin }
  return { ...sent, headers: { ...browser.headers(), ...origin, ...sent.headers } }
}

test('every form and page of ours stands in the tables of this file', () => {
  const paths = (wanted: string) => umbel.umbel.routes.filter(({ method }) => method === wanted).map(({ path }) => path)
  assert.deepEqual([...new Set(paths('POST'))].sort(), Object.keys(forms).sort())
  assert.deepEqual([...new Set(paths('GET'))].sort(), [...pages, ...open].sort())
  assert.deepEqual([...new Set(umbel.umbel.routes.map(({ method }) => method))].sort(), ['GET', 'POST'])
})

let made = 0
const next = () => {
  made += 1
  return made
}
for (const [path, { ready, readsForm }] of Object.entries(forms)) {
  test(`POST ${path} bears every kind of bad input`, async () => {
    const { browser, fields, at = path } = await ready(next())
    for (const { name, sent, status } of variantsOf(fields, readsForm)) {
      const answer = await umbel.send(at, from(browser, sent))
      await assertSound(answer, `POST ${path}, ${name}`)
      if (status) assert.equal(answer.status, status, `POST ${path}, ${name}`)
    }
  })

  test(`POST ${path} bears attempts and tokens that are unknown, another’s, used or run out`, async () => {
    const { browser, fields, at = path } = await ready(next())
    const other = await ready(next())
    const post = async (what: string, sender: Browser, sent: Fields) => {
      const answer = await sender.post(at, sent)
      await assertSound(answer, `POST ${path}, ${what}`)
      return answer
    }
    for (const name of ['attempt', 'token'].filter((each) => each in fields)) {
      await post(`unknown ${name}`, browser, { ...fields, [name]: 'A'.repeat(43) })
      await post(`no ${name} of ours`, browser, { ...fields, [name]: '../../etc/passwd' })
      if (name === 'token' || !readsForm) continue
      const answer = await post(`another’s ${name}`, browser, { ...fields, [name]: other.fields[name] ?? '' })
      assert.equal(answer.status, 410)
    }
    await post('without cookies', new Browser(umbel.url), fields)
    await post('as it should be', browser, fields)
    await post('a second time', browser, fields)
    await Promise.all([1, 2, 3].map(() => post('three times at once', other.browser, other.fields)))
    const late = await ready(next())
    await umbel.database.durable.run(sql`update attempt set expires_at = now() - interval '1 second'`)
    await umbel.database.durable.run(sql`update address_proof set link_expires_at = now(), code_expires_at = now()`)
    await umbel.database.durable.run(sql`update password_reset set expires_at = now()`)
    await umbel.database.durable.run(runOutAddresses)
    await umbel.database.durable.run(runOutSteps)
    await post('too late', late.browser, late.fields)
    await umbel.database.durable.run(sql`update session set expires_at = now()`)
    await post('after the session', late.browser, late.fields)
  })

  test(`POST ${path} bears whatever is typed`, async () => {
    const { browser, fields, at = path } = await ready(next())
    const pieces = [
      'a@b.example',
      '\0',
      '\ud800',
      '\u202e',
      '<script>',
      '&quot;',
      '%',
      '  ',
      '\r\n',
      'ß@straße.de',
      '１２３４５６',
    ]
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join('')),
      fc.string({ unit: 'grapheme' }).map((local) => `${local}@example.com`),
    )
    const typed = fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, text])), { requiredKeys: [] })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = fc.oneof(
      typed.map((values) => encoded(values as Fields)),
      typed.map((values) => encoded({ ...values, ...('attempt' in fields && { attempt: fields.attempt! }) } as Fields)),
      fc.uint8Array({ maxLength: 400 }),
    )
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const answer = await umbel.send(at, from(browser, { method: 'POST', headers, body: sent }))
        await assertSound(answer, `POST ${path}`)
      }),
      { numRuns: 30 },
    )
  })
}

test('POST /password/strength bears whatever JSON there is', async () => {
  const send = (body: string) => umbel.send('/password/strength', { method: 'POST', body })
  for (const body of [
    'null',
    '[]',
    '1',
    '"x"',
    '{',
    '',
    '{"password":1}',
    '{"password":"\\ud800"}',
    '{"__proto__":1}',
  ]) {
    const answer = await send(body)
    await assertSound(answer, body)
    assert.equal(answer.status, 200)
  }
  await fc.assert(
    fc.asyncProperty(fc.json(), async (body) => assertSound(await send(body), body)),
    { numRuns: 30 },
  )
})

test('every page bears queries and headers that make no sense, logged in and not', async () => {
  const holder = await umbel.holder('reader@example.com', password)
  for (const path of pages) {
    for (const browser of [umbel.browser(), holder]) {
      for (const query of badQueries) {
        await assertSound(await umbel.send(path + query, from(browser, {})), `GET ${path}${query.slice(0, 60)}`)
      }
      for (const { name, sent } of headerVariants('GET')) {
        await assertSound(await umbel.send(path, from(browser, sent)), `${path}: ${name}`)
      }
    }
  }
})

test('the public list of products bears queries and headers that make no sense', async () => {
  const wrong = [
    ...badQueries.map((query) => ({ query, sent: {} })),
    ...headerVariants('GET').map(({ sent }) => ({ query: '', sent })),
  ]
  for (const { query, sent } of wrong) {
    const { status, body } = await umbel.send(`/api/products${query}`, sent)
    assert.equal(status, 200, query.slice(0, 60))
    assert.ok(Array.isArray(JSON.parse(body)))
  }
})

test('methods and addresses that are not there get a page that says so', async () => {
  for (const path of [...pages, ...Object.keys(forms), '/nowhere', '/%ZZ', '//evil.example', '/..%2f..%2fetc']) {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'HEAD', 'POST']) {
      if (method === 'POST' && path in forms) continue
      const answer = await umbel.send(path, { method, headers: { origin: umbel.url.origin } })
      if (method === 'HEAD') assert.ok(answer.status < 500, `HEAD ${path}`)
      else await assertSound(answer, `${method} ${path}`)
      if (method !== 'HEAD') assert.equal(answer.status, 404, `${method} ${path}`)
    }
  }
  await assertSound(await umbel.send('/a\\b'), 'a backslash in the path')
  for (const host of ['a b', 'a/b', 'a@b', '[', 'a:99999', 'a?b']) {
    const answer = await umbel.send('/help', { headers: { host } })
    await assertSound(answer, `Host: ${host}`)
    assert.equal(answer.status, 400)
  }
})

test('nothing of all this is logged as a fault of ours, nor any address of a person at any level (OPS-4)', () => {
  assert.deepEqual(
    umbel.log.filter((line) => JSON.parse(line).level >= 50),
    [],
  )
  assert.deepEqual(
    umbel.log.filter((line) => /@example\.com|127\.0\.0\.1/.test(line)),
    [],
  )
})
