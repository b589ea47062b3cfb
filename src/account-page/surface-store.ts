import { type Statements, sql } from '#platform'

/** What the frame around every page of the holder shows. */
export type Standing = {
  /** When two-step is turned off, because it was said to be lost (LOG-10). */
  readonly lossDueAt?: Temporal.Instant
  /** An administrator has started that (CTL-2). */
  readonly isReset: boolean
  /** The name of the organization that manages the account. */
  readonly managedBy?: string
  /** An organization manages the account, has told its holder that it will, or the holder has a case open against it. */
  readonly hasOrganization: boolean
  /** Helps to run the installation. */
  readonly operates: boolean
}

/** One statement for all of it: it is read for every page. */
export async function standingOf(on: Statements, accountId: string): Promise<Standing> {
  const row = await on.first<{
    due_at: Temporal.Instant | null
    is_reset: boolean
    managed_by: string | null
    has_organization: boolean
    operates: boolean
  }>(sql`
    select l.due_at, l.reset_by is not null as is_reset, m.name as managed_by, a.managed_by is not null
        or exists (select from claim_person p where p.account_id = a.id and p.state in ('told', 'moving', 'accepted', 'disputed'))
        or exists (select from dispute d where d.account_id = a.id and d.settled_at is null) as has_organization,
      exists (select from operator o where o.account_id = a.id) as operates
    from account a left join second_step_loss l on l.account_id = a.id left join organization m on m.id = a.managed_by
    where a.id = ${accountId}`)
  return {
    lossDueAt: row?.due_at ?? undefined,
    isReset: row?.is_reset ?? false,
    managedBy: row?.managed_by ?? undefined,
    hasOrganization: row?.has_organization ?? false,
    operates: row?.operates ?? false,
  }
}
