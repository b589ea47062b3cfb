import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { hashSecret } from '#kernel'
import type { FormState, Unit } from './unit.ts'

/** Carries what the library keeps in a session between a page and its form's answer, sealed in the form's own address. */
export interface Forms {
  seal(unit: Unit, state: FormState): string
  /** Nothing when it was made for another browser or session, is too old, or was not made by us. */
  open(unit: Unit, sealed: string | undefined): FormState | undefined
}

const goodForMs = 60 * 60 * 1000
const longest = 8_000
const ivBytes = 12
const tagBytes = 16

/** Sealed forms, readable by every process of the installation. */
export function openForms(secretKey: Buffer): Forms {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'umbel openid forms v1', 32))
  return {
    seal(unit, state) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(ownerOf(unit))
      const text = cipher.update(JSON.stringify({ until: Date.now() + goodForMs, state }))
      return Buffer.concat([iv, text, cipher.final(), cipher.getAuthTag()]).toString('base64url')
    },
    open(unit, sealed) {
      if (!sealed || sealed.length > longest) return undefined
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < ivBytes + tagBytes) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAAD(ownerOf(unit)).setAuthTag(bytes.subarray(-tagBytes))
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString()
        const { until, state } = JSON.parse(text) as { until: number; state: FormState }
        return until > Date.now() ? state : undefined
      } catch {
        return undefined
      }
    },
  }
}

// The session rather than the browser's secret, which changes when the same person logs in again in another tab.
function ownerOf(unit: Unit): Buffer {
  return unit.session ? Buffer.from(unit.session.id) : hashSecret(unit.shown.browser ?? '')
}
