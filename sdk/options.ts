import type { LogInFailure } from './failure.ts'
import type { Person, SessionStore } from './sessions.ts'

/** What a product tells the SDK, once, at start. */
export interface UmbelOptions {
  /** Umbel's address, as in `iss`: https, or http on a loopback host for development. */
  issuer: string
  clientId: string
  clientSecret: string
  /** The product's registered call-back address. The product's own origin is taken from it, never from `Host`. */
  redirectUri: string
  /** Where Umbel sends people after logging out. The product's home page, with its slash, unless told otherwise. */
  postLogoutRedirectUri?: string
  sessions: SessionStore
  /** The product's name, for its switcher when Umbel's list can't be had. Its client ID unless told otherwise. */
  name?: string
  /** Scopes asked for. `openid profile email` unless told otherwise. */
  scope?: string
  /** `Secure` and `__Host-` on cookies. Follows `redirectUri`: on for https. */
  secureCookies?: boolean
  /** Name of the session cookie, without prefix. Two products on one host name need two names: cookies ignore ports. */
  cookieName?: string
  /** The one algorithm accepted for ID and log-out tokens. `ES256`, or what the client is registered with. */
  idTokenAlg?: string
  /** How long a session of the product lasts at most: 12 hours. Umbel ends it sooner by back-channel log-out. */
  sessionSeconds?: number
  /** How long a started log-in can be finished: 1 hour, for people who first have to find their mail. */
  logInSeconds?: number
  /** Patience for one request to Umbel: 5 seconds. */
  timeoutSeconds?: number
  /** Runs after Umbel said who it is, before the session exists. What it throws, the call-back throws. */
  onLogIn?: (person: Person) => Promise<void>
  /**
   * Runs when Umbel has erased an account (ACC-9): forget what the product keeps of the person. It must be harmless to repeat;
   * if it throws, Umbel tells the product again.
   */
  onAccountErased?: (erased: { accountId: string; at: Date }) => Promise<void>
  /**
   * Runs when an account was turned off (MAN-2): its sessions have ended, and whoever shows its name may say so. It must be
   * harmless to repeat; if it throws, Umbel tells the product again.
   */
  onAccountDisabled?: (disabled: { accountId: string; at: Date }) => Promise<void>
  /** Runs when it was turned on again: everything is as it was. The same holds. */
  onAccountEnabled?: (enabled: { accountId: string; at: Date }) => Promise<void>
  /** The product's own page for a failure. Its status and headers are set by the SDK if it has none of its own. */
  failurePage?: (failure: LogInFailure, request: Request) => Response | Promise<Response>
  fetch?: typeof fetch
  now?: () => Date
}

type Hook = 'onLogIn' | 'onAccountErased' | 'onAccountDisabled' | 'onAccountEnabled' | 'failurePage'

/** Options with every default decided, checked once. */
export type Settings = Required<Omit<UmbelOptions, Hook | 'issuer' | 'redirectUri'>> &
  Pick<UmbelOptions, Hook> & { issuer: URL; redirectUri: URL; origin: string; insecure: boolean }

const loopback = (url: URL): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || url.hostname.endsWith('.localhost')

/**
 * Checks the options and fills in what was left out.
 * @throws TypeError that names the option: an address that is none, or http beyond this machine (RFC 9700 §2.6)
 */
export function settle(options: UmbelOptions): Settings {
  const issuer = address('issuer', options.issuer)
  const redirectUri = address('redirectUri', options.redirectUri)
  if (issuer.protocol !== 'https:' && !loopback(issuer)) {
    throw new TypeError(`issuer must be https, or http on this machine: ${options.issuer}`)
  }
  for (const name of ['clientId', 'clientSecret'] as const) {
    if (!options[name]) throw new TypeError(`${name} is empty`)
  }
  const cookieName = options.cookieName ?? 'umbel-session'
  if (!/^[\w-]{1,64}$/.test(cookieName)) throw new TypeError('cookieName takes letters, digits, - and _')
  return {
    ...options,
    issuer,
    redirectUri,
    cookieName,
    name: options.name ?? options.clientId,
    origin: redirectUri.origin,
    insecure: issuer.protocol === 'http:',
    postLogoutRedirectUri: options.postLogoutRedirectUri ?? `${redirectUri.origin}/`,
    scope: options.scope ?? 'openid profile email',
    secureCookies: options.secureCookies ?? redirectUri.protocol === 'https:',
    idTokenAlg: options.idTokenAlg ?? 'ES256',
    sessionSeconds: options.sessionSeconds ?? 12 * 3600,
    logInSeconds: options.logInSeconds ?? 3600,
    timeoutSeconds: options.timeoutSeconds ?? 5,
    fetch: options.fetch ?? fetch,
    now: options.now ?? (() => new Date()),
  }
}

function address(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError(`${name} is not a web address: ${value}`)
  return url
}
