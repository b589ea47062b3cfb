import { record } from '#audit'
import { type Hashing, replaceHash } from '#credential'
import { type Origin, parseAddress } from '#kernel'
import type { Database, Tx } from '#platform'
import type { Attempt } from './attempt.ts'
import type { Limits } from './limits.ts'
import { type Candidate, candidatesFor, setAttemptProvedBy } from './store.ts'

export type Checked =
  | { readonly answer: 'right'; readonly accountId: string }
  | { readonly answer: 'wrong'; readonly left: number; readonly blockedUntil?: Temporal.Instant }
  | { readonly answer: 'wait'; readonly until: Temporal.Instant }

/**
 * Checks a password for the address of an attempt (LOG-5, LOG-6). Known and unknown addresses take the same look-ups, the
 * same hashes, and the same writes, so neither the answer nor its time tells them apart. A password that is not the
 * holder’s is compared with that of a sign-up that waits for its proof, even where the address has a holder: otherwise
 * signing up and then logging in would tell that it does (ACC-5).
 *
 * A browser in which the account has logged in before has a count of its own: a stranger's failures cannot shut a holder out.
 * @throws Refusal 'credential.busy' 503 when too many hashes wait
 */
export async function checkPassword(
  context: { database: Database; hashing: Hashing; limits: Limits },
  attempt: Pick<Attempt, 'id' | 'browserId'>,
  typed: { email: string; password: string; keep: boolean },
  origin: Required<Origin>,
): Promise<Checked> {
  const { database, hashing, limits } = context
  const { password, keep } = typed
  const address = parseAddress(typed.email)
  const { holder, unproved } = await candidatesFor(database.durable, address.key, attempt.browserId)
  const knownBrowser = holder?.known ? attempt.browserId : undefined
  const trying = { emailKey: address.key, network: origin.network, knownBrowser }
  const isRight = (who: Candidate | undefined) =>
    who?.hash ? hashing.verify(who.hash, password) : hashing.verifyNothing(password)
  const letIn = async (tx: Tx, { accountId, hash }: Proved) => {
    // Only the holder's own password wipes out failures: a sign-up's would buy guesses at the holder's.
    const isHolder = accountId === holder?.accountId
    if (!(await (isHolder ? limits.admit(tx, trying) : limits.stillOpen(tx, trying)))) return false
    await setAttemptProvedBy(tx, attempt.id, { accountId, hash, email: address.typed, keep })
    return true
  }

  return limits.inTurn(trying, async () => {
    const until = await limits.blockedUntil(database.durable, trying)
    if (until) return { answer: 'wait', until }
    const who = (await isRight(holder)) ? holder : (await isRight(unproved)) ? unproved : undefined
    const proved = who?.hash ? { accountId: who.accountId, hash: who.hash } : undefined
    if (!proved || !(await database.transaction((tx) => letIn(tx, proved)))) {
      return database.transaction(async (tx) => {
        const { left, blockedUntil } = await limits.countFailure(tx, trying)
        await record(tx, { kind: 'visitor', ...origin }, 'sign-in.password-wrong', { accountId: holder?.accountId })
        return { answer: 'wrong', left, blockedUntil }
      })
    }
    const { accountId, hash } = proved
    if (hashing.isOutdated(hash)) await replaceHash(database.durable, accountId, hash, await hashing.hash(password))
    return { answer: 'right', accountId }
  })
}

type Proved = { readonly accountId: string; readonly hash: string }
