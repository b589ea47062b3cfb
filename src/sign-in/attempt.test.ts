import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Facts, methodsOf, nextStep, pathOf, type Step } from './attempt.ts'

type State = Parameters<typeof nextStep>[0]
const moment = Temporal.Instant.from('2026-11-20T09:00:00Z')
const ana = 'ana@example.com'
const site = { id: 'acme', name: 'Acme', host: 'acme.umbel.example' }
const google = { domain: 'example.com', skipPage: false }
const provedAs = (email: string) => ({ issuer: 'https://accounts.google.com', subject: '1', email, emailKey: email })
const states: fc.Arbitrary<State> = fc.record({
  email: fc.constantFrom(undefined, ana, 'ana@other.example'),
  accountId: fc.option(fc.constant('a'), { nil: undefined }),
  passwordProvedAt: fc.option(fc.constant(moment), { nil: undefined }),
  passkeyProvedAt: fc.option(fc.constant(moment), { nil: undefined }),
  secondStepAt: fc.option(fc.constant(moment), { nil: undefined }),
  upstream: fc.constantFrom(undefined, provedAs(ana), provedAs('ana.example@example.com')),
  site: fc.constantFrom(undefined, site, { ...site, google }),
  claimPutOffAt: fc.option(fc.constant(moment), { nil: undefined }),
})
const facts: fc.Arbitrary<Facts | undefined> = fc.option(
  fc.record({
    addressVerified: fc.boolean(),
    off: fc.constantFrom(undefined, 'deactivated' as const, 'suspended' as const),
    secondStep: fc.boolean(),
    secondStepLacking: fc.boolean(),
    deletionDue: fc.option(fc.constant(moment), { nil: undefined }),
    claimNotice: fc.constantFrom(undefined, 'open' as const, 'managed' as const),
  }),
  { nil: undefined },
)

/** What a person does on the page of a step, and what is true afterwards. */
function doStep(step: Step, state: State, known: Facts | undefined): { state: State; facts: Facts | undefined } {
  const unproved = { addressVerified: false, secondStep: true, deletionDue: moment, claimNotice: 'open' } as const
  if (step === 'identify') return { state: { site: state.site, email: ana }, facts: unproved }
  if (step === 'google') return { state: { ...state, accountId: undefined, upstream: provedAs(ana) }, facts: unproved }
  if (step === 'confirm-address')
    return { state: { ...state, accountId: undefined, email: state.upstream?.email }, facts: unproved }
  if (step === 'password' || step === 'link')
    return { state: { ...state, accountId: 'a', passwordProvedAt: moment }, facts: unproved }
  if (step === 'deactivated') return { state, facts: { ...known!, off: undefined } }
  if (step === 'second-step') return { state: { ...state, secondStepAt: moment }, facts: known }
  if (step === 'lacks-second-step') return { state, facts: { ...known!, secondStepLacking: false } }
  if (step === 'keep-account') return { state, facts: { ...known!, deletionDue: undefined } }
  if (step === 'claim-notice') return { state: { ...state, claimPutOffAt: moment }, facts: known }
  return { state, facts: { ...unproved, addressVerified: true } }
}

const isOfGoogle = ({ email, site: at }: State) => at?.google !== undefined && email?.endsWith(`@${at.google.domain}`)

test('LOG-6 no path to a session skips the proof of who it is or the proof of the address', () => {
  fc.assert(
    fc.property(states, facts, (state, known) => {
      if (nextStep(state, known) !== 'done') return
      assert.ok(state.email && state.accountId && known?.addressVerified)
      if (!state.passkeyProvedAt) {
        assert.ok(state.upstream ? state.upstream.emailKey === state.email : state.passwordProvedAt)
        assert.ok(!known.secondStep || state.secondStepAt)
        assert.ok(!known.secondStepLacking)
      }
      assert.equal(known.deletionDue, undefined)
      assert.ok(!known.claimNotice || state.claimPutOffAt)
      assert.equal(known.off, undefined)
    }),
  )
})

