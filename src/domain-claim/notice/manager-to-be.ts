import { parseAddress, Refusal } from '#kernel'
import type { Statements } from '#platform'
import { claimCovering } from '../claim/follow-address.ts'
import { readable } from '../domain-name.ts'

/** Who will manage whichever account proves an address (DOM-6). */
export type ManagerToBe = { readonly organization: string; readonly domain: string }

/**
 * Who manages accounts of an address’s domain from birth, if anybody does. It depends on the domain alone, so it tells nobody
 * whether an address has an account (ACC-5).
 */
export async function managerToBe(on: Statements, address: string | undefined): Promise<ManagerToBe | undefined> {
  const key = address === undefined ? undefined : keyOf(address)
  const cover = key && (await claimCovering(on, key))
  return cover ? { organization: cover.organization, domain: readable(cover.domain) } : undefined
}

/** What was typed may be no address yet. */
function keyOf(typed: string): string | undefined {
  try {
    return parseAddress(typed).key
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
