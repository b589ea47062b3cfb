import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AccountHere, type Next, type RouteFacts, type RuleId, resolve, rules } from './route.ts'

const at = (iso: string) => Temporal.Instant.from(iso)
const noon = at('2026-11-20T12:00:00Z')
const plain: RouteFacts = { form: 'identifier-first', accounts: [], request: {} }
const connected = { google: { domain: 'brightwater.example' } }
const lena = 'lena@brightwater.example'
const here = (emailKey: string, more: Partial<AccountHere> = {}): AccountHere => ({
  emailKey,
  authenticatedAt: noon,
  presented: false,
  ...more,
})
const presented = here('ana@example.com', { presented: true })
const loggedOut = here('ana@example.com', { authenticatedAt: undefined })

const cases: readonly (readonly [string, Partial<RouteFacts>, Next, readonly RuleId[]])[] = [
  ['LOG-2 nothing known', {}, 'ask-address', ['identifier-first']],
  ['LOG-2 the combined form', { form: 'combined' }, 'ask-address-and-password', ['combined-form']],
  ['LOG-4 an address', { address: lena }, 'password', ['not-connected', 'password']],
  ['LOG-4 an address, for a site', { address: lena, site: {} }, 'password', ['not-connected', 'password']],
  [
    'LOG-4 an address whose account last came in here with a passkey',
    { address: lena, passkeyHere: true },
    'passkey',
    ['not-connected', 'passkey-here'],
  ],
  [
    'LOG-4 the same, of the Google domain',
    { address: lena, passkeyHere: true, site: connected },
    'google',
    ['google-domain'],
  ],
  ['LOG-4 a passkey, and no address yet', { passkeyHere: true }, 'ask-address', ['identifier-first']],
  ['LOG-3 an address of the Google domain', { address: lena, site: connected }, 'google', ['google-domain']],
  ['LOG-3 on the combined form', { form: 'combined', address: lena, site: connected }, 'google', ['google-domain']],
  [
    'LOG-4 an address of another domain',
    { address: 'lena@example.com', site: connected },
    'password',
    ['other-domain', 'password'],
  ],
  [
    'LOG-4 an address below the Google domain',
    { address: 'lena@mail.brightwater.example', site: connected },
    'password',
    ['other-domain', 'password'],
  ],
  [
    'LOG-4 an address that only ends like it',
    { address: 'lena@notbrightwater.example', site: connected },
    'password',
    ['other-domain', 'password'],
  ],
  ['LOG-3 Continue with Google', { withGoogle: true, site: connected }, 'google', ['google-chosen']],
  ['LOG-3 without a connection', { withGoogle: true, site: {} }, 'ask-address', ['identifier-first']],
  ['LOG-1 a live session', { accounts: [presented] }, 'continue', ['live-session']],
  ['LOG-1 on a Google-connected site', { accounts: [presented], site: connected }, 'continue', ['live-session']],
  ['LOG-7 sessions, none presented', { accounts: [here('bo@example.com')] }, 'choose-account', ['some-session']],
  ['LOG-7 an account that was logged out', { accounts: [loggedOut] }, 'ask-address', ['identifier-first']],
  ['LOG-7 select_account', { accounts: [presented], request: { select: true } }, 'choose-account', ['asked-to-choose']],
  [
    'LOG-7 select_account, with a name',
    { accounts: [presented], request: { select: true, named: 'ana@example.com' } },
    'choose-account',
    ['asked-to-choose'],
  ],
  [
    'LOG-7 select_account, logged out',
    { accounts: [loggedOut], request: { select: true } },
    'choose-account',
    ['asked-to-choose'],
  ],
  ['LOG-7 select_account, nobody here', { request: { select: true } }, 'ask-address', ['identifier-first']],
  [
    'LOG-7 another account',
    { accounts: [presented], request: { another: true, select: true } },
    'ask-address',
    ['another-account', 'identifier-first'],
  ],
  [
    'LOG-7 login_hint of another session here',
    { accounts: [presented, here('bo@example.com')], request: { named: 'bo@example.com' } },
    'continue',
    ['named-here'],
  ],
  [
    'LOG-7 login_hint of somebody else',
    { accounts: [presented], request: { named: 'bo@example.com' } },
    'ask-address',
    ['named-elsewhere', 'identifier-first'],
  ],
  [
    'LOG-7 max_age, too old',
    { accounts: [presented], request: { freshSince: noon.add({ seconds: 1 }) } },
    'choose-account',
    ['too-old', 'some-session'],
  ],
  [
    'LOG-7 max_age, young enough',
    { accounts: [presented], request: { freshSince: noon } },
    'continue',
    ['live-session'],
  ],
  [
    'LOG-7 login_hint and max_age, too old',
    { accounts: [presented], request: { named: 'ana@example.com', freshSince: noon.add({ seconds: 1 }) } },
    'ask-address',
    ['too-old', 'named-elsewhere', 'identifier-first'],
  ],
  ['ACC-4 an address to prove', { proved: { addressVerified: false } }, 'verify-address', ['address-unproved']],
  ['LOG-6 all done', { address: lena, proved: { addressVerified: true } }, 'continue', ['all-proved']],
]
for (const [name, facts, next, fired] of cases) {
  test(`${name}: ${next}`, () => assert.deepEqual(resolve({ ...plain, ...facts }), { next, rules: fired }))
}

