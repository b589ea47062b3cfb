import { accountById, isVerified, manage } from '#account'
import { record } from '#audit'
import { announce } from '#events'
import { system } from '#kernel'
import type { Statements, Tx } from '#platform'
import { queueNotices } from '../notice/queue-notices.ts'
import { isBeforeDate, isInForce } from './claim.ts'
import { isAsked, joinClaim, movePerson, type OpenClaim, takeOpenClaim, wasReleased } from './person-store.ts'
import { type Cover, coverOf } from './store.ts'

/**
 * What follows for claims when an account has proved an address, or has another one: who has moved away from a claimed domain
 * stays personal (DOM-7); who comes to a domain of which all is claimed is told, or managed from birth (DOM-6).
 */
export async function followAddress(tx: Tx, accountId: string): Promise<void> {
  const account = await accountById(tx, accountId)
  if (!account || !isVerified(account) || account.managedBy) return
  const { emailKey } = account
  const cover = await coverOf(tx, emailKey, true)
  const open = await takeOpenClaim(tx, accountId)
  if (open && !isAt(emailKey, open)) await moveAway(tx, accountId, open)
  if (!cover || (await isAsked(tx, accountId)) || (await wasReleased(tx, accountId, cover.organizationId))) return
  const { claimId, state, organizationId, domainId, domain } = cover
  if (isInForce(state) && cover.mayManage) {
    await manage(tx, system, [accountId], { organizationId, domainId, domain })
    await joinClaim(tx, { claimId, accountId }, 'managed')
  } else if (isBeforeDate(state)) {
    await joinClaim(tx, { claimId, accountId }, 'told')
    await queueNotices(tx, claimId, [accountId])
  }
}

/**
 * The claim that makes an account managed from birth which proves this address (DOM-6); nothing while the domain is contested or
 * frozen.
 */
export async function claimCovering(on: Statements, addressKey: string): Promise<Cover | undefined> {
  const cover = await coverOf(on, addressKey)
  return cover && isInForce(cover.state) && cover.mayManage ? cover : undefined
}

function isAt(addressKey: string, { domain, withSubdomains }: OpenClaim): boolean {
  const its = addressKey.slice(addressKey.lastIndexOf('@') + 1)
  return its === domain || (withSubdomains && its.endsWith(`.${domain}`))
}

async function moveAway(tx: Tx, accountId: string, open: OpenClaim): Promise<void> {
  const { claimId, organizationId, domain } = open
  await movePerson(tx, { claimId, accountId }, [open.state], 'moved-away')
  await record(tx, system, 'domain-claim.moved-away', { accountId, organizationId, domain })
  await announce(tx, 'domain-claim.moved-away', { accountId, organizationId, claimId, domain })
}
