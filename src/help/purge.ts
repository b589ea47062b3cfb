import type { Statements } from '#platform'
import { deleteFeedbackBefore, deleteMessagesBefore, forgetReasonKeys, forgetReasons } from './store.ts'

/** How long messages and reasons are kept; the page about privacy says so. */
export const keptDays = 180
const reasonKeyHours = 24

/**
 * Drops messages, and the reasons that people gave, after 180 days: both may tell of persons. That an article helped or
 * did not tells of nobody, and stays for longer.
 * @param feedbackKept a length that may be in years
 */
export async function purgeHelp(on: Statements, feedbackKept: Temporal.Duration): Promise<void> {
  const old = on.now.subtract({ hours: 24 * keptDays })
  await deleteMessagesBefore(on, old)
  await forgetReasons(on, old)
  await forgetReasonKeys(on, on.now.subtract({ hours: reasonKeyHours }))
  await deleteFeedbackBefore(on, on.now.toZonedDateTimeISO('UTC').subtract(feedbackKept).toInstant())
}
