/** Release (MAN-5): an account leaves its organization for a private address that its holder proves. */
export { declineRelease, nameHome } from './agree.ts'
export { finishRelease } from './finish-release.ts'
export { offerRelease, takeBackRelease } from './offer-release.ts'
export type { Home, Release } from './release.ts'
export { releaseByLink, releaseOf } from './store.ts'
