import { type VerifiedAuthenticationResponse, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { parseAuthenticatorData } from '@simplewebauthn/server/helpers'
import { equalBytes, hashSecret, Refusal } from '#kernel'
import type { Statements } from '#platform'
import { type ChallengePurpose, type Passkey, type RelyingParty, userHandleOf } from './passkey.ts'
import { type ClientData, readAssertion, readClientData } from './passkey-answer.ts'
import { passkeyByCredential, takeChallenge } from './passkey-store.ts'

/** A passkey that has signed what was asked for, and what its authenticator says of itself. */
export type CheckedPasskey = {
  readonly passkey: Passkey
  readonly signCount: number
  readonly isSynced: boolean
  /** On another device than the browser's: a phone, or a key. */
  readonly isRoaming: boolean
}

/**
 * Checks what an authenticator signed, to log in with or as a second step (LOG-10, WebAuthn §7.2). The challenge is used up
 * whatever comes of it. Nothing is counted or noted yet: that is `usePasskey`'s.
 * @param asked.accountId the account that is to be proved, where it is known; any other account's passkey is refused
 * @throws Refusal 422: 'credential.passkey-unreadable', 'credential.passkey-late' (challenge used, run out, or asked for
 *   elsewhere), 'credential.passkey-foreign' (made for another site), 'credential.passkey-unknown',
 *   'credential.passkey-others' (another account's), 'credential.passkey-second-only' (a security key, to log in with),
 *   'credential.passkey-unverified' (its device has not checked who uses it), 'credential.passkey-wrong' (anything else)
 */
export async function checkPasskey(
  on: Statements,
  rp: RelyingParty,
  text: string | undefined,
  asked: { purpose: 'log-in' | 'second-step'; boundTo: Buffer; accountId?: string },
): Promise<CheckedPasskey> {
  const answer = readAssertion(text)
  const { response } = answer
  const clientData = readClientData(response.clientDataJSON)
  await useChallenge(on, clientData, asked)
  mustBeOurs(clientData, rp, 'webauthn.get')
  const known = await passkeyByCredential(on, Buffer.from(answer.id, 'base64url'))
  // Named, so that the page can tell the authenticator to forget it (WebAuthn §5.1.10).
  if (!known) throw new Refusal('credential.passkey-unknown', 422, { credential: answer.id })
  const { passkey, publicKey } = known
  mustBelong(passkey, response.userHandle ?? undefined, asked)
  const { flags, rpIdHash } = readAuthenticatorData(response.authenticatorData)
  if (!equalBytes(rpIdHash, hashSecret(rp.id))) throw new Refusal('credential.passkey-foreign', 422)
  const mustVerify = asked.purpose === 'log-in'
  if (mustVerify && !flags.uv) throw new Refusal('credential.passkey-unverified', 422)
  const { newCounter, credentialBackedUp } = await verify({
    response: {
      ...answer,
      response: { ...response, userHandle: response.userHandle ?? undefined },
      clientExtensionResults: {},
      authenticatorAttachment: undefined,
    },
    expectedChallenge: clientData.challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: mustVerify,
    // Counted when it is used, in the statement that takes it: until its signature is checked, anybody could have sent it.
    credential: { id: passkey.credentialId, publicKey: new Uint8Array(publicKey), counter: 0 },
  })
  const isRoaming = answer.authenticatorAttachment === 'cross-platform'
  return { passkey, signCount: newCounter, isSynced: credentialBackedUp, isRoaming }
}

/** @throws Refusal 'credential.passkey-late' 422 */
export async function useChallenge(
  on: Statements,
  { challenge }: ClientData,
  asked: { purpose: ChallengePurpose; boundTo: Buffer },
): Promise<void> {
  if (!(await takeChallenge(on, Buffer.from(challenge, 'base64url'), asked))) {
    throw new Refusal('credential.passkey-late', 422)
  }
}

/**
 * The browser names the page that asked: ours, not one inside another's (WebAuthn §5.8.1).
 * @throws Refusal 'credential.passkey-foreign' 422, 'credential.passkey-wrong' 422
 */
export function mustBeOurs(
  { type, origin, crossOrigin, topOrigin }: ClientData,
  rp: RelyingParty,
  wanted: string,
): void {
  if (type !== wanted) throw new Refusal('credential.passkey-wrong', 422)
  if (origin !== rp.origin || crossOrigin || topOrigin !== undefined)
    throw new Refusal('credential.passkey-foreign', 422)
}

/** @throws Refusal 'credential.passkey-unreadable' 422 */
export function readAuthenticatorData(data: string | Uint8Array): ReturnType<typeof parseAuthenticatorData> {
  try {
    return parseAuthenticatorData(new Uint8Array(typeof data === 'string' ? Buffer.from(data, 'base64url') : data))
  } catch {
    throw new Refusal('credential.passkey-unreadable', 422)
  }
}

function mustBelong(
  passkey: Passkey,
  userHandle: string | undefined,
  { purpose, accountId }: { purpose: 'log-in' | 'second-step'; accountId?: string },
): void {
  if (accountId !== undefined && passkey.accountId !== accountId) throw new Refusal('credential.passkey-others', 422)
  if (purpose === 'log-in' && passkey.kind !== 'passkey') throw new Refusal('credential.passkey-second-only', 422)
  // Where nobody has said who it is, the authenticator has to (WebAuthn §7.2 step 6).
  const isNamed = userHandle !== undefined || accountId !== undefined
  const isSame = userHandle === undefined || userHandle === userHandleOf(passkey.accountId).toString('base64url')
  if (!isNamed || !isSame) throw new Refusal('credential.passkey-wrong', 422)
}

type Verified = VerifiedAuthenticationResponse['authenticationInfo']

// What the library throws, whatever it is, means that this is not an answer to what was asked.
async function verify(options: Parameters<typeof verifyAuthenticationResponse>[0]): Promise<Verified> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse(options).catch(() => {
    throw new Refusal('credential.passkey-wrong', 422)
  })
  if (!verified) throw new Refusal('credential.passkey-wrong', 422)
  return authenticationInfo
}
