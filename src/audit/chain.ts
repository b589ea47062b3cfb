import { createHash } from 'node:crypto'

/**
 * What an entry is to its chain (OPS-1). Both who seals and who checks come here, and nothing here asks a database: whoever
 * has the rows can recompute every hash with nothing but SHA-256.
 */

/** The chain that has every entry. Organizations' chains go by their ids. */
export const platformChain = '00000000-0000-0000-0000-000000000000'

/** An entry as it stands in its table. */
export type Sealable = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly actor_kind: string
  readonly actor_account_id: string | null
  readonly action: string
  readonly account_id: string | null
  readonly organization_id: string | null
  readonly network: string | null
  readonly device: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What a chain begins with: no two begin alike, so none can be shown in another's place. */
export const hashBeforeFirst = (chain: string): Buffer => sha256(`umbel audit ${chain}`)

/** Where an act came from, and what it was about, each as one text. */
export const originOf = ({ network, device }: Sealable): string => JSON.stringify([network, device])
export const detailOf = ({ detail }: Sealable): string =>
  JSON.stringify(Object.entries(detail).sort(([one], [other]) => (one < other ? -1 : 1)))

/** Stands for something personal in the chain; without the salt it tells nothing of it. */
export const digestOf = (salt: Uint8Array, text: string): Buffer => sha256(salt, text)

/** The hash of an entry: of all of it, personal things by their digests, and of everything before it. */
export function hashAfter(before: Uint8Array, entry: Sealable, digests: { origin: Buffer; detail: Buffer }): Buffer {
  const { id, at, actor_kind, actor_account_id, action, account_id, organization_id } = entry
  const plain = [id, at.toString(), actor_kind, actor_account_id, action, account_id, organization_id]
  return sha256(before, JSON.stringify([...plain, digests.origin.toString('hex'), digests.detail.toString('hex')]))
}

/** Nothing personal is left in this part of an entry. */
export const isOriginBlank = ({ network, device }: Sealable): boolean => network === null && device === null
export const isDetailBlank = ({ detail }: Sealable): boolean => Object.keys(detail).length === 0
