import type { Entry } from '#audit'
import { organizationNames } from '#organization'
import type { Statements } from '#platform'

/** Entries with the names that their organizations have now. */
export async function named(
  on: Statements,
  entries: readonly Entry[],
): Promise<(Entry & { organization?: string | undefined })[]> {
  const ids = [...new Set(entries.flatMap(({ organizationId }) => organizationId ?? []))]
  const names = await organizationNames(on, ids)
  return entries.map((entry) => ({ ...entry, organization: names.get(entry.organizationId ?? '') }))
}
