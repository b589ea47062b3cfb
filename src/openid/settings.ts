import { duration } from '#platform'

/** The provider's knobs. */
export const openidSettings = {
  UMBEL_SIGNING_KEY_LIFE: duration('P90D', 'How long a signing key signs before the next one takes over.'),
  UMBEL_SIGNING_KEY_OVERLAP: duration('P1D', 'How long a new signing key is published before it signs.'),
  UMBEL_ACCESS_TOKEN_LIFE: duration('PT1H', 'How long access tokens and ID tokens are good for.'),
  UMBEL_REFRESH_TOKEN_LIFE: duration('P30D', 'How long a refresh token with offline access lives after its last use.'),
} as const
