import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/**
 * An authenticator made of software, as bad as a test wants it: it signs whatever it is told to. What it sends is built by
 * hand, from the specifications, with nothing of the library that checks it (WebAuthn §6, RFC 8949, RFC 9053).
 */

type Cbor = number | string | Uint8Array | Map<Cbor, Cbor>

/** As much of CBOR as authenticators need. */
export function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])])
  return Buffer.concat([head(2, value.length), value])
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size])
  if (size < 256) return Buffer.from([(major << 5) | 24, size])
  return Buffer.from([(major << 5) | 25, size >> 8, size & 255])
}

export type Algorithm = 'ES256' | 'EdDSA' | 'RS256' | 'ES384'

function newKey(algorithm: Algorithm): { privateKey: KeyObject; cose: Map<Cbor, Cbor> } {
  if (algorithm === 'RS256') {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<Cbor, Cbor>([
        [1, 3],
        [3, -257],
        [-1, decoded(n)],
        [-2, decoded(e)],
      ]),
    }
  }
  if (algorithm === 'EdDSA') {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const { x = '' } = publicKey.export({ format: 'jwk' })
    return {
      privateKey,
      cose: new Map<Cbor, Cbor>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, decoded(x)],
      ]),
    }
  }
  const isLong = algorithm === 'ES384'
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: isLong ? 'P-384' : 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const named: [Cbor, Cbor][] = [
    [1, 2],
    [3, isLong ? -35 : -7],
    [-1, isLong ? 2 : 1],
  ]
  return { privateKey, cose: new Map<Cbor, Cbor>([...named, [-2, decoded(x)], [-3, decoded(y)]]) }
}

const decoded = (text: string) => Buffer.from(text, 'base64url')
const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()

/** What is wrong with an answer; without any of it, it is as it should be. */
export type Twist = {
  readonly type?: string
  readonly challenge?: string
  readonly origin?: string
  readonly crossOrigin?: boolean
  readonly topOrigin?: string
  readonly rpId?: string
  /** Who uses it was checked. */
  readonly verified?: boolean
  readonly present?: boolean
  readonly signCount?: number
  readonly userHandle?: string | null
  readonly credentialId?: string
  /** Signed with another key than its own. */
  readonly otherKey?: boolean
  readonly synced?: boolean
  readonly attachment?: string
  /** Puts other bytes in place of those that were signed. */
  readonly clientDataJSON?: (text: string) => string
}

export type SoftKey = ReturnType<typeof aSoftKey>

/** A fresh key pair of one authenticator, and what it answers with. */
export function aSoftKey(origin: string, algorithm: Algorithm = 'ES256') {
  const { privateKey, cose } = newKey(algorithm)
  const credentialId = randomBytes(32)
  const rpId = new URL(origin).hostname
  let userHandle: string | undefined
  let signCount = 0

  const clientData = (type: string, challenge: string, twist: Twist) =>
    JSON.stringify({
      type: twist.type ?? type,
      challenge: twist.challenge ?? challenge,
      origin: twist.origin ?? origin,
      crossOrigin: twist.crossOrigin ?? false,
      topOrigin: twist.topOrigin,
    })
  const authData = (twist: Twist, more: Uint8Array = Buffer.alloc(0)) => {
    const bits = { present: 1, verified: 4, synced: 8 + 16, attested: 64 }
    const flags =
      (twist.present === false ? 0 : bits.present) |
      (twist.verified === false ? 0 : bits.verified) |
      (twist.synced ? bits.synced : 0) |
      (more.length > 0 ? bits.attested : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(twist.signCount ?? signCount)
    return Buffer.concat([sha256(twist.rpId ?? rpId), Buffer.from([flags]), count, more])
  }

  return {
    credentialId: encoded(credentialId),
    /** Answers to creation options. */
    create(options: { challenge: string; user: { id: string } }, twist: Twist = {}) {
      userHandle = options.user.id
      const length = Buffer.from([credentialId.length >> 8, credentialId.length & 255])
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cbor(cose)])
      const statement = new Map<Cbor, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData(twist, attested)],
      ])
      return {
        id: twist.credentialId ?? encoded(credentialId),
        rawId: twist.credentialId ?? encoded(credentialId),
        type: 'public-key',
        authenticatorAttachment: twist.attachment ?? 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: encoded(Buffer.from(clientData('webauthn.create', options.challenge, twist))),
          attestationObject: encoded(cbor(statement)),
          transports: ['internal'],
        },
      }
    },
    /** Answers to request options, and counts. */
    get(options: { challenge: string }, twist: Twist = {}) {
      signCount += 1
      const data = authData(twist)
      const text = clientData('webauthn.get', options.challenge, twist)
      const signing = twist.otherKey ? newKey(algorithm).privateKey : privateKey
      const hash = algorithm === 'EdDSA' ? null : algorithm === 'ES384' ? 'sha384' : 'sha256'
      const signature = sign(hash, Buffer.concat([data, sha256(text)]), signing)
      return {
        id: twist.credentialId ?? encoded(credentialId),
        rawId: twist.credentialId ?? encoded(credentialId),
        type: 'public-key',
        authenticatorAttachment: twist.attachment ?? 'platform',
        clientExtensionResults: {},
        response: {
          clientDataJSON: encoded(Buffer.from(twist.clientDataJSON?.(text) ?? text)),
          authenticatorData: encoded(data),
          signature: encoded(signature),
          userHandle: twist.userHandle === null ? undefined : (twist.userHandle ?? userHandle),
        },
      }
    },
  }
}
