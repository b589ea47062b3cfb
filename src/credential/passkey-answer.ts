import { z } from 'zod'
import { Refusal } from '#kernel'

/**
 * What browsers send back (WebAuthn §5.1, the JSON forms), read as strictly as it is specified: nothing larger than an
 * authenticator's answer can be, and base64url in its one canonical spelling (RFC 4648 §3.5).
 */

const bytes = (most: number) =>
  z
    .string()
    .max(Math.ceil((most * 4) / 3))
    .regex(/^[A-Za-z0-9_-]+$/)
    .refine((text) => Buffer.from(text, 'base64url').toString('base64url') === text)

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']
const attachment = z.enum(['platform', 'cross-platform']).nullish().catch(undefined)
const credentialId = bytes(1023)
const clientData = bytes(4096)

const assertion = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  response: z.object({
    clientDataJSON: clientData,
    authenticatorData: bytes(2048),
    signature: bytes(1024),
    userHandle: bytes(64).nullish(),
  }),
})

const attestation = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  response: z.object({
    clientDataJSON: clientData,
    attestationObject: bytes(8192),
    transports: z.array(z.string()).max(20).nullish(),
  }),
})

const collected = z.object({
  type: z.string(),
  challenge: bytes(64),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
})

export type Assertion = z.infer<typeof assertion>
export type Attestation = z.infer<typeof attestation>
export type ClientData = z.infer<typeof collected>

/** @throws Refusal 'credential.passkey-unreadable' 422 */
export const readAssertion = (text: string | undefined): Assertion => read(assertion, text)

/** @throws Refusal 'credential.passkey-unreadable' 422 */
export function readAttestation(text: string | undefined): Attestation & { readonly transports: readonly string[] } {
  const answer = read(attestation, text)
  const named = new Set(answer.response.transports ?? [])
  return { ...answer, transports: transports.filter((each) => named.has(each)) }
}

/**
 * What the browser says of the ceremony: what kind, for which challenge, on whose page (WebAuthn §5.8.1).
 * @throws Refusal 'credential.passkey-unreadable' 422
 */
export function readClientData(encoded: string): ClientData {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'))
  } catch {
    throw new Refusal('credential.passkey-unreadable', 422)
  }
  return read(collected, text)
}

function read<T>(form: z.ZodType<T>, text: string | undefined): T {
  let json: unknown
  try {
    json = JSON.parse(text ?? '')
  } catch {
    throw new Refusal('credential.passkey-unreadable', 422)
  }
  const { data, success } = form.safeParse(json)
  if (!success) throw new Refusal('credential.passkey-unreadable', 422)
  return data
}
