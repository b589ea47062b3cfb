import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const version = 1
const ivBytes = 12
const tagBytes = 16

/** A key of the installation's secret for one purpose and nothing else (RFC 5869). */
export function keyFor(secretKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `umbel ${purpose}`, 32))
}

/**
 * Seals a text with AES-256-GCM: version, nonce, tag, ciphertext.
 * @param about what it belongs to; sealed along, so that it opens nowhere else
 */
export function sealText(key: Buffer, about: string, text: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return Buffer.concat([Buffer.from([version]), iv, cipher.getAuthTag(), sealed])
}

/** @throws Error when the installation's secret key is not the one it was sealed with */
export function unsealText(key: Buffer, about: string, sealed: Buffer): string {
  if (sealed[0] !== version) throw new Error(`${about} is sealed in an unknown way`)
  const iv = sealed.subarray(1, 1 + ivBytes)
  const tag = sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()]).toString()
  } catch {
    throw new Error(`${about} cannot be opened: UMBEL_SECRET_KEY is not the one it was sealed with`)
  }
}
