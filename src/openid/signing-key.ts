import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { promisify } from 'node:util'

/** A key that signs tokens. Its private half is sealed wherever it is stored. */
export type SigningKey = {
  readonly kid: string
  readonly algorithm: 'RS256' | 'ES256'
  readonly sealed: Buffer
  readonly createdAt: Temporal.Instant
  readonly signsFrom: Temporal.Instant
  readonly publishedUntil?: Temporal.Instant
}
/** A private key in the form of RFC 7517. */
export type Jwk = Record<string, unknown>
export const algorithms = ['RS256', 'ES256'] as const

const makeKeyPair = promisify(generateKeyPair)
const version = 1
const ivBytes = 12
const tagBytes = 16

/** The key that seals signing keys, of the installation's secret and for nothing else (RFC 5869). */
export function sealingKey(secretKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'umbel openid signing keys v1', 32))
}

/** A fresh private key as JWK. */
export async function newPrivateKey(algorithm: SigningKey['algorithm']): Promise<Jwk> {
  const { privateKey } =
    algorithm === 'RS256'
      ? await makeKeyPair('rsa', { modulusLength: 2048 })
      : await makeKeyPair('ec', { namedCurve: 'P-256' })
  return privateKey.export({ format: 'jwk' }) as Jwk
}

/** Seals a private key with AES-256-GCM, bound to its kid: version, nonce, tag, ciphertext. */
export function seal(key: Buffer, kid: string, jwk: Jwk): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(kid))
  const text = Buffer.concat([cipher.update(JSON.stringify(jwk)), cipher.final()])
  return Buffer.concat([Buffer.from([version]), iv, cipher.getAuthTag(), text])
}

/** @throws Error when the installation's secret key is not the one it was sealed with */
export function unseal(key: Buffer, kid: string, sealed: Buffer): Jwk {
  if (sealed[0] !== version) throw new Error(`signing key ${kid} is sealed in an unknown way`)
  const iv = sealed.subarray(1, 1 + ivBytes)
  const tag = sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(kid))
    .setAuthTag(tag)
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()])
    return JSON.parse(text.toString()) as Jwk
  } catch {
    throw new Error(`signing key ${kid} cannot be opened: UMBEL_SECRET_KEY is not the one it was sealed with`)
  }
}

/** Keys in the order in which they are used: for each algorithm the one that signs now, then all that are published. */
export function inUse(keys: readonly SigningKey[], now: Temporal.Instant): SigningKey[] {
  const after = (left: SigningKey, right: SigningKey) => Temporal.Instant.compare(right.signsFrom, left.signsFrom)
  const published = keys.filter((key) => !key.publishedUntil || Temporal.Instant.compare(key.publishedUntil, now) > 0)
  return algorithms.flatMap((algorithm) => {
    const own = published.filter((key) => key.algorithm === algorithm).sort(after)
    const signing = own.filter((key) => Temporal.Instant.compare(key.signsFrom, now) <= 0)
    const waiting = own.filter((key) => !signing.includes(key))
    return [...signing, ...waiting]
  })
}

export function keyObject(jwk: Jwk): KeyObject {
  return createPrivateKey({ key: jwk as never, format: 'jwk' })
}
