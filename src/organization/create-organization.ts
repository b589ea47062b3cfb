import { accountById, isVerified, mustOperate } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { type Actor, hashSecret, newId, Refusal } from '#kernel'
import { countOne, type Limit, type Tx } from '#platform'
import { inviteFirstAdmin, type OperatorActor } from './invite-admin.ts'
import { type Organization, parseOrganizationName } from './organization.ts'
import { insertOrganization, upsertAdmin } from './store.ts'

const perDay: Limit = { name: 'organization-created', most: 6, within: Temporal.Duration.from('PT24H') }

/**
 * Makes an organization (ORG-1). Whoever makes it runs it; it has no power over any account before it has verified a domain.
 * @param wishes.adminAccountId whose it is, when an operator makes it for somebody
 * @throws Refusal 'account.gone' 410, 'organization.address-unproved' 403, 'organization.too-many' 429 (five a day), and those of
 *   `parseOrganizationName`
 */
export async function createOrganization(
  tx: Tx,
  actor: Actor & { kind: 'holder' | 'operator' },
  wishes: { readonly name: string | undefined; readonly adminAccountId: string },
): Promise<Organization> {
  const name = parseOrganizationName(wishes.name)
  const accountId = actor.kind === 'holder' ? actor.accountId : wishes.adminAccountId
  const account = await accountById(tx, accountId)
  if (!account) throw new Refusal('account.gone', 410)
  if (!isVerified(account)) throw new Refusal('organization.address-unproved', 403)
  if (actor.kind === 'holder') {
    const { blockedUntil } = await countOne(tx, perDay, hashSecret(`${perDay.name} ${accountId}`))
    if (blockedUntil) throw new Refusal('organization.too-many', 429, { until: blockedUntil })
  }
  const id = newId(tx.now)
  await insertOrganization(tx, { id, name })
  await upsertAdmin(tx, id, accountId, 'org-admin')
  await record(tx, actor, 'organization.created', { accountId, organizationId: id })
  await announce(tx, 'organization.created', { organizationId: id })
  return { id, name, createdAt: tx.now }
}

/**
 * Makes an organization that somebody asked an operator for: whoever has the address is invited to run it, account or not
 * (LOG-5). Until they follow the invitation nobody does.
 * @throws Refusal those of `parseOrganizationName` and `inviteFirstAdmin`
 */
export async function createOrganizationFor(
  tx: Tx,
  actor: OperatorActor,
  wishes: { readonly name: string | undefined; readonly email: string | undefined },
): Promise<Organization> {
  await mustOperate(tx, actor)
  const name = parseOrganizationName(wishes.name)
  const id = newId(tx.now)
  await insertOrganization(tx, { id, name })
  await record(tx, actor, 'organization.created', { organizationId: id })
  await announce(tx, 'organization.created', { organizationId: id })
  await inviteFirstAdmin(tx, actor, id, wishes.email)
  return { id, name, createdAt: tx.now }
}
