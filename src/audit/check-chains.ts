import { type Database, type Statements, sql, type Tx } from '#platform'
import {
  detailOf,
  digestOf,
  hashAfter,
  hashBeforeFirst,
  isDetailBlank,
  isOriginBlank,
  originOf,
  platformChain,
  type Sealable,
} from './chain.ts'
import { type Chain, chainsIn } from './chain-store.ts'
import { entryNeverSealed, entryOutsideChain, type Link, linksAfter } from './check-store.ts'

const atOnce = 2_000

/**
 * Something that does not fit (OPS-1). `changed`: the entry says something else than it did; `missing`: it is gone, or its place
 * in the chain is; `inserted`: it came into the log by other ways than being recorded; `moved`: it stands in another's place.
 */
export type Fault = {
  readonly what: 'changed' | 'missing' | 'inserted' | 'moved'
  readonly position?: number
  readonly entryId?: number
}

/** What a look at one chain found, up to the first thing that does not fit. */
export type Finding = {
  readonly chain: string
  readonly checked: number
  /** How many of them have lost what was personal, because somebody's account was erased. */
  readonly blanked: number
  readonly head?: { readonly position: number; readonly hash: string }
  readonly fault?: Fault
}

type Progress = (chain: string, checked: number, all: number) => void

/**
 * Recomputes a chain, or all of them, as they are at one moment, a batch at a time, and says of each what does not fit first.
 * @param options.organizationId only that organization's
 */
export async function checkChains(
  database: Database,
  options: { organizationId?: string | undefined; progress?: Progress | undefined } = {},
): Promise<Finding[]> {
  return database.transaction(async (tx) => {
    await tx.run(sql`set transaction isolation level repeatable read, read only`)
    const chains = await chainsIn(tx, options.organizationId)
    const findings: Finding[] = []
    for (const chain of chains.length > 0 ? chains : [emptyChain(options.organizationId ?? platformChain)]) {
      findings.push(await checkChain(tx, chain, options.progress))
    }
    return findings
  })
}

// Before anything was sealed there may be something in the log already that is not to be.
const emptyChain = (chain: string): Chain => {
  const hash = hashBeforeFirst(chain)
  return { chain, gonePosition: 0, goneHash: hash, headPosition: 0, headHash: hash }
}

async function checkChain(tx: Tx, chain: Chain, progress: Progress = () => undefined): Promise<Finding> {
  let { gonePosition: position, goneHash: hash } = chain
  let blanked = 0
  const found = (fault?: Fault): Finding => ({
    chain: chain.chain,
    checked: position - chain.gonePosition,
    blanked,
    fault,
    ...(fault === undefined && { head: { position, hash: hash.toString('hex') } }),
  })
  for (;;) {
    const links = await linksAfter(tx, chain.chain, position, atOnce)
    for (const link of links) {
      const what = misfit(link, position + 1, hash, links)
      if (what)
        return found({
          what,
          position: position + 1,
          entryId: link.position === position + 1 ? link.entry_id : undefined,
        })
      blanked += Number(link.origin_salt === null || link.detail_salt === null)
      position = link.position
      hash = link.hash
    }
    progress(chain.chain, position - chain.gonePosition, chain.headPosition - chain.gonePosition)
    if (links.length < atOnce) break
  }
  if (position !== chain.headPosition || !hash.equals(chain.headHash))
    return found({ what: 'missing', position: position + 1 })
  return found(await strayIn(tx, chain.chain))
}

/** What is wrong with a link of the chain, if anything. */
function misfit(link: Link, position: number, before: Buffer, near: readonly Link[]): Fault['what'] | undefined {
  const { entry } = link
  if (link.position !== position || !entry) return 'missing'
  const digests = digestsOf(link, entry)
  if (!digests) return 'changed'
  if (hashAfter(before, entry, digests).equals(link.hash)) return undefined
  // Another one fits here, or would with the hash that stands here: so it was moved, not changed.
  const isMoved = near.some((other) => {
    const theirs = other.entry && other !== link && digestsOf(other, other.entry)
    if (!other.entry || !theirs) return false
    const hash = hashAfter(before, other.entry, theirs)
    return hash.equals(other.hash) || hash.equals(link.hash)
  })
  return isMoved ? 'moved' : 'changed'
}

/** The digests of what is personal, if they are those of what stands there; without a salt nothing may stand there. */
function digestsOf(link: Link, entry: Sealable): { origin: Buffer; detail: Buffer } | undefined {
  const { origin_salt, origin_digest: origin, detail_salt, detail_digest: detail } = link
  if (!origin || !detail) return undefined
  const isOrigin = origin_salt ? digestOf(origin_salt, originOf(entry)).equals(origin) : isOriginBlank(entry)
  const isDetail = detail_salt ? digestOf(detail_salt, detailOf(entry)).equals(detail) : isDetailBlank(entry)
  return isOrigin && isDetail ? { origin, detail } : undefined
}

/** What is in the log and in no chain, or was to be sealed and is gone. */
async function strayIn(on: Statements, chain: string): Promise<Fault | undefined> {
  const inserted = await entryOutsideChain(on, chain)
  if (inserted !== undefined) return { what: 'inserted', entryId: inserted }
  const missing = chain === platformChain ? await entryNeverSealed(on) : undefined
  return missing === undefined ? undefined : { what: 'missing', entryId: missing }
}
