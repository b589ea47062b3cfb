import { Refusal } from '#kernel'

/** What the holder of a managed account may ask for (MAN-6): what the organization decides instead of the holder. */
export const requestKinds = ['address', 'deletion', 'release'] as const
export type RequestKind = (typeof requestKinds)[number]

/** `ended`: the organization no longer manages the account, so that there was nothing left to ask. */
export type RequestState = 'open' | 'approved' | 'declined' | 'withdrawn' | 'ended'

export type HolderRequest = {
  readonly id: string
  readonly organizationId: string
  readonly accountId: string
  readonly kind: RequestKind
  /** The address that is wanted: another one of the organization, or a private one. */
  readonly email?: string
  readonly note?: string
  readonly askedAt: Temporal.Instant
  readonly state: RequestState
  readonly answeredAt?: Temporal.Instant
  readonly answeredBy?: string
  readonly reason?: string
}

const longestText = 500

/**
 * What somebody wrote with a request or an answer.
 * @throws Refusal 'managed-account.text-long' 422
 */
export function parseText(text: string | undefined): string | undefined {
  const plain = (text ?? '')
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
  if ([...plain].length > longestText) throw new Refusal('managed-account.text-long', 422, { most: longestText })
  return plain || undefined
}
