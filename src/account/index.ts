export { type Account, isVerified, type Kind, kindOf, type Manager, namesOf, parseName } from './account.ts'
export { changeName } from './change-name.ts'
export { type Action, actions, type Part, parts, type Verdict, verdictOn } from './control.ts'
export { createAccount } from './create-account.ts'
export { createProvedAccount } from './create-proved-account.ts'
export { mailProof } from './mail-proof.ts'
export { proveAddress, proveByCode } from './prove-address.ts'
export { purgeUnverified } from './purge.ts'
export { resendProof } from './resend-proof.ts'
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
