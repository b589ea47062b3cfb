import { Resolver } from 'node:dns/promises'

const longestMs = 5_000
const triesMs = 1_200

/**
 * Asks name servers, for 5 seconds at most in all and twice each. Answers that do not belong to the question are dropped, and
 * one that was cut off is asked for again over TCP (RFC 1035 §4.2.1, RFC 5452 §9).
 * @param servers with their ports; those of this computer when there are none
 */
export async function askDns<T>(servers: readonly string[], ask: (resolver: Resolver) => Promise<T>): Promise<T> {
  const resolver = new Resolver({ timeout: triesMs, tries: 2 })
  if (servers.length > 0) resolver.setServers(servers)
  const patience = setTimeout(() => resolver.cancel(), longestMs)
  try {
    return await ask(resolver)
  } finally {
    clearTimeout(patience)
  }
}

/** What the name servers’ answer means, when it is none. */
export type DnsTrouble = 'none' | 'no-domain' | 'timeout' | 'server'

export function dnsTrouble(error: unknown): DnsTrouble {
  const { code } = error as { code?: string }
  if (code === 'ENOTFOUND') return 'no-domain'
  if (code === 'ENODATA') return 'none'
  return code === 'ETIMEOUT' || code === 'ECANCELLED' ? 'timeout' : 'server'
}
