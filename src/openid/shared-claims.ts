import type { Statements } from '#platform'
import { type Claims, claimsByScope, claimsFor } from './account-claims.ts'
import { accountFacts } from './store.ts'

/**
 * What products get to know of an account: each claim of the scopes `profile` and `email`, as userinfo gives it, in the order
 * in which they are documented. A claim that is not given is there without a value. Products on sites of the organization that
 * manages it may get more.
 */
export async function sharedClaims(
  on: Statements,
  accountId: string,
  url: URL,
): Promise<readonly { readonly claim: string; readonly value: Claims[string] }[]> {
  const account = await accountFacts(on, accountId)
  if (!account) return []
  const claims = claimsFor(account, url)
  return ['sub', ...claimsByScope.profile, ...claimsByScope.email].map((claim) => ({ claim, value: claims[claim] }))
}
