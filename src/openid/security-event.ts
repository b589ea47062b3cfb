import { Buffer } from 'node:buffer'
import { post } from '#platform'
import type { IdTokenAlg } from '#product'
import type { EventKind } from './notice-store.ts'

import type { Signer } from './signer.ts'

const types: Readonly<Record<EventKind, string>> = {
  disabled: 'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  enabled: 'https://schemas.openid.net/secevent/risc/event-type/account-enabled',
  erased: 'https://schemas.openid.net/secevent/risc/event-type/account-purged',
}
const mediaType = 'application/secevent+jwt'

/** What is said of an account: a name of the event's own, what became of the account, whose it is, to whom, and when it came to be so. */
export type SecurityEvent = {
  readonly id: string
  readonly kind: EventKind
  readonly issuer: string
  readonly productId: string
  readonly accountId: string
  readonly at: Temporal.Instant
}

/**
 * What became of an account, as a Security Event Token (RFC 8417; RISC 1.0 §2.2, §2.3 and §2.4; the subject by RFC 9493 §3.2.2). It
 * does not expire and carries no `sub`, so that nobody takes it for another kind of token (RFC 8417 §4.5, §4.6).
 */
export async function eventToken(event: SecurityEvent, signer: Signer): Promise<string> {
  const at = Math.floor(event.at.epochMilliseconds / 1000)
  const header = { alg: signer.alg, typ: 'secevent+jwt', kid: signer.kid }
  const payload = {
    iss: event.issuer,
    aud: event.productId,
    iat: at,
    jti: event.id,
    sub_id: { format: 'iss_sub', iss: event.issuer, sub: event.accountId },
    events: { [types[event.kind]]: {} },
  }
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signature = await signer.sign(Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

/**
 * Pushes an event to a product's server (RFC 8935 §2): 202 says that it has it.
 * @throws EventNotTaken with the status of any other answer
 * @throws Error when the server cannot be reached or is too slow
 */
export async function pushEvent(url: string, token: string): Promise<void> {
  const status = await post(new URL(url), mediaType, token)
  if (status !== 202) throw new EventNotTaken(status)
}

export class EventNotTaken extends Error {
  readonly response: { readonly status: number }
  constructor(status: number) {
    super(`answered ${status} instead of 202`)
    this.name = 'EventNotTaken'
    this.response = { status }
  }
}

/** The key that signs for a product now: of its own kind, the first. */
export function signerFor(signers: readonly Signer[], algorithm: IdTokenAlg): Signer {
  const signer = signers.find(({ alg }) => alg === algorithm)
  if (!signer) throw new Error(`there is no ${algorithm} key`)
  return signer
}
