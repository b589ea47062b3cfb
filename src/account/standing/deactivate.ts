import { record } from '#audit'
import { announce } from '#events'
import type { Actor } from '#kernel'
import type { Tx } from '#platform'
import { accountUnder } from '../must-control.ts'
import { holdOff, setDeactivated, setSuspended } from './store.ts'

type Admin = Actor & { readonly kind: 'admin' }
type Operator = Actor & { readonly kind: 'operator' }

/**
 * Turns a managed account off (MAN-2): who hears of it ends every session, token and access. Its data stays. Turning off what
 * is off changes nothing.
 * @param reason for the records; the holder reads it, too
 * @returns whether it was on until now
 * @throws Refusal those of `accountUnder`
 */
export async function deactivate(tx: Tx, actor: Admin, accountId: string, reason: string): Promise<boolean> {
  const { organizationId } = actor
  await holdOff(tx, accountId)
  await accountUnder(tx, actor, 'deactivate', accountId)
  if (!(await setDeactivated(tx, accountId, tx.now))) return false
  await record(tx, actor, 'account.deactivated', { accountId, reason })
  await announce(tx, 'account.deactivated', { accountId, organizationId })
  return true
}

/**
 * Turns it on again, as it was.
 * @returns whether it was off until now
 * @throws Refusal those of `accountUnder`
 */
export async function reactivate(tx: Tx, actor: Admin, accountId: string): Promise<boolean> {
  const { organizationId } = actor
  await accountUnder(tx, actor, 'deactivate', accountId)
  if (!(await setDeactivated(tx, accountId, undefined))) return false
  await record(tx, actor, 'account.reactivated', { accountId })
  await announce(tx, 'account.reactivated', { accountId, organizationId })
  return true
}

/**
 * Turns any account off against abuse (CTL): the operator's alone.
 * @throws Refusal those of `accountUnder`
 */
export async function suspend(tx: Tx, actor: Operator, accountId: string, reason: string): Promise<boolean> {
  await holdOff(tx, accountId)
  const { managedBy } = await accountUnder(tx, actor, 'deactivate', accountId)
  if (!(await setSuspended(tx, accountId, tx.now))) return false
  await record(tx, actor, 'account.suspended', { accountId, organizationId: managedBy?.organizationId, reason })
  await announce(tx, 'account.suspended', { accountId })
  return true
}

/** @throws Refusal those of `accountUnder` */
export async function restore(tx: Tx, actor: Operator, accountId: string): Promise<boolean> {
  const { managedBy } = await accountUnder(tx, actor, 'deactivate', accountId)
  if (!(await setSuspended(tx, accountId, undefined))) return false
  await record(tx, actor, 'account.restored', { accountId, organizationId: managedBy?.organizationId })
  await announce(tx, 'account.restored', { accountId })
  return true
}
