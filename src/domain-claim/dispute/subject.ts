import { accountById } from '#account'
import type { Statements, Tx } from '#platform'
import { movePerson, type OpenClaim, openClaimOf, takeOpenClaim } from '../claim/person-store.ts'
import type { Subject } from './dispute.ts'

/** What an account can dispute: that an organization manages it, or that one has a claim to it. */
export async function subjectOf(on: Statements, accountId: string): Promise<Subject | undefined> {
  const manager = (await accountById(on, accountId))?.managedBy
  if (manager) return manager
  const open = await openClaimOf(on, accountId)
  return open && subjectFrom(open)
}

/** The same, held still: a claim leaves the account alone until the case is settled (DOM-9). */
export async function takeSubject(tx: Tx, accountId: string): Promise<Subject | undefined> {
  const open = await takeOpenClaim(tx, accountId)
  if (!open) return subjectOf(tx, accountId)
  await movePerson(tx, { claimId: open.claimId, accountId }, ['told', 'moving'], 'disputed')
  return subjectFrom(open)
}

const subjectFrom = ({ organizationId, organization, domain, claimId, takesEffectAt }: OpenClaim): Subject => ({
  organizationId,
  organization,
  domain,
  claimId,
  takesEffectAt,
})
