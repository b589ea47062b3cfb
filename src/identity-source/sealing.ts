import { keyFor } from '#platform'

/** Seals what this room must be able to read again: client secrets, and verifiers under way. */
export function sealingKey(secretKey: Buffer): Buffer {
  return keyFor(secretKey, 'identity-source v1')
}
