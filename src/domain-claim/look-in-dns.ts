import type { Resolver } from 'node:dns/promises'
import { askDns, type DnsTrouble, dnsTrouble } from './ask-dns.ts'
import type { Sight } from './domain.ts'
import { sightOf } from './sight.ts'

const mostRecords = 100
const mostCharacters = 64 * 1024

type Answer = { readonly records: readonly string[]; readonly trouble?: DnsTrouble }

/**
 * Looks for the token among the TXT records of a domain, and of `_umbel.` below it for those whose domain is somebody else’s
 * alias (DOM-2). A record comes in pieces of 255 characters, which belong together (RFC 7208 §3.3).
 */
export async function lookInDns(name: string, token: string, servers: readonly string[]): Promise<Sight> {
  const [itself, below] = await askDns(servers, (resolver) =>
    Promise.all([textsOf(resolver, name), textsOf(resolver, `_umbel.${name}`)]),
  )
  const records = [...itself.records, ...below.records]
  if (records.length === 0) return sightOf(records, token, itself.trouble)
  // Where a name server said nothing, the record may have been.
  const isOpen = itself.trouble === 'timeout' || itself.trouble === 'server'
  const missed = isOpen ? itself.trouble : below.trouble
  return sightOf(records, token, isOpen || missed === 'timeout' ? missed : undefined)
}

async function textsOf(resolver: Resolver, name: string): Promise<Answer> {
  try {
    // Node reads one character from each byte; people write UTF-8.
    const records = (await resolver.resolveTxt(name)).map((pieces) => Buffer.from(pieces.join(''), 'latin1').toString())
    return { records: bounded(records) }
  } catch (error) {
    return { records: [], trouble: dnsTrouble(error) }
  }
}

function bounded(records: readonly string[]): string[] {
  let left = mostCharacters
  return records.slice(0, mostRecords).filter((record) => {
    left -= record.length
    return left >= 0
  })
}
