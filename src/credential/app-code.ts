import { Secret, TOTP } from 'otpauth'

/** Codes of an authenticator app: time-based one-time passwords of RFC 6238, with the values that every app understands. */

const shape = { algorithm: 'SHA1', digits: 6, period: 30 } as const
// RFC 4226 §4, R6.
const secretBytes = 20
/** One step to either side: clocks differ, and people type slowly (RFC 6238 §5.2). */
const drift = 1

/** A fresh key, in base32 as people type it. */
export function newAppSecret(): string {
  return new Secret({ size: secretBytes }).base32
}

/**
 * What an app scans. Values that every app takes for granted are left out: a smaller picture is easier to scan.
 * @param issuer which Umbel this is, as the app shows it
 */
export function appUri(secret: string, issuer: string, email: string): string {
  const uri = new TOTP({ ...shape, secret, issuer, label: email, issuerInLabel: true }).toString()
  return uri.replace('&algorithm=SHA1&digits=6&period=30', '')
}

/**
 * The code that somebody typed: six digits of whatever script, spaces among them or not.
 * @returns nothing when it cannot be a code
 */
export function readAppCode(typed: string | undefined): string | undefined {
  if (!typed || typed.length > 100) return undefined
  const digits = asciiDigits(typed.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, ''))
  return /^\d{6}$/.test(digits) ? digits : undefined
}

// The ten digits of a script stand side by side, zero first.
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) as number
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String((code - zero) % 10)
  })
}

/** The step of time in which a key gives this code, near enough to now; nothing when there is none. */
export function stepOf(secret: string, code: string, now: Temporal.Instant): number | undefined {
  const timestamp = now.epochMilliseconds
  const totp = new TOTP({ ...shape, secret })
  const delta = totp.validate({ token: code, timestamp, window: drift })
  return delta === null ? undefined : totp.counter({ timestamp }) + delta
}
