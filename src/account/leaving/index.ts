/** Leaving (ACC-9): asked for, kept after all, or erased when the time is up. */
export { askToDelete, freedAddress } from './ask-to-delete.ts'
export { eraseAccount } from './erase.ts'
export { endDecidedDeletion, keepAccount, keepUnderAddress } from './keep-account.ts'
export { askForNewHome } from './mail-deletion.ts'
export {
  type Deletion,
  deletionByToken,
  deletionOf,
  isLastOperator,
  type NewHome,
  newHomeByToken,
} from './store.ts'
export { leavingCrontab, leavingTasks } from './tasks.ts'
