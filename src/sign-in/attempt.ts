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
    /** Origins that the answer may lead back to. */
    readonly origins: readonly string[]
  }
  readonly email?: string
  readonly accountId?: string
  readonly passwordProvedAt?: Temporal.Instant
  readonly keep: boolean
  /** The product asks which account; the chooser comes first (OpenID Connect Core §3.1.2.1, select_account). */
  readonly choose: boolean
  /** The product asked for a log-in at or after this moment (OpenID Connect Core §3.1.2.1, prompt and max_age). */
  readonly freshSince?: Temporal.Instant
  readonly finishedAt?: Temporal.Instant
  readonly sessionId?: string
}

/** What is known of the account that an attempt has come to. */
export type Facts = { readonly addressVerified: boolean }

/** What the person does next. `done` is the only way to a session. */
export type Step = 'identify' | 'password' | 'verify-address' | 'done'

/**
 * Says what is missing (LOG-6), in the order in which it is asked for. It alone decides, and it depends on nothing but
 * what it is given.
 */
export function nextStep(
  attempt: Pick<Attempt, 'email' | 'accountId' | 'passwordProvedAt'>,
  facts: Facts | undefined,
): Step {
  if (attempt.email === undefined) return 'identify'
  if (attempt.accountId === undefined || attempt.passwordProvedAt === undefined) return 'password'
  if (!facts?.addressVerified) return 'verify-address'
  return 'done'
}

/** The page of a step. Each has an address of its own, so the back button and a second tab find their place. */
export function pathOf(step: Exclude<Step, 'done'>, attemptId: string): string {
  const pages = { identify: '/sign-in', password: '/sign-in/password', 'verify-address': '/verify-email' }
  return `${pages[step]}?attempt=${encodeURIComponent(attemptId)}`
}

/** A path of ours to return to, or `/`: never another site's address, however it is written (RFC 9700 §4.11). */
export function safePath(text: string | undefined): string {
  if (!text || text.length > 2_000 || !text.startsWith('/') || /^\/[/\\]|[\p{Cc}\\]/u.test(text)) return '/'
  const url = URL.parse(text, 'http://umbel.invalid')
  return url?.origin === 'http://umbel.invalid' ? url.pathname + url.search : '/'
}
