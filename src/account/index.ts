export { type Account, isVerified, type Kind, kindOf, type Manager, namesOf, parseName } from './account.ts'
export { askAddressChange } from './change-address/ask-address-change.ts'
export { assignAddresses } from './change-address/assign-addresses.ts'
export type { Assigned, Assignment } from './change-address/assign-store.ts'
export { cancelAddressChange } from './change-address/cancel-address-change.ts'
export { confirmAddressChange } from './change-address/confirm-address-change.ts'
export { dropAddressChange } from './change-address/drop-address-change.ts'
export { addressTakenMail } from './change-address/mails.ts'
export { changeByLink, changeOf, keptForAnother, lockAccount, undoByToken } from './change-address/store.ts'
export { addressTasks } from './change-address/tasks.ts'
export { undoAddressChange } from './change-address/undo-address-change.ts'
export { changeLanguage } from './change-language.ts'
export { changeName } from './change-name.ts'
export { changePublicName } from './change-public-name.ts'
export { changeVisibility } from './change-visibility.ts'
export { type Action, actions, type Part, parts, type Verdict, verdictOn } from './control.ts'
export { createAccount } from './create-account.ts'
export { createProvedAccount } from './create-proved-account.ts'
export { accountHeld } from './held.ts'
export {
  askForNewHome,
  askToDelete,
  type Deletion,
  deletionByToken,
  deletionOf,
  endDecidedDeletion,
  eraseAccount,
  freedAddress,
  isLastOperator,
  keepAccount,
  keepUnderAddress,
  leavingCrontab,
  leavingTasks,
  type NewHome,
  newHomeByToken,
} from './leaving/index.ts'
export { mailProof, mayMailProof } from './mail-proof.ts'
export { keptAddressMail } from './mails.ts'
export { accountUnder, mustControl } from './must-control.ts'
export { mustOperate } from './must-operate.ts'
export { accountNames } from './names.ts'
export { changePicture } from './picture/change-picture.ts'
export { keepUpload } from './picture/keep-upload.ts'
export { cutPicture, readPicture } from './picture/make-picture.ts'
export { type Crop, parseCrop, pictureLimits, wholeMiddle, zooms } from './picture/picture.ts'
export { removePicture } from './picture/remove-picture.ts'
export { pictureRoutes } from './picture/routes.ts'
export { pictureOf, uploadOf, uploadSizeOf } from './picture/store.ts'
export {
  type Audience,
  type Field,
  fields,
  isVisibleTo,
  parseZone,
  type Visibility,
} from './profile.ts'
export { proveAddress, proveByCode } from './prove-address.ts'
export { purgeChanges, purgeUnverified } from './purge.ts'
export { resendProof } from './resend-proof.ts'
export {
  activeToday,
  deactivate,
  holdActive,
  manage,
  noteActive,
  reactivate,
  restore,
  suspend,
  type Unmanaged,
  unmanage,
} from './standing/index.ts'
export { proofTimes, startProof } from './start-proof.ts'
export {
  accountById,
  candidateFor,
  deleteUnverifiedAccount,
  holderOf,
  insertOperator,
  isOperator,
  type Proof,
  proofByLink,
  proofOf,
} from './store.ts'
export { todaysZone, type ZoneGroup, zonesByRegion } from './zones.ts'
