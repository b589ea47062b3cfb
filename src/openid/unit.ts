import { Provider } from 'oidc-provider'
import type { Visibility } from '#account'
import type { Shown } from '#sign-in'

/** What one request has read and means to write. The library asks for the same things several times; we ask once. */
export type Unit = {
  readonly shown: Shown
  /** The session this request acts in. */
  session?: UnitSession
  readonly grants: Map<string, GrantFacts>
  readonly accounts: Map<string, AccountFacts>
  /** Tokens by the value presented, so that the library's look-ups by kind cost one statement together. */
  readonly tokens: Map<string, Promise<TokenFacts | undefined>>
  /** Scopes of the resource servers named in this request. */
  readonly resources: Map<string, string>
  /** A grant that comes to be with the first code of this session for this product. */
  newGrant?: GrantFacts
  /** The site that the product names for this log-in, whatever it wrote. */
  siteNamed?: string
  /** What token requests write, all in one statement when they have succeeded. */
  spend?: Spend
  access?: Payload
  refresh?: Payload
  readonly revoked: Set<string>
  /** The source of a refresh token's life: when its session ends, and when the first of its line was issued. */
  sessionEnds?: number
  /** The authorization request that a browser comes back to. */
  request?: Payload
  /** The authorization request that the library wants kept, until it is known which attempt answers it. */
  interaction?: Payload
  /** Stored hashes under names that stand for them towards the library, which wants ids and never learns the values. */
  readonly hashes: Map<string, Buffer>
  /** What a form of ours carries from its page to its answer, in place of a library session. */
  form?: FormState
  /** A code that was in the address of the device page. */
  userCode?: string
}

/** Stored state as the library knows it. */
export type Payload = Record<string, unknown>
export type AccountFacts = {
  readonly id: string
  readonly name: string
  readonly publicName: string | null
  readonly pictureId: string | null
  /** Who sees what of it. */
  readonly visibility: Visibility
  readonly username: string | null
  readonly email: string
  readonly emailVerified: boolean
  readonly locale: string
  readonly zoneinfo: string
  readonly updatedAt: number
  /** Who manages it, when somebody does (ACC-2). */
  readonly organization?: { readonly id: string; readonly name: string; readonly domain: string } | undefined
  /** The product that asks runs on a site of that organization. */
  readonly isAmongColleagues: boolean
}
export type UnitSession = {
  readonly id: string
  readonly account: AccountFacts
  readonly methods: readonly string[]
  readonly authenticatedAt: number
  readonly expiresAt: number
  /** The product whose grant was read along with the session. */
  readonly productId?: string
  readonly grant?: GrantFacts
}
export type GrantFacts = {
  readonly id: string
  readonly productId: string
  readonly accountId: string
  readonly sid: string
}
export type TokenFacts = {
  readonly payload: Payload
  readonly grant?: GrantFacts
  readonly account?: AccountFacts
  readonly sessionEnds?: number
}
export type Spend = {
  readonly kind: 'AuthorizationCode' | 'RefreshToken' | 'DeviceCode'
  readonly hash: Buffer
  readonly grantId: string
  /** When it expires, in epoch seconds: says in which partition it lies. */
  readonly expires: number
}
/** `RP-initiated log-out` and the device pages post back what their page was made from. */
export type FormState = {
  readonly secret: string
  readonly clientId?: string
  readonly state?: string
  readonly postLogoutRedirectUri?: string
}

export function newUnit(shown: Shown): Unit {
  return {
    shown,
    grants: new Map(),
    accounts: new Map(),
    tokens: new Map(),
    resources: new Map(),
    revoked: new Set(),
    hashes: new Map(),
  }
}

/** The unit of the request under way; outside of one, such as in a job, an empty one. */
export function currentUnit(): Unit {
  return (Provider.ctx?.state.unit as Unit | undefined) ?? newUnit({})
}

/** Remembers what a token's row brought along. */
export function remember(unit: Unit, facts: TokenFacts): void {
  if (facts.grant) unit.grants.set(facts.grant.id, facts.grant)
  if (facts.account) unit.accounts.set(facts.account.id, facts.account)
  if (facts.sessionEnds !== undefined) unit.sessionEnds = facts.sessionEnds
}
