export const suggestionKinds = ['address', 'name'] as const
export type SuggestionKind = (typeof suggestionKinds)[number]

/** Another address or name that an organization suggests to the holder of an account that it does not manage (CTL-3). */
export type Suggestion = {
  readonly id: string
  readonly accountId: string
  readonly organizationId: string
  readonly organization: string
  readonly kind: SuggestionKind
  readonly value: string
  readonly suggestedAt: Temporal.Instant
}
