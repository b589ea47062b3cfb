export { addApp } from './add-app.ts'
export { addPasskey } from './add-passkey.ts'
export { appUri } from './app-code.ts'
export { offerApp } from './app-secret.ts'
export { checkNewPasskey, type NewPasskey } from './check-new-passkey.ts'
export { type CheckedPasskey, checkPasskey } from './check-passkey.ts'
export { endPasskeysSince, endWaysSince } from './end-ways-since.ts'
export { type Hashing, openHashing } from './hashing.ts'
export { credentialHeld } from './held.ts'
export { askAboutLoss, startLoss, stopLoss } from './lose-second-step.ts'
export { type Loss, lossByStopToken, lossLinkByToken, lossOf } from './loss-store.ts'
export { mailPasskey } from './mail-passkey.ts'
export { mailPasswordChanged } from './mail-password-changed.ts'
export { mailLossLink, mailSecondStep } from './mail-second-step.ts'
export {
  boundTo,
  mostPasskeys,
  type Passkey,
  type PasskeyKind,
  parsePasskeyName,
  passkeyKinds,
  type RelyingParty,
  relyingPartyOf,
  userHandleOf,
} from './passkey.ts'
export { askToEnrol, askToProve } from './passkey-options.ts'
export { passkeyById, passkeysOf, purgeChallenges } from './passkey-store.ts'
export { purgeSecondSteps } from './purge.ts'
export { recoveryCodesInASet } from './recovery-code.ts'
export { regainAccess, regainInTime } from './regain-access.ts'
export { removeApp } from './remove-app.ts'
export { removePasskey, whyItStays } from './remove-passkey.ts'
export { renamePasskey } from './rename-passkey.ts'
export { renewRecoveryCodes } from './renew-recovery-codes.ts'
export { mailReset, requestReset } from './request-reset.ts'
export { confirmReset, endReset, resetSecondStep } from './reset-second-step.ts'
export {
  fewRecoveryCodes,
  firstWay,
  hasSecondStepWay,
  type SecondStep,
  type SecondStepWay,
  waysOf,
} from './second-step.ts'
export { secondStepOf, setLastWay } from './second-step-store.ts'
export { changePassword, resetPassword, retirePassword, setFirstPassword } from './set-password.ts'
export { credentialSettings } from './settings.ts'
export {
  deleteResetsOf,
  passwordChangedAt,
  passwordHashOf,
  purgeResets,
  type Reset,
  replaceHash,
  resetByToken,
} from './store.ts'
export { type Judgment, judgePassword } from './strength.ts'
export { turnOffSecondStep } from './turn-off-second-step.ts'
export { turnOnSecondStep } from './turn-on-second-step.ts'
export { useAppCode } from './use-app-code.ts'
export { usePasskey } from './use-passkey.ts'
export { useRecoveryCode } from './use-recovery-code.ts'
