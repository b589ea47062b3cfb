import type { LogInForm } from '#product'

/** Where a log-in goes next. */
export type Next =
  | 'continue'
  | 'choose-account'
  | 'ask-address'
  | 'ask-address-and-password'
  | 'google'
  | 'passkey'
  | 'password'
  | 'verify-address'

/** An account that this browser knows. */
export type AccountHere = {
  readonly emailKey: string
  /** When it logged in, while it has a session that counts. */
  readonly authenticatedAt?: Temporal.Instant
  /** Whether it is the one that answers here: last used with the product, or the only one, or chosen for our own pages. */
  readonly presented: boolean
}

/**
 * All that decides. Whether an account exists is not among it, so nothing that follows can tell (LOG-5); only a browser in
 * which somebody has logged in knows how.
 */
export type RouteFacts = {
  /** How the product asks; the account's own pages ask for the address first. */
  readonly form: LogInForm
  /** The site that the log-in is for. */
  readonly site?: { readonly google?: { readonly domain: string } }
  /** The address that was typed, as its key. */
  readonly address?: string
  /** The holder of the address last came in through this browser with a passkey. */
  readonly passkeyHere?: boolean
  /** “Continue with Google” was chosen. */
  readonly withGoogle?: boolean
  readonly accounts: readonly AccountHere[]
  readonly request: {
    /** The product asks which account. */
    readonly select?: boolean
    /** The person asks for another account than those on the list. */
    readonly another?: boolean
    /** Whom the product names, as the key of an address. */
    readonly named?: string
    /** An older log-in will not do. */
    readonly freshSince?: Temporal.Instant
  }
  /** What is known once somebody has proved to be the account's holder. */
  readonly proved?: { readonly addressVerified: boolean }
}

type Rule = {
  readonly id: string
  /** Rules of the specification. */
  readonly keeps: string
  readonly means: string
  holds(facts: RouteFacts): boolean
  /** Without it the rule decides nothing, and says why the next ones do. */
  readonly next?: Next
}

/**
 * Every way in, in order: the first rule that holds and has a `next` decides. After the address the order is LOG-4's.
 * `docs/log-in.md` is made from this table.
 */
export const rules = [
  {
    id: 'address-unproved',
    keeps: 'ACC-4, LOG-6',
    means: 'The person is who they say, but has not proved the address yet.',
    holds: ({ proved }) => proved?.addressVerified === false,
    next: 'verify-address',
  },
  {
    id: 'all-proved',
    keeps: 'LOG-6',
    means: 'Everything that applies is done.',
    holds: ({ proved }) => proved?.addressVerified === true,
    next: 'continue',
  },
  {
    id: 'google-chosen',
    keeps: 'LOG-3',
    means: 'The site is connected to Google, and the person chose “Continue with Google”.',
    holds: ({ site, withGoogle }) => withGoogle === true && site?.google !== undefined,
    next: 'google',
  },
  {
    id: 'google-domain',
    keeps: 'LOG-3, LOG-4',
    means: 'The site is connected to Google, and the address belongs to its Google domain: no password is asked for.',
    holds: ({ site, address }) => address !== undefined && isOf(address, site?.google?.domain),
    next: 'google',
  },
  {
    id: 'other-domain',
    keeps: 'LOG-3',
    means: 'The site is connected to Google, but the address belongs to another domain.',
    holds: ({ site, address }) =>
      address !== undefined && site?.google !== undefined && !isOf(address, site.google.domain),
  },
  {
    id: 'not-connected',
    keeps: 'LOG-4',
    means: 'The log-in is for no site, or for one that is not connected to Google.',
    holds: ({ site, address }) => address !== undefined && site?.google === undefined,
  },
  {
    id: 'passkey-here',
    keeps: 'LOG-4, LOG-10',
    means: 'The account of the address last came in through this browser with a passkey: that is asked for first.',
    holds: ({ address, passkeyHere }) => address !== undefined && passkeyHere === true,
    next: 'passkey',
  },
  {
    id: 'password',
    keeps: 'LOG-4, LOG-5',
    means:
      'An address was typed: the password is asked for, and a passkey offered beside it, whether or not it has an account.',
    holds: ({ address }) => address !== undefined,
    next: 'password',
  },
  {
    id: 'another-account',
    keeps: 'LOG-7',
    means: 'The person asked for another account: those of this browser do not count.',
    holds: ({ request }) => request.another === true,
  },
  {
    id: 'asked-to-choose',
    keeps: 'LOG-7',
    means: 'The product asks which account, and this browser knows some.',
    holds: ({ request, accounts }) => !request.another && request.select === true && accounts.length > 0,
    next: 'choose-account',
  },
  {
    id: 'too-old',
    keeps: 'LOG-7',
    means: 'The product wants a newer log-in than some that this browser has.',
    holds: (facts) =>
      !facts.request.another && facts.accounts.some((account) => isLive(account) && !isFresh(account, facts)),
  },
  {
    id: 'named-here',
    keeps: 'LOG-1, LOG-7',
    means: 'The product names an account that is logged in here.',
    holds: (facts) => !facts.request.another && namedSession(facts) !== undefined,
    next: 'continue',
  },
  {
    id: 'named-elsewhere',
    keeps: 'LOG-7',
    means: 'The product names an account that is not logged in here: its address is filled in.',
    holds: (facts) => facts.request.named !== undefined && namedSession(facts) === undefined,
  },
  {
    id: 'live-session',
    keeps: 'LOG-1',
    means:
      'One account answers here (the one last used with the product, or the only one) and is logged in: no page in between.',
    holds: (facts) => isOpen(facts) && facts.accounts.some((account) => account.presented && isFresh(account, facts)),
    next: 'continue',
  },
  {
    id: 'some-session',
    keeps: 'LOG-7',
    means: 'Accounts are logged in here, but none that answers by itself.',
    holds: (facts) => isOpen(facts) && facts.accounts.some(isLive),
    next: 'choose-account',
  },
  {
    id: 'combined-form',
    keeps: 'LOG-2',
    means: 'The product asks for address and password on one page.',
    holds: ({ form }) => form === 'combined',
    next: 'ask-address-and-password',
  },
  {
    id: 'identifier-first',
    keeps: 'LOG-2',
    means: 'The product asks for the address first.',
    holds: () => true,
    next: 'ask-address',
  },
] as const satisfies readonly Rule[]

export type RuleId = (typeof rules)[number]['id']

/** The next step of a log-in, and the rules that led there, the deciding one last. */
export function resolve(facts: RouteFacts): { readonly next: Next; readonly rules: readonly RuleId[] } {
  const fired: RuleId[] = []
  for (const rule of rules) {
    if (!rule.holds(facts)) continue
    fired.push(rule.id)
    if ('next' in rule) return { next: rule.next, rules: fired }
  }
  throw new Error('the last rule holds always')
}

const isOf = (address: string, domain: string | undefined) =>
  domain !== undefined && address.slice(address.lastIndexOf('@') + 1) === domain

const isLive = ({ authenticatedAt }: AccountHere) => authenticatedAt !== undefined

function isFresh({ authenticatedAt }: AccountHere, { request: { freshSince } }: RouteFacts): boolean {
  if (!authenticatedAt) return false
  return !freshSince || Temporal.Instant.compare(authenticatedAt, freshSince) >= 0
}

const namedSession = (facts: RouteFacts) =>
  facts.request.named === undefined
    ? undefined
    : facts.accounts.find((account) => account.emailKey === facts.request.named && isFresh(account, facts))

/** Nobody has been named or ruled out, so any account of this browser may answer. */
const isOpen = ({ request }: RouteFacts) => !request.another && request.named === undefined
