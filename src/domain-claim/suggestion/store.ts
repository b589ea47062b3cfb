import { type Statements, sql } from '#platform'
import type { Suggestion } from './suggestion.ts'

const suggestions = sql`
  select s.id, s.account_id as "accountId", s.organization_id as "organizationId", o.name as organization, s.kind, s.value,
    s.suggested_at as "suggestedAt"
  from suggestion s join organization o on o.id = s.organization_id`

/** Writes a suggestion down, unless one of its kind waits for the holder already. */
export async function insertSuggestion(
  on: Statements,
  suggestion: Pick<Suggestion, 'id' | 'accountId' | 'organizationId' | 'kind' | 'value'> & { suggestedBy: string },
): Promise<boolean> {
  const { id, accountId, organizationId, kind, value, suggestedBy } = suggestion
  return (
    (await on.run(sql`
      insert into suggestion (id, account_id, organization_id, kind, value, suggested_by, suggested_at)
      values (${id}, ${accountId}, ${organizationId}, ${kind}, ${value}, ${suggestedBy}, ${on.now})
      on conflict (account_id, kind) do nothing`)) === 1
  )
}

export async function suggestionById(on: Statements, id: string): Promise<Suggestion | undefined> {
  return on.first<Suggestion>(sql`${suggestions} where s.id = ${id}`)
}

/** What waits for a holder: one of each kind at most. */
export async function suggestionsFor(on: Statements, accountId: string): Promise<Suggestion[]> {
  return on.all<Suggestion>(sql`${suggestions} where s.account_id = ${accountId} order by s.kind`)
}

/** Takes a suggestion away, once. */
export async function takeSuggestion(
  on: Statements,
  id: string,
  accountId: string,
): Promise<Pick<Suggestion, 'organizationId' | 'kind' | 'value'> | undefined> {
  return on.first(sql`
    delete from suggestion where id = ${id} and account_id = ${accountId}
    returning organization_id as "organizationId", kind, value`)
}

/** Whether an address is at a domain that the organization has proved. */
export async function isAtVerifiedDomain(on: Statements, organizationId: string, domain: string): Promise<boolean> {
  const found = await on.first(sql`
    select from organization_domain where organization_id = ${organizationId} and verified_at is not null
      and (name = ${domain} or (with_subdomains and right(${domain}, length(name) + 1) = '.' || name)) limit 1`)
  return found !== undefined
}
