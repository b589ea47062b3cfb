/** Managed accounts turned off and on (MAN-2), logged out, and helped to a new password (CTL-2). */
export {
  deactivateAccount,
  longestReason,
  mustBeReason,
  reactivateAccount,
} from './deactivate-account.ts'
export { logOutEverywhere, sendPasswordReset } from './log-out-everywhere.ts'
export { mailStanding } from './mail-standing.ts'
