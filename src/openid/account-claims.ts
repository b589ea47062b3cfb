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
  ],
  email: ['email', 'email_verified'],
}

/** Who asks: a product on a site of the organization that manages the account sees what colleagues see. */
export type Asker = { readonly sees: Audience; readonly url: URL }

/** No organization manages accounts yet, so every product is anyone. */
export const everyProduct = (url: URL): Asker => ({ sees: 'anyone', url })

export type Claims = Record<string, string | number | boolean | undefined> & { sub: string }

/**
 * What a product may learn of an account: what its holder shows to it (ACC-8, DEV-2). Products need something to call
 * people, so where the name is hidden the public one stands in for it, else the username. The library takes out what the
 * scopes and claims asked for.
 * @param asker.url Umbel's own address, of which a picture's is made
 */
export function claimsFor(account: AccountFacts, { sees, url }: Asker): Claims {
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
    account_kind: kindOf({}),
  }
}
