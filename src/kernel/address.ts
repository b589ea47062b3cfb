import { domainToASCII } from 'node:url'
import { Refusal } from './refusal.ts'

/** An email address: as its owner writes it, and the key under which it is one address (ACC-1). */
export type Address = { readonly typed: string; readonly key: string; readonly domain: string }

// RFC 5321 §4.5.3.1: 64 octets before the at sign, 255 after it.
const longestLocalPart = 64
const longestDomain = 255
const localPart = /^[^\s@<>()[\]\\,;:"\p{Cc}\p{Cf}]+$/u
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Reads an address that a person typed (ACC-1). Case is ignored, the domain is compared in its IDNA ASCII form, and the
 * local part in Unicode NFC.
 * @throws Refusal 'kernel.address-missing', 'kernel.address-unfinished' (no ending after the at sign),
 *   'kernel.address-malformed', 'kernel.address-long'
 */
export function parseAddress(text: string | undefined): Address {
  const typed = (text ?? '').trim().normalize('NFC')
  if (typed === '') throw new Refusal('kernel.address-missing', 422)
  if (typed.length > longestLocalPart + longestDomain + 1) throw new Refusal('kernel.address-long', 422)
  const at = typed.lastIndexOf('@')
  const local = typed.slice(0, at)
  if (at < 1 || !localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    throw new Refusal('kernel.address-malformed', 422)
  }
  const domain = domainToASCII(typed.slice(at + 1)).toLowerCase()
  if (!domain.includes('.'))
    throw new Refusal(domain === '' ? 'kernel.address-malformed' : 'kernel.address-unfinished', 422)
  const labels = domain.split('.')
  const ending = labels.at(-1) ?? ''
  if (!labels.every((part) => label.test(part)) || /^\d+$/.test(ending) || ending.length < 2) {
    throw new Refusal(labels.at(-1) === '' ? 'kernel.address-unfinished' : 'kernel.address-malformed', 422)
  }
  if (Buffer.byteLength(local) > longestLocalPart || domain.length > longestDomain) {
    throw new Refusal('kernel.address-long', 422)
  }
  return { typed, key: `${local.toLowerCase()}@${domain}`, domain }
}
