export { addDomain } from './add-domain.ts'
export { acceptClaim } from './claim/accept-claim.ts'
export { cancelClaim, stopClaim } from './claim/cancel-claim.ts'
export { chooseToMove } from './claim/choose-to-move.ts'
export { type Claim, type ClaimState, isBeforeDate, isInForce, type Mode, type PersonState } from './claim/claim.ts'
export { claimCovering, followAddress } from './claim/follow-address.ts'
export { type OpenClaim, openClaimOf } from './claim/person-store.ts'
export { type ClaimWish, startClaim } from './claim/start-claim.ts'
export { type Cover, claimById, claimsOf, coverOf } from './claim/store.ts'
export { startUnclaim, unclaimOne } from './claim/unclaim.ts'
export { lastContestOf, openContestsOf } from './contest-store.ts'
export {
  caseFor,
  caseName,
  countDisputes,
  type Dispute,
  type DisputeMessage,
  type DisputeState,
  disputeStates,
  disputesIn,
  dueAt,
  handOver,
  isOverdue,
  lastDisputeOf,
  longestText,
  type Matter,
  matters,
  messagesOf,
  type Outcome,
  openDispute,
  releaseAccount,
  type SeenBy,
  type Subject,
  settleDispute,
  settleWithoutSubject,
  subjectOf,
  takeDispute,
  withdrawDispute,
  writeMessage,
} from './dispute/index.ts'
export {
  type Contest,
  type Domain,
  type Finding,
  freezesAt,
  isFailing,
  isFrozen,
  isTokenGood,
  isVerified,
  lapsesAt,
  type Sight,
  type Trouble,
  type Way,
} from './domain.ts'
export { looksOf, readable } from './domain-name.ts'
export { domainClaimHeld } from './held.ts'
export { lookAtContest } from './look-at-contest.ts'
export { filePath } from './look-at-file.ts'
export { lookNow } from './look-now.ts'
export { type Looker, openLooker } from './looker.ts'
export { mailProviders } from './mail-providers.ts'
export { mustNotWait } from './must-not-wait.ts'
export {
  type ClaimNotice,
  changesCard,
  claimChoices,
  claimNoticeOf,
  claimTerms,
  daysLeft,
  holderByNotice,
  noticeCrontab,
  noticeTasks,
  queueManaged,
  seeClaimNotice,
} from './notice/index.ts'
export { removeDomain } from './remove-domain.ts'
export { renewToken } from './renew-token.ts'
export { domainClaimSettings } from './settings.ts'
export { domainById, domainsOf, everyDomain } from './store.ts'
export {
  acceptSuggestion,
  ignoreSuggestion,
  type Suggestion,
  type SuggestionKind,
  suggest,
  suggestionKinds,
  suggestionsFor,
} from './suggestion/index.ts'
export { domainCrontab, domainTasks } from './tasks.ts'
