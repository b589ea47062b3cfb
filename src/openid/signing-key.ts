import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { keyFor, sealText, unsealText } from '#platform'

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

/** The key that seals signing keys. */
export function sealingKey(secretKey: Buffer): Buffer {
  return keyFor(secretKey, 'openid signing keys v1')
}

/** A fresh private key as JWK. */
export async function newPrivateKey(algorithm: SigningKey['algorithm']): Promise<Jwk> {
  const { privateKey } =
    algorithm === 'RS256'
      ? await makeKeyPair('rsa', { modulusLength: 2048 })
      : await makeKeyPair('ec', { namedCurve: 'P-256' })
  return privateKey.export({ format: 'jwk' }) as Jwk
}

/** Seals a private key, bound to its kid. */
export function seal(key: Buffer, kid: string, jwk: Jwk): Buffer {
  return sealText(key, kid, JSON.stringify(jwk))
}

/** @throws Error when the installation's secret key is not the one it was sealed with */
export function unseal(key: Buffer, kid: string, sealed: Buffer): Jwk {
  return JSON.parse(unsealText(key, kid, sealed)) as Jwk
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
