import { hashSecret, isId, type Origin, parseAddress, Refusal } from '#kernel'
import type { Statements, Tx } from '#platform'
import { accountsIn, forgetAccounts, presentSession, rememberChoice, sessionsHere } from './account-set-store.ts'
import type { Attempt } from './attempt.ts'
import type { Shown } from './cookies.ts'
import { endSessions } from './end-sessions.ts'
import type { AccountHere } from './route.ts'
import { finishAttempt, setAttemptEmail } from './store.ts'

/** LOG-7: as many accounts as one browser holds at a time. */
export const mostAccounts = 10

/** What choosing an account comes to: the log-in is done, or it goes on with that account's password. */
export type Chosen = { readonly done: true; readonly returnTo: string } | { readonly done: false }

/**
 * Answers an attempt with one of the accounts of its browser (LOG-7). With a session that is fresh enough the log-in is done;
 * without one its address is filled in. Nobody is logged out by it.
 * @throws Refusal 'sign-in.account-not-here' 410 when this browser does not know that account
 */
export async function chooseAccount(
  tx: Tx,
  shown: Shown,
  attempt: Pick<Attempt, 'id' | 'browserId' | 'returnTo' | 'freshSince'> & { product?: { id: string } },
  accountId: string,
): Promise<Chosen> {
  const account = (await accountsOf(tx, shown)).find((each) => each.accountId === accountId)
  if (!account) throw new Refusal('sign-in.account-not-here', 410)
  const { session } = account
  const isFresh =
    session && (!attempt.freshSince || Temporal.Instant.compare(session.authenticatedAt, attempt.freshSince) >= 0)
  if (!isFresh) {
    await setAttemptEmail(tx, attempt.id, account.email)
    return { done: false }
  }
  await finishAttempt(tx, attempt.id, session.id)
  await presentSession(tx, attempt.browserId, session.id)
  if (attempt.product) await rememberChoice(tx, attempt.browserId, attempt.product.id, accountId)
  return { done: true, returnTo: attempt.returnTo }
}

/**
 * Takes accounts off a browser's list: they are logged out here and forgotten here, and nothing else happens to them.
 * @param which one account, or all
 */
export async function removeAccounts(
  tx: Tx,
  shown: Shown,
  browserId: string,
  which: string | 'all',
  origin: Required<Origin>,
): Promise<void> {
  const known = (await accountsOf(tx, shown, 1_000)).map((account) => account.accountId)
  const leaving = which === 'all' ? known : known.filter((accountId) => isId(which) && accountId === which)
  for (const { id, account_id } of await sessionsHere(tx, browserId, leaving)) {
    await endSessions(tx, { kind: 'holder', accountId: account_id, ...origin }, account_id, { only: [id] }, 'log-out')
  }
  await forgetAccounts(tx, browserId, leaving)
}

/** The accounts of a browser as the resolver counts them. */
export async function accountsHere(on: Statements, shown: Shown): Promise<AccountHere[]> {
  return (await accountsOf(on, shown)).map(({ email, session, presented }) => ({
    emailKey: parseAddress(email).key,
    authenticatedAt: session?.authenticatedAt,
    presented,
  }))
}

/** The accounts of the browser that shows these secrets. */
export async function accountsOf(on: Statements, shown: Shown, most = mostAccounts) {
  if (!shown.browser) return []
  return accountsIn(on, hashSecret(shown.browser), shown.run ? hashSecret(shown.run) : undefined, most)
}
