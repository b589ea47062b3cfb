/** The holder's own pages: data in, a whole document out, nothing read or written. */
export * from './address.ts'
export {
  type CasePage,
  caseCard,
  casePage,
  type NotMinePage,
  notMineCard,
  notMinePage,
  withdrawCasePage,
} from './case.ts'
export { casePill, matterWords, saidList, type TextArea, textArea } from './case-parts.ts'
export { type ClaimCard, claimCard, type Onward, onwardLine } from './claim-card.ts'
export { type DeleteAccountPage, deleteAccountPage, leavingPage, type WhatGoes } from './delete-account.ts'
export * from './devices.ts'
export { type ActivityEntry, whatHappened, whoDidIt } from './entries.ts'
export { type ExportPage, exportPage } from './export.ts'
export {
  type Ability,
  abilitiesCard,
  adminActivityCard,
  managerCard,
  type OrganizationPage,
  organizationPage,
} from './organization.ts'
export * from './passkeys.ts'
export * from './picture.ts'
export * from './products.ts'
export { type ControlRow, type ProfilePage, profilePage } from './profile.ts'
export {
  type ChangeNamePage,
  changeNamePage,
  type LanguagePage,
  languageAndTimePage,
  publicNamePage,
} from './profile-forms.ts'
export { type ReceiptsPage, receiptsPage } from './receipts.ts'
export * from './release.ts'
export { type AskPage, askPage, type RequestsCard, requestsCard } from './requests.ts'
export { lossNote } from './second-step-cards.ts'
export * from './security.ts'
export { type SharedPage, sharedPage } from './shared.ts'
export * from './two-step.ts'
