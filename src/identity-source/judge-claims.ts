import { type Address, parseAddress, Refusal } from '#kernel'

/** Who somebody is at the provider, once its answer has been believed. */
export type Identity = {
  readonly issuer: string
  readonly subject: string
  readonly email: string
  readonly emailKey: string
  /** As the provider has it; only ever a proposal. */
  readonly name?: string
}

/**
 * Says who an ID token is about (LOG-3). Its signature, issuer, audience, nonce and times have been checked; here is what
 * the protocol leaves to us: Google may speak for an address only where the hosted domain is the one connected, the
 * address belongs to it, and Google calls it verified.
 * @throws Refusal 'identity-source.subject-wrong', 'identity-source.domain-wrong', 'identity-source.email-missing',
 *   'identity-source.email-unverified', 'identity-source.email-foreign', each 403
 */
export function judgeClaims(claims: Readonly<Record<string, unknown>>, hostedDomain: string): Identity {
  const { iss, sub, email, hd } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(sub)) {
    throw new Refusal('identity-source.subject-wrong', 403)
  }
  if (typeof hd !== 'string' || hd.toLowerCase() !== hostedDomain) {
    throw new Refusal('identity-source.domain-wrong', 403, { domain: hostedDomain })
  }
  if (typeof email !== 'string' || email === '') throw new Refusal('identity-source.email-missing', 403)
  if (claims.email_verified !== true) throw new Refusal('identity-source.email-unverified', 403)
  const address = readAddress(email)
  if (address?.domain !== hostedDomain) {
    throw new Refusal('identity-source.email-foreign', 403, { domain: hostedDomain })
  }
  const name = typeof claims.name === 'string' ? claims.name.slice(0, 400) : undefined
  return {
    issuer: iss,
    subject: sub,
    email: address.typed,
    emailKey: address.key,
    // What PostgreSQL could not keep is no name.
    name: name?.includes('\0') || name?.isWellFormed() === false ? undefined : name,
  }
}

function readAddress(email: string): Address | undefined {
  try {
    return email.isWellFormed() ? parseAddress(email) : undefined
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
