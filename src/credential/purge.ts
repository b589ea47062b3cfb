import type { Statements } from '#platform'
import { purgeLossLinks } from './loss-store.ts'
import { purgeOffers } from './second-step-store.ts'

/** Clears keys that were shown and never proved, and links that nobody followed. */
export async function purgeSecondSteps(on: Statements): Promise<void> {
  await purgeOffers(on)
  await purgeLossLinks(on)
}
