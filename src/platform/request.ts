import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import Bowser from 'bowser'

/** What kind of thing a device is, for its picture. */
export type DeviceKind = 'computer' | 'phone' | 'tablet'

const longestAgent = 400
export const unknownDevice = 'Unknown device'
export const unknownBrowser = 'Unknown browser'

/**
 * Names a device from what its browser says of itself: `Chrome on macOS`. A name for people, never a proof. It is kept in
 * English; pages say it in the reader's words (`Say.device`).
 */
export function deviceOf(userAgent: string | undefined): string {
  if (!userAgent) return unknownDevice
  const agent = Bowser.parse(userAgent.slice(0, longestAgent))
  const browser = agent.browser.name ?? unknownBrowser
  const system = agent.platform.model ?? agent.os.name
  return system ? `${browser} on ${system}` : browser
}

/** The kind of device behind a name that `deviceOf` made. */
export function deviceKindOf(device: string): DeviceKind {
  if (/iPad|Tablet/i.test(device)) return 'tablet'
  return /iPhone|Android|Phone|iOS/i.test(device) ? 'phone' : 'computer'
}

/** Reads which proxies may say who the visitor is: addresses and CIDR ranges. */
export function trustedProxies(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/**
 * The network address a request comes from. `X-Forwarded-For` counts only as far as it was written by proxies that the
 * operator trusts (read from the right), so nobody can choose an address.
 */
export function networkOf(request: IncomingMessage, trusted: BlockList): string {
  const plain = (address: string) => address.replace(/^::ffff:/, '')
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  let address = plain(request.socket.remoteAddress ?? '')
  const header = request.headers['x-forwarded-for']
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((hop) => plain(hop.trim()))
  while (isTrusted(address)) {
    const next = hops.pop()
    if (next === undefined || isIP(next) === 0) break
    address = next
  }
  return address
}

/** The part of an address that one subscriber holds: a whole IPv4 address, the /64 of an IPv6 one. */
export function subscriberOf(network: string): string {
  if (isIP(network) !== 6) return network
  const [head = '', tail] = network.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** A path of ours to return to, or `/`: never another site's address, however it is written (RFC 9700 §4.11). */
export function safePath(text: string | undefined): string {
  if (!text || text.length > 2_000 || !text.startsWith('/') || /^\/[/\\]|[\p{Cc}\\]/u.test(text)) return '/'
  const url = URL.parse(text, 'http://umbel.invalid')
  // Taking `..` out may leave what begins with two slashes, which is another host again.
  return url?.origin === 'http://umbel.invalid' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}
