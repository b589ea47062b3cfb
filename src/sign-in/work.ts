import { type Challenge, createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { equalBytes, macOf } from '#kernel'
import { keyFor, type Statements, subscriberOf } from '#platform'
import type { Effort } from './limits.ts'
import { spend } from './work-store.ts'

// About a second for a phone of some years ago: so many keys of so many rounds each. Kept in rounds that a browser does
// itself, so that an attacker's own program is hardly faster.
const rounds = 5_000
const keys = { some: { from: 100, to: 300 }, more: { from: 400, to: 1_200 } } as const
/** Without scripts, waiting counts instead. */
const waitSeconds = { some: 15, more: 45 } as const
const goodMinutes = 10
const longestToken = 4_000

/** Which form it is for: it counts there and nowhere else. */
export type WorkFor = { readonly form: 'log-in' | 'sign-up' | 'reset'; readonly attempt: string | undefined }

/** Work that comes with a form. */
export type Work = {
  /** What the browser is to solve, signed; it comes back with the form. */
  readonly token: string
  /** How long to wait instead, from now. */
  readonly waitSeconds: number
  /** Set when the form came without it and has to be sent again: nothing at all, or before the wait was over. */
  readonly again?: 'missing' | 'early'
}

type Sealed = { readonly effort: 'some' | 'more'; readonly at: number; readonly challenge: Challenge }

/**
 * Proof of work (LOG-5): after many failures a browser first calculates for a moment, which costs a person nothing and
 * somebody with a million guesses a great deal. Nobody is asked to solve anything (WCAG 3.3.8): without scripts, a form that
 * was given out some seconds ago will do, one try at a time for each log-in and each network.
 */
export function openWorkshop(secretKey: Buffer) {
  const key = keyFor(secretKey, 'proof of work')
  const hmacSignatureSecret = key.toString('base64')
  const hmacKeySignatureSecret = keyFor(secretKey, 'proof of work, solved').toString('base64')
  const seal = ({ form, attempt }: WorkFor, body: string) => macOf(key, form, attempt ?? '', body)

  function open(about: WorkFor, token: string): Sealed | undefined {
    const [body = '', mac = ''] = token.length > longestToken ? [] : token.split('.')
    if (!equalBytes(Buffer.from(mac, 'base64url'), seal(about, body))) return undefined
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Sealed
  }

  async function isSolved(challenge: Challenge, solution: string): Promise<boolean> {
    const [, counter, derivedKey = ''] = /^(\d{1,6})\.([0-9a-f]{64})$/.exec(solution) ?? []
    if (counter === undefined) return false
    const { verified } = await verifySolution({
      challenge,
      solution: { counter: Number(counter), derivedKey },
      deriveKey,
      hmacSignatureSecret,
      hmacKeySignatureSecret,
    })
    return verified
  }

  async function offer(now: Temporal.Instant, about: WorkFor, effort: Exclude<Effort, 'none'>): Promise<Work> {
    const { from, to } = keys[effort]
    const challenge = await createChallenge({
      algorithm: 'PBKDF2/SHA-256',
      cost: rounds,
      counter: randomInt(to, from),
      deriveKey,
      hmacSignatureSecret,
      hmacKeySignatureSecret,
    })
    const sealed: Sealed = { effort, at: now.epochMilliseconds, challenge }
    const body = Buffer.from(JSON.stringify(sealed)).toString('base64url')
    return { token: `${body}.${seal(about, body).toString('base64url')}`, waitSeconds: waitSeconds[effort] }
  }

  return {
    offer,
    /**
     * Takes the work that came with a form, once: nothing is left to do, or the work to show with the form again.
     * @param network where waiting is counted, so that many forms at once are not many tries
     */
    async take(
      on: Statements,
      about: WorkFor,
      effort: Exclude<Effort, 'none'>,
      brought: { work?: string; solution?: string; network: string },
    ): Promise<Work | undefined> {
      const again = async (): Promise<Work> => ({ ...(await offer(on.now, about, effort)), again: 'missing' })
      const token = brought.work ?? ''
      const sealed = open(about, token)
      const isEnough = sealed && (effort === 'some' || sealed.effort === 'more')
      if (!sealed || !isEnough) return again()
      const issued = Temporal.Instant.fromEpochMilliseconds(sealed.at)
      const age = on.now.since(issued).total('seconds')
      const keptUntil = issued.add({ minutes: goodMinutes + 1 })
      if (age < 0 || age > goodMinutes * 60) return again()
      const itself = macOf(key, 'spent', token)
      if (brought.solution) {
        const isDone =
          (await isSolved(sealed.challenge, brought.solution)) && (await spend(on, [itself], issued, keptUntil))
        return isDone ? undefined : again()
      }
      const left = Math.ceil(waitSeconds[sealed.effort] - age)
      if (left > 0) return { token, waitSeconds: left, again: 'early' }
      const lines = [
        macOf(key, 'waited in a log-in', about.attempt ?? token),
        macOf(key, 'waited in a network', subscriberOf(brought.network)),
      ]
      return (await spend(on, [itself, ...lines], issued, keptUntil)) ? undefined : again()
    },
  }
}
export type Workshop = ReturnType<typeof openWorkshop>
