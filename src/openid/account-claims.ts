import { type Audience, isVisibleTo, kindOf, namesOf } from '#account'
import type { AccountFacts } from './unit.ts'

/** Which claims a scope asks for (OpenID Connect Core §5.4; DEV-2). */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'nickname',
    'preferred_username',
    'picture',
    'locale',
    'zoneinfo',
    'updated_at',
    'account_kind',
    'organization',
  ],
  email: ['email', 'email_verified'],
}

/** Whom a product stands for: on a site of the organization that manages the account it sees what colleagues see (ACC-8). */
export const askerOf = ({ isAmongColleagues }: Pick<AccountFacts, 'isAmongColleagues'>): Audience =>
  isAmongColleagues ? 'organization' : 'anyone'

/** The organization that manages an account: its id stays, its name and the domain through which it does may change. */
export type OrganizationClaim = { readonly id: string; readonly name: string; readonly domain: string }
export type Claims = Record<string, string | number | boolean | OrganizationClaim | undefined> & { sub: string }

/**
 * What a product may learn of an account: what its holder shows to it (ACC-8, DEV-2). Products need something to call
 * people, so where the name is hidden the public one stands in for it, else the username. The library takes out what the
 * scopes and claims asked for.
 * @param url Umbel's own address, of which a picture's is made
 */
export function claimsFor(account: AccountFacts, url: URL, sees: Audience = askerOf(account)): Claims {
  const { visibility } = account
  const shown = <T>(field: keyof typeof visibility, value: T): T | undefined =>
    isVisibleTo(sees, visibility[field]) ? value : undefined
  const name = shown('name', account.name)
  const nickname = shown('public-name', account.publicName ?? undefined)
  const username = account.username ?? undefined
  const pictureId = shown('picture', account.pictureId ?? undefined)
  const { given, family } = name === undefined ? {} : namesOf(name)
  return {
    sub: account.id,
    name: name ?? nickname ?? username,
    given_name: given,
    family_name: family,
    nickname,
    preferred_username: username,
    picture: pictureId && new URL(`/pictures/${pictureId}`, url).href,
    email: account.email,
    email_verified: account.emailVerified,
    locale: shown('language', account.locale),
    zoneinfo: shown('time-zone', account.zoneinfo),
    updated_at: account.updatedAt,
    account_kind: kindOf({ managedBy: account.organization }),
    organization: account.organization,
  }
}
