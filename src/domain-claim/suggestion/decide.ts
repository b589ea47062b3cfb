import { askAddressChange, changeName } from '#account'
import { record } from '#audit'
import { type Actor, isId, parseAddress, Refusal } from '#kernel'
import type { Tx } from '#platform'
import { takeSuggestion } from './store.ts'
import type { SuggestionKind } from './suggestion.ts'

type Holder = Actor & { readonly kind: 'holder' }

/**
 * Does what was suggested: a name changes at once; for an address the usual change begins, which only its proof ends (ACC-7).
 * @returns what kind of suggestion it was
 * @throws Refusal 'domain-claim.suggestion-gone' 410, 'domain-claim.suggestion-soon' 429 when a mail about another address was
 *   sent a moment ago, and those of `changeName` and `askAddressChange`
 */
export async function acceptSuggestion(
  tx: Tx,
  actor: Holder,
  secretKey: Buffer,
  suggestionId: string,
): Promise<SuggestionKind> {
  const { kind, value, organizationId } = await take(tx, actor, suggestionId)
  const { accountId } = actor
  if (kind === 'name') await changeName(tx, actor, accountId, value)
  else {
    const asked = await askAddressChange(tx, actor, secretKey, accountId, parseAddress(value))
    if (!asked.sent) throw new Refusal('domain-claim.suggestion-soon', 429, { until: asked.from })
  }
  await record(tx, actor, 'domain-claim.suggestion-accepted', { accountId, organizationId, kind })
  return kind
}

/**
 * Leaves everything as it is. The organization does not learn of it.
 * @throws Refusal 'domain-claim.suggestion-gone' 410
 */
export async function ignoreSuggestion(tx: Tx, actor: Holder, suggestionId: string): Promise<void> {
  const { kind } = await take(tx, actor, suggestionId)
  await record(tx, actor, 'domain-claim.suggestion-ignored', { accountId: actor.accountId, kind })
}

async function take(tx: Tx, { accountId }: Holder, suggestionId: string) {
  const taken = isId(suggestionId) ? await takeSuggestion(tx, suggestionId, accountId) : undefined
  if (!taken) throw new Refusal('domain-claim.suggestion-gone', 410)
  return taken
}
