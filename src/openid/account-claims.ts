import { kindOf, namesOf } from '#account'
import type { AccountFacts } from './unit.ts'

/** Which claims a scope asks for (OpenID Connect Core §5.4; DEV-2). */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: [
    'name',
    'given_name',
    'family_name',
    'preferred_username',
    'locale',
    'zoneinfo',
    'updated_at',
    'account_kind',
  ],
  email: ['email', 'email_verified'],
}

/** What products may learn of an account (DEV-2). The library takes out what the scopes and claims asked for. */
export function claimsOf(
  account: AccountFacts,
): Record<string, string | number | boolean | undefined> & { sub: string } {
  const { given, family } = namesOf(account.name)
  return {
    sub: account.id,
    name: account.name,
    given_name: given,
    family_name: family,
    preferred_username: account.username ?? undefined,
    email: account.email,
    email_verified: account.emailVerified,
    locale: account.locale,
    zoneinfo: account.zoneinfo,
    updated_at: account.updatedAt,
    account_kind: kindOf({}),
  }
}
