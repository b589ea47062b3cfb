import { randomBytes } from 'node:crypto'

/**
 * A permanent id: UUID version 7 (RFC 9562 §5.7), so that rows made together lie together in their index.
 * @param at the moment that orders it
 */
export function newId(at: Temporal.Instant): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(at.epochMilliseconds, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text from outside may be compared with a uuid column at all. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && uuid.test(text)
}
