import { TOTP } from 'otpauth'
import type { House } from '../house.ts'

/** An authenticator app, in a house that lets time pass for it, too. */
export type Phone = {
  /** Lets time pass. */
  pass(minutes: number): void
  /** What the app shows. A code is good once, so time passes from one to the next. */
  codeOf(secret: string): string
}

export function aPhone(house: House): Phone {
  let aheadMs = 0
  const pass = (minutes: number) => {
    house.pass({ minutes })
    aheadMs += minutes * 60_000
  }
  return {
    pass,
    codeOf(secret) {
      pass(1)
      return new TOTP({ secret }).generate({ timestamp: Date.now() + aheadMs })
    },
  }
}
