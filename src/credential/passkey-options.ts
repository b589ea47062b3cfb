import { randomBytes } from 'node:crypto'
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Statements } from '#platform'
import { type ChallengePurpose, type Passkey, type PasskeyKind, type RelyingParty, userHandleOf } from './passkey.ts'
import { insertChallenge, passkeysOf } from './passkey-store.ts'

/** EdDSA, ES256, RS256 (RFC 9053): what authenticators have, the better first. */
export const algorithms = [-8, -7, -257]

const promptMinutes = 5
// A prompt that waits in the address field waits for as long as the page does; a log-in is worth an hour.
const challengeMinutes = { enrol: 10, 'log-in': 60, 'second-step': 10 } as const
const timeout = promptMinutes * 60_000

/**
 * What to ask an authenticator for, to make a passkey for an account (LOG-10). Of one that the account has already there is
 * no second.
 */
export async function askToEnrol(
  on: Statements,
  rp: RelyingParty,
  wanted: {
    account: { readonly id: string; readonly name: string; readonly email: string }
    kind: PasskeyKind
    boundTo: Buffer
  },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { account, kind } = wanted
  const challenge = await newChallenge(on, 'enrol', wanted.boundTo)
  const isKey = kind === 'security-key'
  return generateRegistrationOptions({
    rpName: 'Umbel',
    rpID: rp.id,
    userID: new Uint8Array(userHandleOf(account.id)),
    userName: account.email,
    userDisplayName: account.name,
    challenge,
    timeout,
    attestationType: 'none',
    excludeCredentials: (await passkeysOf(on, account.id)).map(descriptorOf),
    // Places on security keys are few, and one that only follows a password needs none, nor a PIN.
    authenticatorSelection: isKey
      ? { residentKey: 'discouraged', userVerification: 'discouraged' }
      : { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
    preferredAuthenticatorType: isKey ? 'securityKey' : undefined,
  })
}

/**
 * What to ask an authenticator for, to prove who somebody is. Unless the account is known already, no passkey is named: what
 * is asked tells nothing about any account (LOG-5).
 */
export async function askToProve(
  on: Statements,
  rp: RelyingParty,
  wanted: { purpose: 'log-in' | 'second-step'; boundTo: Buffer; accountId?: string },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { purpose, accountId } = wanted
  const known = accountId === undefined ? [] : await passkeysOf(on, accountId)
  const usable = known.filter(({ kind }) => purpose === 'second-step' || kind === 'passkey')
  return generateAuthenticationOptions({
    rpID: rp.id,
    challenge: await newChallenge(on, purpose, wanted.boundTo),
    timeout,
    userVerification: purpose === 'log-in' ? 'required' : 'discouraged',
    allowCredentials: usable.map(descriptorOf),
  })
}

async function newChallenge(
  on: Statements,
  purpose: ChallengePurpose,
  boundTo: Buffer,
): Promise<Uint8Array<ArrayBuffer>> {
  const value = randomBytes(32)
  await insertChallenge(on, { value, purpose, boundTo, expiresAt: on.now.add({ minutes: challengeMinutes[purpose] }) })
  return new Uint8Array(value)
}

const descriptorOf = ({ credentialId, transports }: Passkey) => ({
  id: credentialId,
  transports: transports as AuthenticatorTransport[],
})
