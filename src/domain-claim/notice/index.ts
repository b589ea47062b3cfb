/** What holders see of a claim (DOM-7): mails, the notice, and the choice. */
export { birthNote, birthWords } from './birth-note.ts'
export { type ManagerToBe, managerToBe } from './manager-to-be.ts'
export { type ClaimNotice, daysLeft } from './notice.ts'
export { changesCard, claimChoices, claimTerms } from './parts.ts'
export { queueManaged } from './queue-notices.ts'
export { claimNoticeOf, holderByNotice, setSeen as seeClaimNotice } from './store.ts'
export { noticeCrontab, noticeTasks } from './tasks.ts'
