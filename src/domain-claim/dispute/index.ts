/** Cases: a holder says that the account does not belong to the organization (DOM-9). */
export { caseFor } from './case-for.ts'
export {
  caseName,
  type Dispute,
  type DisputeMessage,
  dueAt,
  isOverdue,
  longestText,
  type Matter,
  matters,
  type Outcome,
  type SeenBy,
  type Subject,
} from './dispute.ts'
export { handOver } from './hand-over.ts'
export { lookForDispute } from './look-for-dispute.ts'
export type { DisputeMailContext } from './mail-dispute.ts'
export { settleDispute, takeDispute } from './mediate.ts'
export { openDispute } from './open-dispute.ts'
export { releaseAccount } from './release-account.ts'
export { settleWithoutSubject } from './settle.ts'
export {
  countDisputes,
  type DisputeState,
  disputeStates,
  disputesIn,
  lastDisputeOf,
  messagesOf,
} from './store.ts'
export { subjectOf } from './subject.ts'
export { disputeCrontab, disputeTasks } from './tasks.ts'
export { withdrawDispute } from './withdraw-dispute.ts'
export { writeMessage } from './write-message.ts'
