import { Refusal } from '#kernel'

// Printable ASCII only: what is registered is compared byte by byte with what a request says (RFC 9700 §2.1).
const plain = /^[\x21-\x7e]+$/
const longestUri = 2_000
// Schemes that a browser acts on by itself, or that are somebody else's protocol.
const notOurs = /^(javascript|vbscript|data|blob|file|about|ftp|ws|wss|mailto|tel|view-source|filesystem):$/

/** Whether a host name can only mean the computer it is used on (RFC 6761 §6.3, RFC 8252 §7.3). */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])\.?$/.test(hostname)
}

/**
 * Where people may be sent back to. Kept and compared exactly as given.
 * @throws Refusal 'product.uri-bad' (not an absolute address, a fragment, a wildcard, a user in it),
 *   'product.uri-insecure' (http beyond this computer), 'product.uri-private' (a private-use scheme of a product that is
 *   not public), 'product.uri-repeated'
 */
export function mustBeRedirectUris(uris: readonly string[], isPublic: boolean): void {
  const seen = new Set<string>()
  for (const uri of uris) {
    const url = parsed(uri)
    const web = url.protocol === 'https:' || url.protocol === 'http:'
    if (web) mustBeSecure(url, uri)
    else if (notOurs.test(url.protocol)) throw new Refusal('product.uri-bad', 422, { uri })
    else if (!isPublic) throw new Refusal('product.uri-private', 422, { uri })
    if (seen.has(uri)) throw new Refusal('product.uri-repeated', 422, { uri })
    seen.add(uri)
  }
}

/**
 * The page where people begin in a product.
 * @throws Refusal as of `mustBeRedirectUris`
 */
export function mustBeHomeUrl(uri: string): string {
  const url = parsed(uri)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Refusal('product.uri-bad', 422, { uri })
  mustBeSecure(url, uri)
  return uri
}

/**
 * Where a product's server hears of log-outs and other events. Plain http is for products that keep a secret and stand in the
 * same private network (OpenID Connect Back-Channel Logout 1.0 §2.2).
 * @throws Refusal 'product.uri-bad', 'product.uri-insecure'
 */
export function mustBeServerUrl(uri: string, isPublic: boolean): string {
  const url = parsed(uri)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Refusal('product.uri-bad', 422, { uri })
  if (isPublic) mustBeSecure(url, uri)
  return uri
}

function parsed(uri: string): URL {
  const url = plain.test(uri) && uri.length <= longestUri ? URL.parse(uri) : null
  if (!url || uri.includes('#') || uri.includes('*') || url.username || url.password) {
    throw new Refusal('product.uri-bad', 422, { uri: uri.slice(0, 200) })
  }
  return url
}

function mustBeSecure(url: URL, uri: string): void {
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new Refusal('product.uri-insecure', 422, { uri })
}
