import { record } from '#audit'
import { type Hashing, replaceHash, requestReset } from '#credential'
import { type Address, type Origin, parseAddress } from '#kernel'
import type { Database } from '#platform'
import type { Attempt } from './attempt.ts'
import type { Limits, Reserved, Trying } from './limits.ts'
import { type Candidate, candidatesFor, setAttemptProvedBy } from './store.ts'
import type { Work, Workshop } from './work.ts'

export type Checked =
  | { readonly answer: 'right'; readonly accountId: string }
  | { readonly answer: 'wrong'; readonly left: number; readonly blockedUntil?: Temporal.Instant; readonly work?: Work }
  | { readonly answer: 'wait'; readonly until: Temporal.Instant }
  /** There is work to do first; the password was not looked at. */
  | { readonly answer: 'work'; readonly work: Work }
  /** Right, and not to be used any more: a link to choose another one is on its way. */
  | { readonly answer: 'retired' }

type Context = { database: Database; hashing: Hashing; limits: Limits; workshop: Workshop }
type Typed = { email: string; password: string; keep: boolean; work?: string; solution?: string }
type Proved = Candidate & { readonly hash: string }

/**
 * Checks a password for the address of an attempt (LOG-5, LOG-6). Known and unknown addresses take the same look-ups, the
 * same hashes, and the same writes, so neither the answer nor its time tells them apart. A password that is not the
 * holder’s is compared with that of a sign-up that waits for its proof, even where the address has a holder: otherwise
 * signing up and then logging in would tell that it does (ACC-5).
 *
 * A try is counted before it is looked at, so any number at once gets no more answers than one after the other. A browser in
 * which the account has logged in before has a count of its own and no work to do: a stranger's failures cannot shut a
 * holder out.
 * @throws Refusal 'credential.busy' 503 when too many hashes wait
 */
export async function checkPassword(
  context: Context,
  attempt: Pick<Attempt, 'id' | 'browserId'>,
  typed: Typed,
  origin: Required<Origin>,
): Promise<Checked> {
  const { database, hashing, limits } = context
  const address = parseAddress(typed.email)
  const { holder, unproved } = await candidatesFor(database.durable, address.key, attempt.browserId)
  const knownBrowser = holder?.known ? attempt.browserId : undefined
  const trying = { emailKey: address.key, network: origin.network, knownBrowser }
  const isRight = (who: Candidate | undefined): Promise<boolean> =>
    who?.hash ? hashing.verify(who.hash, typed.password) : hashing.verifyNothing(typed.password)

  return limits.inTurn(trying, async () => {
    const reserved = await mayTry(context, attempt, trying, typed)
    if ('answer' in reserved) return reserved
    let who: Candidate | undefined
    try {
      who = (await isRight(holder)) ? holder : (await isRight(unproved)) ? unproved : undefined
    } catch (error) {
      await reserved.giveBack()
      throw error
    }
    if (who?.hash === undefined) return noteWrong(context, attempt, trying, origin, reserved, holder?.accountId)
    await reserved.giveBack()
    // Only the holder's own password wipes out failures: a sign-up's would buy guesses at the holder's.
    const isHolders = who === holder && !who.retired
    return letIn(context, attempt, { ...who, hash: who.hash }, address, typed, isHolders ? trying : undefined)
  })
}

/** Reserves a try, when neither a wait nor work is in its way. */
async function mayTry(
  { database, limits, workshop }: Context,
  attempt: Pick<Attempt, 'id'>,
  trying: Trying,
  { work, solution }: Typed,
): Promise<Reserved | Checked> {
  const on = database.durable
  const about = { form: 'log-in', attempt: attempt.id } as const
  const { blockedUntil, effort, isAlarm } = await limits.lookAhead(on, trying)
  if (blockedUntil) return { answer: 'wait', until: blockedUntil }
  if (effort !== 'none') {
    const missing = await workshop.take(on, about, effort, { work, solution, network: trying.network })
    if (missing) return { answer: 'work', work: missing }
  }
  const reserved = await limits.reserve(database.quick, trying, isAlarm)
  if ('until' in reserved) return { answer: 'wait', until: reserved.until }
  // Others may have failed since it was looked up what this one takes.
  if (effort !== 'none' || reserved.effort === 'none') return reserved
  await reserved.giveBack()
  return { answer: 'work', work: { ...(await workshop.offer(on.now, about, reserved.effort)), again: 'missing' } }
}

async function noteWrong(
  { database, limits, workshop }: Context,
  attempt: Pick<Attempt, 'id'>,
  trying: Trying,
  origin: Required<Origin>,
  { left, blockedUntil, nextEffort }: Reserved,
  accountId: string | undefined,
): Promise<Checked> {
  await database.transaction((tx) =>
    record(tx, { kind: 'visitor', ...origin }, 'sign-in.password-wrong', { accountId }),
  )
  if (!trying.knownBrowser) await limits.alarm.noteFailure(database)
  if (blockedUntil || nextEffort === 'none') return { answer: 'wrong', left, blockedUntil }
  const work = await workshop.offer(database.durable.now, { form: 'log-in', attempt: attempt.id }, nextEffort)
  return { answer: 'wrong', left, work }
}

/** @param forgiven whose failures are forgotten with it */
async function letIn(
  { database, hashing, limits }: Context,
  attempt: Pick<Attempt, 'id'>,
  { accountId, hash, retired }: Proved,
  address: Address,
  { password, keep }: Typed,
  forgiven: Trying | undefined,
): Promise<Checked> {
  if (retired) {
    await database.transaction((tx) => requestReset(tx, address, attempt.id))
    return { answer: 'retired' }
  }
  await database.transaction(async (tx) => {
    if (forgiven) await limits.forget(tx, forgiven)
    await setAttemptProvedBy(tx, attempt.id, { accountId, hash, email: address.typed, keep })
  })
  if (hashing.isOutdated(hash)) await replaceHash(database.durable, accountId, hash, await hashing.hash(password))
  return { answer: 'right', accountId }
}
