/** Pages of logging in, signing up and getting back in: data in, a whole document out, nothing read or written. */
export { type Choice, type ChoosePage, choosePage } from './choose.ts'
export * from './claim-notice.ts'
export { type DeactivatedPage, deactivatedPage } from './deactivated.ts'
export * from './ends.ts'
export * from './google.ts'
export { type IdentifyPage, identifyPage } from './identify.ts'
export * from './keep.ts'
export * from './lost-second-step.ts'
export { type NotMePage, notMeDonePage, notMeGonePage, notMePage } from './not-me.ts'
export { type NotMinePage, notMinePage } from './not-mine.ts'
export type { PageProduct } from './parts.ts'
export { type PasskeyPage, passkeyOffer, passkeyPage } from './passkey.ts'
export * from './password.ts'
export * from './reset.ts'
export {
  codePausedPage,
  lacksSecondStepPage,
  otherWays,
  pathOfWay,
  recoveryPage,
  type SecondStepPage,
  totpPage,
  trustBox,
} from './second-step.ts'
export * from './sign-up.ts'
export * from './verify-email.ts'
