import { BlockList, isIPv4 } from 'node:net'

const notPublic = new BlockList()
for (const [net, prefix] of [
  ...(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'] as const),
  ...(['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'] as const),
  ...(['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'] as const),
].map((range) => range.split('/') as [string, string]))
  notPublic.addSubnet(net, Number(prefix), 'ipv4')

// Of IPv6 only this is given to public networks (IANA’s registry); within it, what carries an IPv4 address could lead anywhere.
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv6')

/** Whether an address is in a public network (RFC 6890), so that asking it cannot reach into ours. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublic.check(address, 'ipv4')
  return global.check(address, 'ipv6') && !notPublic.check(address, 'ipv6')
}
