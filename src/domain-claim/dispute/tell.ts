import { adminsOf } from '#organization'
import { queueJob, queueJobs, type Tx } from '#platform'
import type { Dispute, Outcome } from './dispute.ts'

const task = 'domain-claim.mail-dispute'

/**
 * What people are told by mail about a case. `copy`: the holder’s own. `opened`, `reminder`: to the organization. `handed_over`,
 * `overdue`: to operators.
 */
export type DisputeNews = 'copy' | 'opened' | 'message' | 'reminder' | 'handed_over' | 'overdue' | Outcome

/** To whom a mail goes: the holder’s account, the address given for the case, somebody who runs the organization, operators. */
export type Reader = 'holder' | 'reach' | 'admin' | 'operators'

export type DisputeMail = {
  readonly disputeId: string
  readonly news: DisputeNews
  readonly reader: Reader
  readonly accountId?: string
}

/**
 * Tells the holder, at the account’s address and at the one given for the case. Nobody has proved that one: after the copy of what
 * the holder typed, it is told that there is something new, and not what.
 */
export async function tellHolder(tx: Tx, { id }: Pick<Dispute, 'id'>, news: DisputeNews): Promise<void> {
  const told = { holder: news, reach: news === 'copy' ? news : 'message' } as const
  const jobs = (['holder', 'reach'] as const).map((reader) => ({
    payload: { disputeId: id, news: told[reader], reader } satisfies DisputeMail,
    key: `${task} ${id} ${reader} ${told[reader]}`,
  }))
  await queueJobs(tx, task, jobs)
}

/** Tells everybody who looks after the organization’s accounts, but for whoever did it. */
export async function tellOrganization(
  tx: Tx,
  { id, organizationId }: Pick<Dispute, 'id' | 'organizationId'>,
  news: DisputeNews,
  exceptAccountId?: string,
): Promise<void> {
  const admins = await adminsOf(tx, organizationId)
  const jobs = admins
    .filter(({ role, accountId }) => role !== 'auditor' && accountId !== exceptAccountId)
    .map(({ accountId }) => ({
      payload: { disputeId: id, news, reader: 'admin', accountId } satisfies DisputeMail,
      key: `${task} ${id} ${accountId} ${news}`,
    }))
  await queueJobs(tx, task, jobs)
}

/** Tells whoever runs this server, where their contact is an address. */
export async function tellOperators(tx: Tx, { id }: Pick<Dispute, 'id'>, news: DisputeNews): Promise<void> {
  const mail: DisputeMail = { disputeId: id, news, reader: 'operators' }
  await queueJob(tx, task, mail, { key: `${task} ${id} operators ${news}` })
}
