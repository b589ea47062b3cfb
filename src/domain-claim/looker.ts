import type { Finding } from './domain.ts'
import { type FileAccess, lookAtFile } from './look-at-file.ts'
import { lookInDns } from './look-in-dns.ts'

/** Looks for a domain’s token, in DNS first, and in the web server’s file when it is not there. Takes 15 seconds at most. */
export type Looker = (name: string, token: string) => Promise<Finding>

/**
 * @param options.servers name servers; those of this computer when there are none
 * @param options.privateDomains whose web servers may have private addresses, each with those below it
 * @param options.web another port, and an authority besides those that Node trusts
 */
export function openLooker(options: {
  servers: readonly string[]
  privateDomains: readonly string[]
  web?: Pick<FileAccess, 'port' | 'ca'>
}): Looker {
  const { servers, privateDomains, web } = options
  const mayBePrivate = (name: string) => privateDomains.some((each) => name === each || name.endsWith(`.${each}`))
  return async (name, token) => {
    const dns = await lookInDns(name, token, servers)
    if (!dns.trouble) return { dns }
    return { dns, file: await lookAtFile(name, token, { servers, mayBePrivate, ...web }) }
  }
}
