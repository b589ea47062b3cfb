import * as jose from 'jose'
import type { GoogleUser } from './users.ts'

/**
 * Ways in which a provider can be out of order, or lie.
 *
 * - `wrong-issuer`, `wrong-nonce`, `wrong-audience`, `expired`, `alg-none`, `unknown-key`: an ID token not to be believed
 * - `missing-email`, `unverified-email`, `missing-domain`, `other-domain`: a good one that must not be enough
 * - `swapped-subject`: a good one with somebody's address and another's `sub`
 * - `slow`: what servers ask of it takes longer than they wait; `broken`: it is answered with 500
 * - `down`: nobody listens
 */
export const misbehaviors = [
  'wrong-issuer',
  'wrong-nonce',
  'wrong-audience',
  'expired',
  'alg-none',
  'unknown-key',
  'missing-email',
  'unverified-email',
  'missing-domain',
  'other-domain',
  'swapped-subject',
  'slow',
  'broken',
  'down',
] as const
export type Misbehavior = (typeof misbehaviors)[number]

type Claims = Record<string, unknown>

/** What is said of a person, at the userinfo endpoint and in ID tokens alike. */
export function lieAboutPerson(how: Misbehavior | undefined, claims: Claims, users: readonly GoogleUser[]): Claims {
  const { email, email_verified, hd, ...rest } = claims
  switch (how) {
    case 'missing-email':
      return { ...rest, ...(hd !== undefined && { hd }) }
    case 'unverified-email':
      return { ...claims, email_verified: false }
    case 'missing-domain':
      return { ...rest, email, email_verified }
    case 'other-domain':
      return { ...claims, hd: 'other.example.com' }
    case 'swapped-subject':
      return { ...claims, sub: users.find(({ sub }) => sub !== claims.sub)?.sub ?? '0' }
    default:
      return claims
  }
}

/** An ID token made worse, signed with Google's own key wherever that is not the lie itself. */
export async function lieInToken(
  how: Misbehavior | undefined,
  idToken: string,
  users: readonly GoogleUser[],
  key: { privateKey: CryptoKey; kid: string },
): Promise<string> {
  if (how === undefined || how === 'slow') return idToken
  const claims = lieAboutPerson(how, jose.decodeJwt(idToken), users)
  if (how === 'wrong-issuer') claims.iss = 'https://accounts.other.example.com'
  if (how === 'wrong-nonce') claims.nonce = 'a-nonce-of-somebody-else'
  if (how === 'wrong-audience') claims.aud = 'another-client'
  if (how === 'expired') {
    claims.iat = Number(claims.iat) - 7_200
    claims.exp = Number(claims.iat) + 3_600
  }
  if (how === 'alg-none') return new jose.UnsecuredJWT(claims).encode()
  const privateKey =
    how === 'unknown-key' ? (await jose.generateKeyPair('RS256', { extractable: false })).privateKey : key.privateKey
  return new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(privateKey)
}
