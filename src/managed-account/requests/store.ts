import { type Statements, sql } from '#platform'
import type { HolderRequest, RequestKind, RequestState } from './request.ts'

type RequestRow = {
  id: string
  organization_id: string
  account_id: string
  kind: RequestKind
  email: string | null
  note: string | null
  asked_at: Temporal.Instant
  state: RequestState
  answered_at: Temporal.Instant | null
  answered_by: string | null
  reason: string | null
}
const columns = sql`r.id, r.organization_id, r.account_id, r.kind, r.email, r.note, r.asked_at, r.state, r.answered_at,
  r.answered_by, r.reason`

const requestFrom = (row: RequestRow): HolderRequest => ({
  id: row.id,
  organizationId: row.organization_id,
  accountId: row.account_id,
  kind: row.kind,
  email: row.email ?? undefined,
  note: row.note ?? undefined,
  askedAt: row.asked_at,
  state: row.state,
  answeredAt: row.answered_at ?? undefined,
  answeredBy: row.answered_by ?? undefined,
  reason: row.reason ?? undefined,
})

/** False when one of the kind is open already. */
export async function insertRequest(
  on: Statements,
  request: Pick<HolderRequest, 'id' | 'organizationId' | 'accountId' | 'kind' | 'email' | 'note'>,
): Promise<boolean> {
  const { id, organizationId, accountId, kind, email, note } = request
  return (
    (await on.run(sql`
      insert into account_request (id, organization_id, account_id, kind, email, note, asked_at, state)
      values (${id}, ${organizationId}, ${accountId}, ${kind}, ${email ?? null}, ${note ?? null}, ${on.now}, 'open')
      on conflict do nothing`)) === 1
  )
}

/** Settles a request: whoever is first, of those who answer it and the holder who withdraws it. */
export async function settleRequest(
  on: Statements,
  id: string,
  to: { state: RequestState; answeredBy?: string; reason?: string | undefined },
): Promise<HolderRequest | undefined> {
  const row = await on.first<RequestRow>(sql`
    update account_request r set state = ${to.state}, answered_at = ${on.now}, answered_by = ${to.answeredBy ?? null},
      reason = ${to.reason ?? null}
    where id = ${id} and state = 'open' returning ${columns}`)
  return row && requestFrom(row)
}

/** Ends what is open of an account: nobody is left to answer it. */
export async function endRequestsOf(on: Statements, accountId: string): Promise<void> {
  await on.run(sql`
    update account_request set state = 'ended', answered_at = ${on.now}
    where account_id = ${accountId} and state = 'open'`)
}

export async function requestById(on: Statements, id: string): Promise<HolderRequest | undefined> {
  const row = await on.first<RequestRow>(sql`select ${columns} from account_request r where r.id = ${id}`)
  return row && requestFrom(row)
}

/** The newest request of each kind that an account has made to an organization. */
export async function requestsOf(on: Statements, accountId: string, organizationId: string): Promise<HolderRequest[]> {
  const rows = await on.all<RequestRow>(sql`
    select distinct on (r.kind) ${columns} from account_request r
    where r.account_id = ${accountId} and r.organization_id = ${organizationId} order by r.kind, r.asked_at desc`)
  return rows.map(requestFrom)
}

export async function countOpenRequests(on: Statements, organizationId: string, most: number): Promise<number> {
  const row = await on.first<{ count: number }>(sql`
    select count(*) as count from (
      select from account_request where organization_id = ${organizationId} and state = 'open' limit ${most}) as waiting`)
  return row?.count ?? 0
}

/** A request with the person who made it, as administrators see it. */
export type Asked = HolderRequest & { readonly name: string; readonly address: string }
type AskedRow = RequestRow & { name: string; address: string }
const asked = sql`select ${columns}, a.name, a.email as address from account_request r join account a on a.id = r.account_id`
const askedFrom = (row: AskedRow): Asked => ({ ...requestFrom(row), name: row.name, address: row.address })

export async function askedById(on: Statements, organizationId: string, id: string): Promise<Asked | undefined> {
  const row = await on.first<AskedRow>(sql`${asked} where r.id = ${id} and r.organization_id = ${organizationId}`)
  return row && askedFrom(row)
}

/** Open requests, the oldest first, from one on. */
export async function openRequests(
  on: Statements,
  organizationId: string,
  { after, most }: { after?: string | undefined; most: number },
): Promise<Asked[]> {
  const rows = await on.all<AskedRow>(sql`
    ${asked} where r.organization_id = ${organizationId} and r.state = 'open'
      and r.id > ${after ?? '00000000-0000-0000-0000-000000000000'}
    order by r.id limit ${most}`)
  return rows.map(askedFrom)
}

/** Requests that are over, the newest first, from one on. */
export async function answeredRequests(
  on: Statements,
  organizationId: string,
  { after, most }: { after?: string | undefined; most: number },
): Promise<Asked[]> {
  const from = after === undefined ? undefined : await requestById(on, after)
  const [at, id] = from?.answeredAt ? [from.answeredAt, from.id] : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const rows = await on.all<AskedRow>(sql`
    ${asked} where r.organization_id = ${organizationId} and r.state <> 'open'
      and (r.answered_at, r.id) < (${at}::timestamptz, ${id}::uuid)
    order by r.answered_at desc, r.id desc limit ${most}`)
  return rows.map(askedFrom)
}
