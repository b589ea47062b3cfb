import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** A fresh bearer secret of 256 bits, as 43 characters of base64url. Only its hash is ever stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a bearer secret: SHA-256 suffices because the secret itself is 256 random bits (ASVS 11.4.2). */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** A keyed hash for what can be guessed: short codes, and addresses that must not stand in the clear. */
export function macOf(key: Buffer, ...parts: string[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(`${part.length}:${part}`)
  return mac.digest()
}

/** Six random digits, leading zeros kept. */
export function newCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0')
}

/** Compares in constant time; different lengths are unequal. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
