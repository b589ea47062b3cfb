import { duration, whole } from '#platform'

export const signInSettings = {
  UMBEL_SESSION_KEPT: duration('P30D', 'How long “Keep me logged in” lasts.'),
  UMBEL_SESSION_LENGTH: duration(
    'PT24H',
    'How long a log-in lasts that is not kept. It also ends when the browser closes.',
  ),
  UMBEL_ALARM_FAILURES: whole(
    100,
    'From how many failed log-ins in a minute, of all unknown devices together, the alarm is raised, if it is ten times the usual, too.',
    { from: 10, to: 1_000_000 },
  ),
}
