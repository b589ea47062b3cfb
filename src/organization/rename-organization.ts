import { record } from '#audit'
import { announce } from '#events'
import { Refusal } from '#kernel'
import type { Tx } from '#platform'
import { type AdminActor, mustAdminister } from './administer.ts'
import { parseOrganizationName } from './organization.ts'
import { organizationById, updateOrganizationName } from './store.ts'

/**
 * Gives an organization another name.
 * @throws Refusal those of `mustAdminister` and `parseOrganizationName`
 */
export async function renameOrganization(tx: Tx, actor: AdminActor, text: string | undefined): Promise<void> {
  await mustAdminister(tx, actor, 'org-admin')
  const { organizationId } = actor
  const organization = await organizationById(tx, organizationId)
  if (!organization) throw new Refusal('organization.unknown', 404)
  const name = parseOrganizationName(text)
  if (name === organization.name) return
  await updateOrganizationName(tx, organizationId, name)
  await record(tx, actor, 'organization.renamed', { organizationId, from: organization.name, to: name })
  await announce(tx, 'organization.renamed', { organizationId })
}
