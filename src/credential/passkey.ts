import { hashSecret, Refusal } from '#kernel'

/**
 * A key pair that an authenticator made for one account (WebAuthn Level 3). A *passkey* is found by the authenticator itself
 * and checks who uses it, so it logs in alone; a *security key* is only touched, after a password (LOG-10).
 */
export const passkeyKinds = ['passkey', 'security-key'] as const
export type PasskeyKind = (typeof passkeyKinds)[number]

export type Passkey = {
  readonly id: string
  readonly accountId: string
  readonly kind: PasskeyKind
  /** In base64url, as browsers have it. */
  readonly credentialId: string
  readonly name: string
  readonly transports: readonly string[]
  /** Whether a service brings it to the person's other devices. */
  readonly isSynced: boolean
  readonly createdAt: Temporal.Instant
  readonly lastUsedAt?: Temporal.Instant
}

/** What a challenge is asked for; an answer to one is none to another. */
export type ChallengePurpose = 'enrol' | 'log-in' | 'second-step'

/** More than anybody has devices: authenticators get the list of them all, and the page shows it whole. */
export const mostPasskeys = 15
const longestName = 100

/** Who asks, in the authenticator's terms (WebAuthn §4): passkeys are made for a host, and answers name the whole origin. */
export type RelyingParty = { readonly id: string; readonly origin: string }

export const relyingPartyOf = (url: URL): RelyingParty => ({ id: url.hostname, origin: url.origin })

/**
 * What a challenge belongs to: a session, a log-in under way, or, before there is one, a visit. Only there an answer is taken.
 */
export const boundTo = (kind: 'session' | 'attempt' | 'visit', id: string): Buffer => hashSecret(`${kind} ${id}`)

/**
 * What authenticators call the account: the bytes of its id, which is random, says nothing of the person, and stays for good
 * (WebAuthn §14.6.1).
 */
export const userHandleOf = (accountId: string): Buffer => Buffer.from(accountId.replaceAll('-', ''), 'hex')

/** @throws Refusal 'credential.passkey-name-missing' 422, 'credential.passkey-name-long' 422 */
export function parsePasskeyName(text: string | undefined): string {
  const name = (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (name === '') throw new Refusal('credential.passkey-name-missing', 422)
  if ([...name].length > longestName) throw new Refusal('credential.passkey-name-long', 422, { most: longestName })
  return name
}
