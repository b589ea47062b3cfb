export { changeAddress } from './address/change-address.ts'
export {
  type BulkAct,
  type BulkResult,
  type BulkRun,
  bulkActs,
  type Chosen,
  cancelRun,
  isUnderWay,
  mostChosen,
  type Outcome,
  recordResultsExport,
  resultsOf,
  roleFor,
  runIn,
  runsOf,
  startRun,
  workRun,
  writeResults,
} from './bulk/index.ts'
export { decidingCrontab, decidingTasks } from './deciding-tasks.ts'
export { endDeciding } from './end-deciding.ts'
export { managedAccountHeld } from './held.ts'
export { deleteManaged, keepManaged } from './leaving/delete-account.ts'
export {
  countAccounts,
  countManaged,
  isFiltered,
  type ListedAccount,
  type ListPlace,
  listAccounts,
  managingDomains,
  type Order,
  orderIn,
  placeIn,
  placeText,
  queryOfWanted,
  recordListExport,
  type Search,
  type State,
  searchFor,
  states,
  twoSteps,
  uses,
  type Wanted,
  type WantedName,
  wantedFrom,
  wantedIn,
  wantedNames,
  writeAccounts,
} from './list/index.ts'
export { managingCrontab, managingTasks } from './managing-tasks.ts'
export { accountToDecide } from './must-decide.ts'
export { changeManagedName, removeManagedPicture } from './profile.ts'
export {
  declineRelease,
  finishRelease,
  type Home,
  nameHome,
  offerRelease,
  type Release,
  releaseByLink,
  releaseOf,
  takeBackRelease,
} from './release/index.ts'
export {
  beginRename,
  cancelRename,
  isUnderWay as isRenaming,
  type Obstacle,
  type Rename,
  type RenameRow,
  type RowState,
  renameById,
  renamesOf,
  rowStates,
  rowsOf,
  startRename,
  writePlan,
} from './rename/index.ts'
export {
  type Asked,
  answeredRequests,
  approveRequest,
  askedById,
  askFor,
  countOpenRequests,
  declineRequest,
  type HolderRequest,
  openRequests,
  type RequestKind,
  type RequestState,
  requestKinds,
  requestsOf,
  withdrawRequest,
} from './requests/index.ts'
export {
  deactivateAccount,
  logOutEverywhere,
  longestReason,
  reactivateAccount,
  sendPasswordReset,
} from './standing/index.ts'
