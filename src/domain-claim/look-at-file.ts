import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { askDns, dnsTrouble } from './ask-dns.ts'
import type { Sight, Trouble } from './domain.ts'
import { isPublicAddress } from './public-address.ts'
import { sightOf } from './sight.ts'

/** Where the file has to be (RFC 8615). */
export const filePath = '/.well-known/umbel-verify.txt'

const longestMs = 5_000
const mostBytes = 10_000
// A server that answers under none of its first addresses is not there.
const mostAddresses = 3

/** How web servers are reached. */
export type FileAccess = {
  readonly servers: readonly string[]
  /** Whether a domain’s web server may have an address in a private network. */
  readonly mayBePrivate: (name: string) => boolean
  readonly port?: number
  /** A certificate authority besides those that Node trusts. */
  readonly ca?: string
}

/**
 * Looks for the token in the file at its fixed address (DOM-2): over HTTPS with a certificate that is good for the name, without
 * following redirects, and at no private address. The connection goes to the very address that was checked, so a name
 * server cannot answer twice differently.
 */
export async function lookAtFile(name: string, token: string, access: FileAccess): Promise<Sight> {
  const addresses = await addressesOf(name, access.servers)
  if (typeof addresses === 'string') return { found: [], trouble: addresses }
  const allowed = access.mayBePrivate(name) ? addresses : addresses.filter(isPublicAddress)
  if (allowed.length === 0) return { found: [], trouble: 'private-address' }
  const signal = AbortSignal.timeout(longestMs)
  let seen: Seen = 'unreachable'
  for (const address of allowed.slice(0, mostAddresses)) {
    seen = await fetchFrom(address, name, access, signal)
    if (seen !== 'unreachable') break
  }
  if (typeof seen === 'string') return { found: [], trouble: seen }
  return sightOf(seen.lines, token)
}

type Seen = Trouble | { readonly lines: readonly string[] }

async function addressesOf(name: string, servers: readonly string[]): Promise<string[] | Trouble> {
  try {
    return await askDns(servers, async (resolver) => {
      const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
      const found = [four, six].flatMap((each) => (each.status === 'fulfilled' ? each.value : []))
      if (found.length === 0 && four.status === 'rejected') throw four.reason
      return found.length > 0 ? found : 'no-domain'
    })
  } catch (error) {
    const trouble = dnsTrouble(error)
    return trouble === 'none' ? 'no-domain' : trouble
  }
}

function fetchFrom(address: string, name: string, access: FileAccess, signal: AbortSignal): Promise<Seen> {
  const { port = 443, ca } = access
  return new Promise((resolve) => {
    const asking = request(
      {
        host: address,
        port,
        path: filePath,
        servername: name,
        headers: { host: port === 443 ? name : `${name}:${port}`, accept: 'text/plain', 'user-agent': 'Umbel' },
        ca,
        agent: false,
        maxHeaderSize: 16_384,
        signal,
      },
      (response) => void read(response).then(resolve, (error) => resolve(troubleOf(error))),
    )
    asking.on('error', (error) => resolve(troubleOf(error)))
    asking.end()
  })
}

async function read(response: IncomingMessage): Promise<Seen> {
  const status = response.statusCode ?? 0
  try {
    if (status >= 300 && status < 400) return 'redirect'
    if (status === 404 || status === 410) return 'none'
    if (status !== 200) return 'status'
    const parts: Buffer[] = []
    let size = 0
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length
      if (size > mostBytes) return 'too-large'
      parts.push(part)
    }
    return { lines: new TextDecoder().decode(Buffer.concat(parts)).split(/\r\n|\r|\n/) }
  } finally {
    response.destroy()
  }
}

const ofCertificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|CRL_)/

function troubleOf(error: unknown): Trouble {
  const { code = '', name = '' } = error as { code?: string; name?: string }
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ABORT_ERR' || code === 'ETIMEDOUT') return 'timeout'
  return ofCertificate.test(code) ? 'certificate' : 'unreachable'
}
