import { duration } from '#platform'

export const helpSettings = {
  UMBEL_FEEDBACK_KEPT: duration('P365D', 'How long it is kept whether a help article helped.'),
}
