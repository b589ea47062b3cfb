import { record } from '#audit'
import { type Hashing, replaceHash } from '#credential'
import { type Actor, type Origin, parseAddress } from '#kernel'
import type { Database } from '#platform'
import type { Attempt } from './attempt.ts'
import type { Limits } from './limits.ts'
import { candidate, setAttemptProved } from './store.ts'

export type Checked =
  | { readonly answer: 'right'; readonly accountId: string }
  | { readonly answer: 'wrong'; readonly left: number; readonly blockedUntil?: Temporal.Instant }
  | { readonly answer: 'wait'; readonly until: Temporal.Instant }

/**
 * Checks a password for the address of an attempt (LOG-5, LOG-6). Known and unknown addresses take the same look-ups, one
 * hash, and the same writes, so neither the answer nor its time tells them apart. A browser in which the account has
 * logged in before is never made to wait: a stranger's failures cannot shut a holder out.
 * @throws Refusal 'credential.busy' 503 when too many hashes wait
 */
export async function checkPassword(
  context: { database: Database; hashing: Hashing; limits: Limits },
  attempt: Pick<Attempt, 'id' | 'browserId'>,
  typed: { email: string; password: string; keep: boolean },
  origin: Required<Origin>,
): Promise<Checked> {
  const { database, hashing, limits } = context
  const address = parseAddress(typed.email)
  const trying = { emailKey: address.key, network: origin.network }
  const who = await candidate(database.durable, address.key, attempt.browserId)
  const until = await limits.blockedUntil(database.durable, trying)
  if (until && !who?.known) return { answer: 'wait', until }
  const isRight = who?.hash
    ? await hashing.verify(who.hash, typed.password)
    : await hashing.verifyNothing(typed.password)

  if (!who || !isRight) {
    return database.transaction(async (tx) => {
      const { left, blockedUntil } = await limits.countFailure(tx, trying)
      await record(tx, { kind: 'visitor', ...origin }, 'sign-in.password-wrong', { accountId: who?.accountId })
      return { answer: 'wrong', left, blockedUntil: who?.known ? undefined : blockedUntil }
    })
  }
  await database.transaction(async (tx) => {
    await limits.forget(tx, trying)
    await setAttemptProved(tx, attempt.id, who.accountId, address.typed, typed.keep)
  })
  if (who.hash && hashing.isOutdated(who.hash)) {
    await replaceHash(database.durable, who.accountId, who.hash, await hashing.hash(typed.password))
  }
  return { answer: 'right', accountId: who.accountId }
}

export type { Actor }
