import { parseName } from '#account'
import { record } from '#audit'
import { hashSecret, parseAddress, Refusal } from '#kernel'
import { type AdminActor, mustAdminister } from '#organization'
import { countOne, type Limit, queueJob, type Tx } from '#platform'
import { isAtVerifiedDomain } from './store.ts'
import { suggestionKinds } from './suggestion.ts'

const day = Temporal.Duration.from('PT24H')
const ofAdmin: Limit = { name: 'domain-claim-suggestions', most: 30 + 1, within: day }

/**
 * Suggests another address or name to the holder of an account that the organization does not manage (CTL-3). Whether there is
 * such an account is told to nobody, and looked up by the job (ACC-5).
 * @throws Refusal 'domain-claim.suggestion-elsewhere' 422 for an address at no domain of the organization's,
 *   'domain-claim.suggestion-same' 422, 'domain-claim.suggestion-kind' 422, 'domain-claim.suggestions-many' 429 (30 a day), and
 *   those of `mustAdminister`, `parseAddress` and `parseName`
 */
export async function suggest(
  tx: Tx,
  actor: AdminActor,
  typed: { readonly email: string | undefined; readonly kind: string | undefined; readonly value: string | undefined },
): Promise<void> {
  await mustAdminister(tx, actor, 'user-admin')
  const { accountId: suggestedBy, organizationId } = actor
  const { key, domain } = parseAddress(typed.email)
  const kind = suggestionKinds.find((each) => each === typed.kind)
  if (!kind) throw new Refusal('domain-claim.suggestion-kind', 422)
  const value = kind === 'name' ? parseName(typed.value) : otherAddress(typed.value, key)
  if (!(await isAtVerifiedDomain(tx, organizationId, domain))) {
    throw new Refusal('domain-claim.suggestion-elsewhere', 422, { domain })
  }
  const { blockedUntil } = await countOne(tx, ofAdmin, hashSecret(`${ofAdmin.name} ${suggestedBy}`))
  if (blockedUntil) throw new Refusal('domain-claim.suggestions-many', 429, { until: blockedUntil })
  await record(tx, actor, 'domain-claim.suggestion-made', { kind })
  await queueJob(tx, 'domain-claim.deliver-suggestion', { organizationId, suggestedBy, emailKey: key, kind, value })
}

function otherAddress(text: string | undefined, key: string): string {
  const address = parseAddress(text)
  if (address.key === key) throw new Refusal('domain-claim.suggestion-same', 422)
  return address.typed
}