const addresses = ['ana@example.com', 'bo@example.com', lena, 'jonas@brightwater.example', 'x@xn--bcher-kva.example']
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
const moments = fc.integer({ min: -3600, max: 3600 }).map((seconds) => noon.add({ seconds }))
const account: fc.Arbitrary<AccountHere> = fc.record({
  emailKey: fc.constantFrom(...addresses),
  authenticatedAt: maybe(moments),
  presented: fc.boolean(),
})
const anything: fc.Arbitrary<RouteFacts> = fc.record({
  form: fc.constantFrom('identifier-first' as const, 'combined' as const),
  site: maybe(
    fc.record({ google: maybe(fc.record({ domain: fc.constantFrom('brightwater.example', 'example.com') })) }),
  ),
  address: maybe(fc.constantFrom(...addresses)),
  passkeyHere: maybe(fc.boolean()),
  withGoogle: maybe(fc.boolean()),
  accounts: fc.array(account, { maxLength: 4 }),
  request: fc.record({
    select: maybe(fc.boolean()),
    another: maybe(fc.boolean()),
    named: maybe(fc.constantFrom(...addresses)),
    freshSince: maybe(moments),
  }),
  proved: maybe(fc.record({ addressVerified: fc.boolean() })),
})
const holds = (property: (facts: RouteFacts) => void) =>
  fc.assert(
    fc.property(anything, (facts) => property(facts)),
    { numRuns: 3_000 },
  )
const domainOf = (address: string) => address.split('@')[1]

test('whatever is asked, there is one next step, and the rule that says so comes last', () => {
  holds((facts) => {
    const { next, rules: fired } = resolve(facts)
    const last = rules.find(({ id }) => id === fired.at(-1))
    assert.equal(last && 'next' in last ? last.next : undefined, next)
    assert.equal(new Set(fired).size, fired.length)
    const deciding = fired.filter((id) => 'next' in (rules.find((rule) => rule.id === id) ?? {}))
    assert.equal(deciding.length, 1)
  })
})

test('LOG-3, LOG-4 a typed address of the connected domain goes to Google, whatever the form and whoever is here', () => {
  holds((facts) => {
    const { address, site, proved, withGoogle, passkeyHere } = facts
    if (address === undefined || proved) return
    const isOfDomain = domainOf(address) === site?.google?.domain
    const wanted = isOfDomain || (withGoogle && site?.google) ? 'google' : passkeyHere ? 'passkey' : 'password'
    assert.equal(resolve(facts).next, wanted)
    const form = facts.form === 'combined' ? 'identifier-first' : 'combined'
    assert.equal(resolve({ ...facts, form }).next, wanted)
  })
})

test('LOG-5 two addresses of one domain are treated alike, so an unknown one is as a known one', () => {
  holds((facts) => {
    if (facts.address === undefined) return
    const other = { ...facts, address: `nobody-has-this@${domainOf(facts.address)}` }
    assert.deepEqual(resolve(other), resolve(facts))
  })
})

test('LOG-7 nobody is let in by a session that is too old, logged out, or another’s than the one named', () => {
  holds((facts) => {
    const { next } = resolve(facts)
    if (next !== 'continue' || facts.proved) return
    const { named, freshSince, another } = facts.request
    assert.ok(!another)
    assert.ok(
      facts.accounts.some(
        ({ emailKey, authenticatedAt, presented: isPresented }) =>
          authenticatedAt &&
          (named === undefined ? isPresented : emailKey === named) &&
          (!freshSince || Temporal.Instant.compare(authenticatedAt, freshSince) >= 0),
      ),
    )
  })
})

test('LOG-7 the chooser comes only where there is something to choose', () => {
  holds((facts) => {
    if (resolve(facts).next === 'choose-account') assert.ok(facts.accounts.length > 0)
  })
})

test('every rule fires for somebody', () => {
  const fired = new Set<RuleId>(cases.flatMap(([, , , ids]) => ids))
  assert.deepEqual(
    rules.map(({ id }) => id).filter((id) => !fired.has(id)),
    [],
  )
})
