import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { ExternalSigningKey } from 'oidc-provider'
import { type Jwk, keyObject, type SigningKey } from './signing-key.ts'

// A key that another thread signs with is locked, and the main thread would wait for it just to hand over the next job.
const copies = 4

/**
 * One of our keys, as the library signs with it. ES256 is signed at once, which is less work than handing it over; RS256
 * takes ten times as long and stays off the main thread.
 */
export class Signer extends ExternalSigningKey {
  readonly #key: SigningKey
  readonly #private: readonly KeyObject[]
  #next = 0
  readonly #public: KeyObject

  constructor(key: SigningKey, jwk: Jwk) {
    super()
    this.#key = key
    this.#private = Array.from({ length: copies }, () => keyObject(jwk))
    this.#public = createPublicKey(this.#private[0]!)
  }

  override get kid(): string {
    return this.#key.kid
  }

  override get alg(): string {
    return this.#key.algorithm
  }

  override keyObject(): KeyObject {
    return this.#public
  }

  override async sign(data: Uint8Array): Promise<Uint8Array> {
    this.#next = (this.#next + 1) % copies
    const key = this.#private[this.#next]!
    // RFC 7518 §3.4: the two numbers side by side, not DER.
    if (this.#key.algorithm === 'ES256') return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })
    return new Promise((resolve, reject) => {
      sign('sha256', data, key, (error, signature) => (error ? reject(error) : resolve(signature)))
    })
  }
}
