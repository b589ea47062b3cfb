import { empty, type Statements, sql } from '#platform'
import type { Claim, LeftOutWhy, PersonState } from './claim.ts'
import { accountsAt, type Found, nameFor, type Reach, whetherIn } from './find-store.ts'

/** A person of a claim, as its admins see them. Who has left for another address is no longer named: it is not theirs to know. */
export type ListedPerson = {
  readonly id: string
  readonly state: PersonState
  readonly leftOutWhy: LeftOutWhy | null
  readonly toldAt: Temporal.Instant | null
  readonly decidedAt: Temporal.Instant | null
  readonly name?: string | undefined
  readonly email?: string | undefined
}

type Row = Omit<ListedPerson, 'name' | 'email'> & {
  readonly name: string
  readonly email: string
  readonly domain: string
}

/** Persons of a claim in the order of their ids, all or those in one state (DOM-7). */
export async function personsOf(
  on: Statements,
  claim: Claim,
  o: { state?: PersonState | undefined; after?: string | undefined; before?: string | undefined; most: number },
): Promise<ListedPerson[]> {
  const isBack = o.before !== undefined
  const beyond = o.before ? sql`and p.account_id < ${o.before}` : o.after ? sql`and p.account_id > ${o.after}` : empty
  const rows = await on.all<Row>(sql`
    select a.id, p.state, p.left_out_why as "leftOutWhy", p.told_at as "toldAt", p.decided_at as "decidedAt",
      ${nameFor(claim.organizationId)} as name, a.email,
      address_domain(a.email_key) as domain
    from claim_person p join account a on a.id = p.account_id
    where p.claim_id = ${claim.id} ${o.state ? sql`and p.state = ${o.state}` : empty} ${beyond}
    order by p.account_id ${isBack ? sql`desc` : empty} limit ${o.most}`)
  const isHere = await whetherIn(on, claim)
  const persons = rows.map(({ domain, name, email, ...person }) =>
    isHere(domain) ? { ...person, name, email } : person,
  )
  return isBack ? persons.reverse() : persons
}

const atOnce = 1_000

/** All accounts at a domain, a batch at a time: however many there are, no more are in memory. */
export async function* everyAccountAt(on: Statements, reach: Reach): AsyncGenerator<readonly Found[]> {
  let after: Found | undefined
  do {
    const batch = await accountsAt(on, reach, { most: atOnce, after })
    if (batch.length > 0) yield batch
    after = batch.at(-1)
  } while (after)
}

/** All persons of a claim, the same way. */
export async function* everyPersonOf(
  on: Statements,
  claim: Claim,
  state: PersonState | undefined,
): AsyncGenerator<readonly ListedPerson[]> {
  let after: string | undefined
  do {
    const batch: ListedPerson[] = await personsOf(on, claim, { state, most: atOnce, after })
    if (batch.length > 0) yield batch
    after = batch.at(-1)?.id
  } while (after)
}

/** How many accounts each domain has an address of, each counted no further than this. */
export async function countAtEach(
  on: Statements,
  domainIds: readonly string[],
  most: number,
): Promise<ReadonlyMap<string, number>> {
  if (domainIds.length === 0) return new Map()
  const rows = await on.all<{ id: string; number: number }>(sql`
    select d.id, (select count(*) from (
        select from account a where a.email_verified_at is not null
          and address_domain(a.email_key) collate "C" = reverse(d.name) limit ${most}) as few)
      + (select count(*) from (
        select from account a where d.with_subdomains and a.email_verified_at is not null
          and address_domain(a.email_key) collate "C" >= reverse(d.name) || '.'
          and address_domain(a.email_key) collate "C" < reverse(d.name) || '/' limit ${most}) as below) as number
    from organization_domain d where d.id = any(${[...domainIds]}::uuid[])`)
  return new Map(rows.map(({ id, number }) => [id, Number(number)]))
}