test('DEV-2 a log-in says that two factors were asked for only where they were', () => {
  const upstream = provedAs(ana)
  assert.deepEqual(methodsOf({}), ['pwd'])
  assert.deepEqual(methodsOf({ upstream }), ['fed'])
  assert.deepEqual(methodsOf({ secondStepWay: 'app' }), ['pwd', 'otp', 'mfa'])
  assert.deepEqual(methodsOf({ upstream, secondStepWay: 'passkey' }), ['fed', 'pop', 'mfa'])
  assert.deepEqual(methodsOf({ secondStepWay: 'recovery-code' }), ['pwd', 'mfa'])
  assert.deepEqual(methodsOf({ passkeyProvedAt: moment }), ['pop', 'user', 'mfa'])
})

test('LOG-3 where Google says who somebody is, no password says it instead', () => {
  fc.assert(
    fc.property(states, facts, (state, known) => {
      const step = nextStep(state, known)
      if (isOfGoogle(state)) assert.notEqual(step, 'password')
      if (isOfGoogle(state) && step === 'done') assert.ok(state.upstream || state.passkeyProvedAt)
    }),
  )
})

test('LOG-5 that an account is turned off is said once its holder has proved to be its holder, and before all else', () => {
  const off = { addressVerified: false, secondStep: true, deletionDue: moment, off: 'deactivated' } as const
  const proofs: readonly State[] = [
    { passwordProvedAt: moment },
    { passkeyProvedAt: moment },
    { upstream: provedAs(ana), site: { ...site, google } },
  ]
  for (const proof of proofs) assert.equal(nextStep({ email: ana, accountId: 'a', ...proof }, off), 'deactivated')
  assert.equal(nextStep({ email: ana }, off), 'password')
  assert.equal(nextStep({ email: ana, accountId: 'a' }, off), 'password')
  assert.equal(nextStep({ email: ana, upstream: provedAs(ana), site: { ...site, google } }, off), 'link')
})

test('LOG-6 the steps come in order and never again: whoever does what is asked is done in ten', () => {
  fc.assert(
    fc.property(states, facts, (start, known) => {
      const order: Step[] = [
        'identify',
        'google',
        'confirm-address',
        'link',
        'password',
        'deactivated',
        'verify-address',
        'second-step',
        'lacks-second-step',
        'keep-account',
        'claim-notice',
        'done',
      ]
      let [state, now] = [start, known]
      let last = -1
      for (let steps = 0; ; steps += 1) {
        const step = nextStep(state, now)
        assert.ok(order.indexOf(step) > last, `${step} came again, or too late`)
        last = order.indexOf(step)
        if (step === 'done') return
        assert.ok(steps < 10)
        ;({ state, facts: now } = doStep(step, state, now))
      }
    }),
  )
})

test('LOG-6 what a claim asks waits until everything else is done, and for nobody who only confirms a log-in', () => {
  const proved: State = { email: ana, accountId: 'a', passwordProvedAt: moment }
  const asked = { addressVerified: true, claimNotice: 'open' } as const
  assert.equal(nextStep(proved, asked), 'claim-notice')
  assert.equal(nextStep({ ...proved, claimPutOffAt: moment }, asked), 'done')
  assert.equal(nextStep({ ...proved, confirms: 'a' }, asked), 'done')
  assert.equal(nextStep(proved, { ...asked, deletionDue: moment }), 'keep-account')
  assert.equal(nextStep(proved, { ...asked, addressVerified: false }), 'verify-address')
})

test('every step but the last has a page that carries the attempt', () => {
  for (const step of [
    'identify',
    'google',
    'confirm-address',
    'link',
    'password',
    'deactivated',
    'verify-address',
    'second-step',
    'lacks-second-step',
    'keep-account',
    'claim-notice',
  ] as const)
    assert.match(pathOf(step, 'x&y'), /^\/[a-z/-]+\?attempt=x%26y$/)
})
