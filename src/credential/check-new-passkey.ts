import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { cose, decodeAttestationObject, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { equalBytes, hashSecret, Refusal } from '#kernel'
import type { Statements } from '#platform'
import { mustBeOurs, readAuthenticatorData, useChallenge } from './check-passkey.ts'
import type { PasskeyKind, RelyingParty } from './passkey.ts'
import { readAttestation, readClientData } from './passkey-answer.ts'
import { algorithms } from './passkey-options.ts'

/** A key pair that an authenticator has just made, as far as it is to be kept. */
export type NewPasskey = {
  readonly kind: PasskeyKind
  readonly credentialId: Buffer
  readonly publicKey: Buffer
  readonly signCount: number
  readonly transports: readonly string[]
  readonly isSynced: boolean
  readonly aaguid: string | undefined
}

const noModel = '00000000-0000-0000-0000-000000000000'

/**
 * Checks a passkey that an authenticator has made (LOG-10, WebAuthn §7.1). The challenge is used up whatever comes of it. Which
 * model the authenticator is we take as it says: we ask for no proof of it.
 * @throws Refusal 422: 'credential.passkey-unreadable', 'credential.passkey-late', 'credential.passkey-foreign',
 *   'credential.passkey-unverified', 'credential.passkey-algorithm', 'credential.passkey-wrong'
 */
export async function checkNewPasskey(
  on: Statements,
  rp: RelyingParty,
  text: string | undefined,
  asked: { kind: PasskeyKind; boundTo: Buffer },
): Promise<NewPasskey> {
  const { transports, ...answer } = readAttestation(text)
  const clientData = readClientData(answer.response.clientDataJSON)
  await useChallenge(on, clientData, { purpose: 'enrol', boundTo: asked.boundTo })
  mustBeOurs(clientData, rp, 'webauthn.create')
  const { flags, rpIdHash, credentialPublicKey } = madeIn(answer.response.attestationObject)
  if (!equalBytes(rpIdHash, hashSecret(rp.id))) throw new Refusal('credential.passkey-foreign', 422)
  const mustVerify = asked.kind === 'passkey'
  if (mustVerify && !flags.uv) throw new Refusal('credential.passkey-unverified', 422)
  if (!algorithms.includes(algorithmOf(credentialPublicKey))) throw new Refusal('credential.passkey-algorithm', 422)
  const { verified, registrationInfo: made } = await verifyRegistrationResponse({
    response: {
      ...answer,
      response: { ...answer.response, transports: [] },
      clientExtensionResults: {},
      authenticatorAttachment: undefined,
    },
    expectedChallenge: clientData.challenge,
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: mustVerify,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => {
    throw new Refusal('credential.passkey-wrong', 422)
  })
  // What the authenticator signed for is what counts, not what is written beside it.
  if (!verified || made.credential.id !== answer.id) throw new Refusal('credential.passkey-wrong', 422)
  return {
    kind: asked.kind,
    credentialId: Buffer.from(answer.id, 'base64url'),
    publicKey: Buffer.from(made.credential.publicKey),
    signCount: made.credential.counter,
    transports,
    isSynced: made.credentialBackedUp,
    aaguid: made.aaguid === noModel ? undefined : made.aaguid,
  }
}

function madeIn(attestationObject: string) {
  try {
    const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
    return readAuthenticatorData(decoded.get('authData'))
  } catch {
    throw new Refusal('credential.passkey-unreadable', 422)
  }
}

function algorithmOf(publicKey: Uint8Array | undefined): number {
  try {
    return Number(publicKey && decodeCredentialPublicKey(new Uint8Array(publicKey)).get(cose.COSEKEYS.alg))
  } catch {
    throw new Refusal('credential.passkey-unreadable', 422)
  }
}
