export { addDomain } from './add-domain.ts'
export { acceptClaim } from './claim/accept-claim.ts'
export { cancelClaim, stopClaim } from './claim/cancel-claim.ts'
export { chooseToMove } from './claim/choose-to-move.ts'
export {
  type Claim,
  type ClaimState,
  isBeforeDate,
  isInForce,
  type LeftOutWhy,
  type Mode,
  modes,
  notice as noticeDays,
  type PersonState,
  personStates,
} from './claim/claim.ts'
export { recordPeopleExport, writePersons, writePreview } from './claim/export-list.ts'
export { accountAt, accountsAt, type Found, type Place as FoundPlace } from './claim/find-store.ts'
export { claimCovering, followAddress } from './claim/follow-address.ts'
export { keepList } from './claim/keep-list.ts'
export { countAtEach, everyAccountAt, everyPersonOf, type ListedPerson, personsOf } from './claim/list-persons.ts'
export { type AddressList, listOf } from './claim/list-store.ts'
export { type OpenClaim, openClaimOf } from './claim/person-store.ts'
export { reachOf } from './claim/reach.ts'
export { listLimits } from './claim/read-addresses.ts'
export { type ClaimWish, startClaim } from './claim/start-claim.ts'
export { type Cover, claimById, claimsOf, claimsUnderWay, coverOf, everyClaim } from './claim/store.ts'
export { type Count, countAt, countPersons, mostCounted as mostPeopleCounted, type StateCount } from './claim/tally.ts'
export { startUnclaim, unclaimOne } from './claim/unclaim.ts'
export { type Unclaim, unclaimsOf } from './claim/unclaim-store.ts'
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
  lookForDispute,
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
  birthNote,
  birthWords,
  type ClaimNotice,
  changesCard,
  claimChoices,
  claimNoticeOf,
  claimTerms,
  daysLeft,
  holderByNotice,
  type ManagerToBe,
  managerToBe,
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
