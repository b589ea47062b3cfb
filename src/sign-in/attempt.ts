import type { SecondStepWay } from '#credential'
import { parseAddress } from '#kernel'
import { resolve } from './route.ts'

/** Where a log-in is for, and how people get in there. */
export type AttemptSite = {
  readonly id: string
  readonly name: string
  readonly host: string
  /** Its connection to Google (LOG-3). */
  readonly google?: { readonly domain: string; readonly skipPage: boolean }
}

/** Who the person has proved to be at Google. */
export type Upstream = {
  readonly issuer: string
  readonly subject: string
  readonly email: string
  readonly emailKey: string
  readonly name?: string
}

/** A log-in under way: one row, bound to the browser it began in. */
export type Attempt = {
  readonly id: string
  readonly browserId: string
  /** Where the browser goes when it is done: a path of ours. */
  readonly returnTo: string
  readonly product?: {
    readonly id: string
    readonly name: string
    readonly homeUrl: string
    readonly form: 'identifier-first' | 'combined'
    /** The host of the site, as pages name it. */
    readonly site?: string
    /** Origins that the answer may lead to: the product's, and that of the site's identity provider. */
    readonly origins: readonly string[]
  }
  readonly site?: AttemptSite
  readonly email?: string
  readonly accountId?: string
  readonly passwordProvedAt?: Temporal.Instant
  /** A passkey proves who it is, and is two steps in one (LOG-10). */
  readonly passkeyProvedAt?: Temporal.Instant
  readonly secondStepAt?: Temporal.Instant
  readonly secondStepWay?: SecondStepWay
  /** “Don’t ask again on this device”, wished for with the second step. */
  readonly trustDevice: boolean
  /** The account that is logged in already and only confirms it: nobody else may come out of this log-in. */
  readonly confirms?: string
  readonly upstream?: Upstream
  /** When the person put off what a claim asks (LOG-6). */
  readonly claimPutOffAt?: Temporal.Instant
  readonly keep: boolean
  /** The product asks which account; the chooser comes first (OpenID Connect Core §3.1.2.1, select_account). */
  readonly choose: boolean
  /** The product asked for a log-in at or after this moment (OpenID Connect Core §3.1.2.1, prompt and max_age). */
  readonly freshSince?: Temporal.Instant
  readonly finishedAt?: Temporal.Instant
  readonly sessionId?: string
}

/** What is known of the account that an attempt has come to. */
export type Facts = {
  readonly addressVerified: boolean
  /** Turned off by the organization that manages it (MAN-2), or by whoever runs Umbel, for abuse (CTL). */
  readonly off?: 'deactivated' | 'suspended'
  /** Two-step verification is on, and this browser is not one where it is not asked for. */
  readonly secondStep?: boolean
  /** The product asks for two steps, and the account has only one. */
  readonly secondStepLacking?: boolean
  /** When the account is to be deleted (ACC-9). */
  readonly deletionDue?: Temporal.Instant
  /** What a claim has to say: that it asks, or that the account is managed now (DOM-7). */
  readonly claimNotice?: 'open' | 'managed'
}

/** What the person does next. `done` is the only way to a session. */
export type Step =
  | 'identify'
  | 'google'
  | 'confirm-address'
  | 'link'
  | 'password'
  | 'deactivated'
  | 'verify-address'
  | 'second-step'
  | 'lacks-second-step'
  | 'keep-account'
  | 'claim-notice'
  | 'done'

/**
 * Says what is missing (LOG-6), in the order in which it is asked for. It alone decides, and it depends on nothing but
 * what it is given. How the account is to be proved is the resolver's to say (LOG-4); where that is Google, no password will
 * do instead (LOG-3).
 *
 * Back from Google there may be two more steps: another address than the one typed is the one to use, and that is said
 * first; and an account that was there before has to be proved once itself, before Google opens it.
 */
export function nextStep(
  attempt: Pick<
    Attempt,
    | 'email'
    | 'accountId'
    | 'passwordProvedAt'
    | 'passkeyProvedAt'
    | 'secondStepAt'
    | 'upstream'
    | 'site'
    | 'product'
    | 'confirms'
    | 'claimPutOffAt'
  >,
  facts: Facts | undefined,
): Step {
  const { email, accountId, upstream, passkeyProvedAt } = attempt
  if (email === undefined) return 'identify'
  if (accountId !== undefined && passkeyProvedAt) {
    // Who it is, and a second step at once.
  } else if (upstream || wayIn(attempt, email) === 'google') {
    if (!upstream) return 'google'
    if (upstream.emailKey !== parseAddress(email).key) return 'confirm-address'
    if (accountId === undefined) return 'link'
  } else if (accountId === undefined || attempt.passwordProvedAt === undefined) return 'password'
  // Nobody hears of it who has not proved to be the holder (LOG-5).
  if (facts?.off) return 'deactivated'
  if (!facts?.addressVerified) return 'verify-address'
  if (facts.secondStep && !attempt.secondStepAt && !passkeyProvedAt) return 'second-step'
  if (facts.secondStepLacking && !passkeyProvedAt) return 'lacks-second-step'
  if (facts.deletionDue) return 'keep-account'
  // Who only confirms a log-in is in the middle of something, which may be what the claim asks.
  if (facts.claimNotice && !attempt.claimPutOffAt && !attempt.confirms) return 'claim-notice'
  return 'done'
}

/** How a log-in was proved, for products (RFC 8176 §2; DEV-2): `mfa` stands for two factors that really were asked for. */
export function methodsOf(attempt: Pick<Attempt, 'upstream' | 'passkeyProvedAt' | 'secondStepWay'>): readonly string[] {
  if (attempt.passkeyProvedAt) return ['pop', 'user', 'mfa']
  const first = attempt.upstream ? 'fed' : 'pwd'
  if (!attempt.secondStepWay) return [first]
  const second = { app: ['otp'], passkey: ['pop'], 'recovery-code': [] }[attempt.secondStepWay]
  return [first, ...second, 'mfa']
}

/** How the holder of an address gets in, by where the log-in is for: with Google, a passkey, or a password (LOG-4). */
export function wayIn(
  { site, product }: Pick<Attempt, 'site' | 'product'>,
  email: string,
  passkeyHere = false,
): 'google' | 'passkey' | 'password' {
  const form = product?.form ?? 'identifier-first'
  const { next } = resolve({ form, site, address: parseAddress(email).key, passkeyHere, accounts: [], request: {} })
  return next === 'google' || next === 'passkey' ? next : 'password'
}

/** The page of a step. Each has an address of its own, so the back button and a second tab find their place. */
export function pathOf(step: Exclude<Step, 'done'> | 'passkey', attemptId: string): string {
  const pages = {
    identify: '/sign-in',
    google: '/sign-in/google',
    'confirm-address': '/sign-in/google/address',
    link: '/sign-in/google/link',
    passkey: '/sign-in/passkey',
    password: '/sign-in/password',
    deactivated: '/sign-in/deactivated',
    'verify-address': '/verify-email',
    'second-step': '/sign-in/second-step',
    'lacks-second-step': '/sign-in/second-step/none',
    'keep-account': '/sign-in/keep-account',
    'claim-notice': '/sign-in/claim-notice',
  }
  return `${pages[step]}?attempt=${encodeURIComponent(attemptId)}`
}
