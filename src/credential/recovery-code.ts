import { randomBytes } from 'node:crypto'
import { macOf } from '#kernel'

/** Recovery codes: ten, each good once, for whoever has neither phone nor passkey at hand (LOG-10). */

export const recoveryCodesInASet = 10
// 32 characters, so that a code holds 50 bits. Nothing in it can be taken for something else: no 0 and O, no 1 and I.
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const length = 10

/** Ten fresh codes, as they are shown: `7KQM-2F9D-XA`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodesInASet }, () =>
    [...randomBytes(length)]
      .map((byte) => alphabet[byte % alphabet.length])
      .join('')
      .replace(/^(.{4})(.{4})/, '$1-$2-'),
  )
}

/** The code that somebody typed, without dashes and spaces; nothing when it cannot be one. */
export function readRecoveryCode(typed: string | undefined): string | undefined {
  if (!typed || typed.length > 100) return undefined
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}]/gu, '')
    .toUpperCase()
  return code.length === length && [...code].every((sign) => alphabet.includes(sign)) ? code : undefined
}

/** What is stored of a code. */
export function recoveryCodeHash(secretKey: Buffer, accountId: string, code: string): Buffer {
  return macOf(secretKey, 'recovery-code', accountId, code.replaceAll('-', ''))
}
