import { holderOf } from '#account'
import { record } from '#audit'
import { hashSecret, newId, system } from '#kernel'
import { organizationById } from '#organization'
import { countOne, type Database, type Limit, queueJob } from '#platform'
import { insertSuggestion } from './store.ts'
import type { SuggestionKind } from './suggestion.ts'

const ofPerson: Limit = { name: 'domain-claim-suggestion', most: 1 + 1, within: Temporal.Duration.from('PT24H') }

export type WantedSuggestion = {
  readonly organizationId: string
  readonly suggestedBy: string
  readonly emailKey: string
  readonly kind: SuggestionKind
  readonly value: string
}

/**
 * Brings a suggestion to the holder of an address, if there is one and nobody manages the account (CTL-3). Of each kind one waits
 * at a time, and one a day is brought.
 */
export async function deliverSuggestion(
  { database }: { readonly database: Database },
  { emailKey, ...wanted }: WantedSuggestion,
): Promise<void> {
  await database.transaction(async (tx) => {
    const account = await holderOf(tx, emailKey)
    const { kind, value, organizationId } = wanted
    if (!account || account.managedBy || (kind === 'name' && account.name === value)) return
    const organization = await organizationById(tx, organizationId)
    const { blockedUntil } = await countOne(tx, ofPerson, hashSecret(`${ofPerson.name} ${account.id} ${kind}`))
    if (!organization || blockedUntil) return
    const id = newId(tx.now)
    if (!(await insertSuggestion(tx, { id, accountId: account.id, ...wanted }))) return
    // In the organization’s log it would tell that there is such an account.
    await record(tx, system, 'domain-claim.suggested', { accountId: account.id, kind, organization: organization.name })
    await queueJob(tx, 'domain-claim.mail-suggestion', { suggestionId: id })
  })
}
