import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { ExternalSigningKey } from 'oidc-provider'
import { type Jwk, keyObject, type SigningKey } from './signing-key.ts'

/**
 * One of our keys, as the library signs with it. ES256 is signed at once, which is less work than handing it over; RS256
 * takes ten times as long and stays off the main thread.
 */
export class Signer extends ExternalSigningKey {
  readonly #key: SigningKey
  readonly #private: KeyObject
  readonly #public: KeyObject

  constructor(key: SigningKey, jwk: Jwk) {
    super()
    this.#key = key
    this.#private = keyObject(jwk)
    this.#public = createPublicKey(this.#private)
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
    // RFC 7518 §3.4: the two numbers side by side, not DER.
    if (this.#key.algorithm === 'ES256') return sign('sha256', data, { key: this.#private, dsaEncoding: 'ieee-p1363' })
    return new Promise((resolve, reject) => {
      sign('sha256', data, this.#private, (error, signature) => (error ? reject(error) : resolve(signature)))
    })
  }
}
