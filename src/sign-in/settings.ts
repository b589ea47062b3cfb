import { duration } from '#platform'

export const signInSettings = {
  UMBEL_SESSION_KEPT: duration('P30D', 'How long “Keep me logged in” lasts.'),
  UMBEL_SESSION_LENGTH: duration(
    'PT24H',
    'How long a log-in lasts that is not kept. It also ends when the browser closes.',
  ),
}
