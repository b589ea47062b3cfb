/** Pages of logging in, signing up and getting back in: data in, a whole document out, nothing read or written. */
export { type Choice, type ChoosePage, choosePage } from './choose.ts'
export * from './ends.ts'
export { type IdentifyPage, identifyPage } from './identify.ts'
export type { PageProduct } from './parts.ts'
export * from './password.ts'
export * from './reset.ts'
export * from './sign-up.ts'
export * from './verify-email.ts'
