import { accountById, verdictOn } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, type Address, isId, macOf, newId, parseAddress, Refusal } from '#kernel'
import { countOne, type Limit, type Tx } from '#platform'
import { domainOf, mustBeElsewhere } from '../address/domain-of.ts'
import type { Managed } from '../must-decide.ts'
import { parseText, type RequestKind, requestKinds } from './request.ts'
import { insertRequest, requestById, settleRequest } from './store.ts'

type Holder = Actor & { readonly kind: 'holder' }
const perDay: Limit = { name: 'holder-request', most: 10, within: Temporal.Duration.from('PT24H') }

/**
 * Asks the organization for what it decides about the account (MAN-6): another address at one of its domains, deletion, or
 * release to a private address. Whether an address is somebody’s is not looked at here: the holder learns nothing of it (ACC-5).
 * @throws Refusal 'managed-account.not-managed' 409, 'managed-account.kind-unknown' 422, 'managed-account.already-asked' 409,
 *   'managed-account.asked-often' 429, 'managed-account.address-outside' 422, 'managed-account.address-inside' 422, and those
 *   of `parseAddress` and `parseText`
 */
export async function askFor(
  tx: Tx,
  actor: Holder,
  secretKey: Buffer,
  wish: { readonly kind: string | undefined; readonly email?: string | undefined; readonly note?: string | undefined },
): Promise<void> {
  const { accountId } = actor
  const account = await accountById(tx, accountId)
  if (!account?.managedBy) throw new Refusal('managed-account.not-managed', 409)
  const kind = requestKinds.find((each) => each === wish.kind)
  if (!kind || !mayAsk(kind)) throw new Refusal('managed-account.kind-unknown', 422)
  const { organizationId } = account.managedBy
  const address = kind === 'deletion' ? undefined : await addressFor(tx, account as Managed, kind, wish.email)
  const note = parseText(wish.note)
  const { blockedUntil } = await countOne(tx, perDay, macOf(secretKey, perDay.name, accountId))
  if (blockedUntil) throw new Refusal('managed-account.asked-often', 429, { until: blockedUntil })
  const id = newId(tx.now)
  if (!(await insertRequest(tx, { id, organizationId, accountId, kind, email: address?.typed, note }))) {
    throw new Refusal('managed-account.already-asked', 409)
  }
  await record(tx, actor, 'managed-account.requested', { accountId, organizationId, kind })
  await announce(tx, 'managed-account.requested', { accountId, organizationId, kind })
}

/** Takes a request back. @throws Refusal 'managed-account.request-over' 409 when it has been answered meanwhile */
export async function withdrawRequest(tx: Tx, actor: Holder, requestId: string | undefined): Promise<void> {
  const { accountId } = actor
  const known = isId(requestId) ? await requestById(tx, requestId) : undefined
  if (known?.accountId !== accountId) throw new Refusal('managed-account.request-unknown', 404)
  const withdrawn = await settleRequest(tx, known.id, { state: 'withdrawn' })
  if (!withdrawn) throw new Refusal('managed-account.request-over', 409)
  const { organizationId, kind } = withdrawn
  await record(tx, actor, 'managed-account.request-withdrawn', { accountId, organizationId, kind })
}

// Release is an address and its organization at once: whoever may ask for the one may ask for the other.
const mayAsk = (kind: RequestKind): boolean =>
  verdictOn(kind === 'deletion' ? 'delete' : 'change-email', 'managed', 'holder') === 'ask'

async function addressFor(tx: Tx, account: Managed, kind: RequestKind, typed: string | undefined): Promise<Address> {
  const address = parseAddress(typed)
  if (address.key === account.emailKey) throw new Refusal('account.address-same', 422)
  if (kind === 'release') await mustBeElsewhere(tx, account.managedBy.organizationId, address)
  else if (!(await domainOf(tx, account.managedBy.organizationId, address.domain))) {
    throw new Refusal('managed-account.address-outside', 422, { domain: address.domain })
  }
  return address
}
