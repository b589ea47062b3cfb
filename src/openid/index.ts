import './runtime-notice.ts'

export { forgetAccount, forgetSessions } from './forget-sessions.ts'
export { openidHeld } from './held.ts'
export { housePages } from './house-pages.ts'
export { publishedKeys as signingKeysInUse } from './key-store.ts'
export { oweErasures } from './owe-erasures.ts'
export { oweStanding } from './owe-standing.ts'
export type { Form, Html, PageContext, PageProduct, Pages, Problem } from './pages.ts'
export { plainPages } from './plain-pages.ts'
export { productsOfSessions } from './products-of-sessions.ts'
export { type OpenidProvider, openidKeyPlan, openProvider } from './provider.ts'
export {
  type Acquaintance,
  acquaintancesOf,
  type EventReceipt,
  eventsOf,
  type Receipt,
  receiptsOf,
  type TroubledNotice,
  troubledNotices,
} from './receipt-store.ts'
export { replayNotices } from './replay-notices.ts'
export { type KeyPlan, rotateSigningKeys } from './rotate-signing-keys.ts'
export { openidSettings } from './settings.ts'
export { sharedClaims } from './shared-claims.ts'
