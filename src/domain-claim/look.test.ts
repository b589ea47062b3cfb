import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { aNameServer, type Reply } from '../../test/name-server.ts'
import { anAuthority, aWebServer, type Respond } from '../../test/web-server.ts'
import type { Sight } from './domain.ts'
import { lookAtFile } from './look-at-file.ts'
import { lookInDns } from './look-in-dns.ts'
import { openLooker } from './looker.ts'
import { isPublicAddress } from './public-address.ts'

const token = 'umbel-verify=5b1f9c2ae07d4e13b8a65b1f9c2ae07d'
const name = 'acme.example'

const inDns: readonly (readonly [what: string, zone: Record<string, Reply>, seen: Sight])[] = [
  ['the record alone', { [name]: { txt: [token] } }, { found: [token] }],
  ['among others', { [name]: { txt: ['v=spf1 -all', token] } }, { found: [token] }],
  ['at _umbel below', { [name]: {}, [`_umbel.${name}`]: { txt: [token] } }, { found: [token] }],
  ['in pieces', { [name]: { txt: [['umbel-verify=', '5b1f9c2ae07d4e13', 'b8a65b1f9c2ae07d']] } }, { found: [token] }],
  ['with the zone file’s quotation marks', { [name]: { txt: [`"${token}"`] } }, { found: [token] }],
  ['cut off over UDP, whole over TCP', { [name]: { txt: [token], how: 'cut' } }, { found: [token] }],
  ['only others', { [name]: { txt: ['v=spf1 -all'] } }, { found: ['v=spf1 -all'], trouble: 'other' }],
  ['a longer one', { [name]: { txt: [`${token}0`] } }, { found: [`${token}0`], trouble: 'other' }],
  ['in another case', { [name]: { txt: [token.toUpperCase()] } }, { found: [token.toUpperCase()], trouble: 'other' }],
  ['no record', { [name]: {} }, { found: [], trouble: 'none' }],
  ['no such name', {}, { found: [], trouble: 'no-domain' }],
  ['a server with a fault', { [name]: { code: 'SERVFAIL' } }, { found: [], trouble: 'server' }],
  ['a server that refuses', { [name]: { code: 'REFUSED' } }, { found: [], trouble: 'server' }],
  ['an alias of itself', { [name]: { how: 'loop' } }, { found: [], trouble: 'none' }],
]
for (const [what, zone, seen] of inDns)
  test(`DOM-2 in DNS: ${what}`, async (t) => {
    const server = await aNameServer(t)
    for (const [of, reply] of Object.entries(zone)) server.zone.set(of, reply)
    const { found, trouble } = await lookInDns(name, token, [server.address])
    assert.deepEqual({ found, trouble }, { trouble: undefined, ...seen })
  })

for (const how of ['silent', 'forged', 'other', 'garbage'] as const)
  test(`DOM-2 a name server that is ${how} proves nothing, and does not hold us up`, { timeout: 9_000 }, async (t) => {
    const server = await aNameServer(t)
    server.zone.set(name, { txt: [token], how })
    const started = performance.now()
    const { found, trouble } = await lookInDns(name, token, [server.address])
    assert.deepEqual(found, [])
    assert.match(String(trouble), /^(timeout|server)$/)
    assert.ok(performance.now() - started < 6_000)
  })

test('DOM-2 of very many and very long records only so much is kept, and nothing that cannot be seen', async (t) => {
  const server = await aNameServer(t)
  server.zone.set(name, { how: 'cut', txt: Array.from({ length: 150 }, (_, i) => [`${i} `, 'x'.repeat(255)]) })
  const many = await lookInDns(name, token, [server.address])
  assert.equal(many.trouble, 'other')
  assert.equal(many.found.length, 20)
  server.zone.set(name, { how: 'cut', txt: [Array.from({ length: 20 }, () => 'y'.repeat(255))] })
  assert.ok(((await lookInDns(name, token, [server.address])).found[0]?.length ?? 0) <= 301)
  server.zone.set(name, { txt: ['a\u202eb\u0000c'] })
  assert.deepEqual((await lookInDns(name, token, [server.address])).found, ['a\ufffdb\ufffdc'])
})

async function aSite(t: TestContext, respond: Respond, certified: readonly string[] = [name], until?: Date) {
  const server = await aNameServer(t)
  server.zone.set(name, { a: ['127.0.0.1'] })
  const authority = await anAuthority()
  const web = await aWebServer(t, await authority.certify(certified, until), respond)
  const access = {
    servers: [server.address],
    mayBePrivate: (of: string) => of === name,
    port: web.port,
    ca: authority.pem,
  }
  return { server, web, access, look: () => lookAtFile(name, token, access) }
}

const says =
  (status: number, body: string, headers = {}): Respond =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body)

const asFile: readonly (readonly [what: string, respond: Respond, seen: Sight])[] = [
  ['the token', says(200, token), { found: [token] }],
  ['with a line’s end and a mark of order', says(200, `\ufeff${token}\r\n`), { found: [token] }],
  ['beside another organization’s', says(200, `umbel-verify=0\n${token}\n`), { found: [token] }],
  ['another text', says(200, '<h1>Hello</h1>'), { found: ['<h1>Hello</h1>'], trouble: 'other' }],
  ['an empty file', says(200, ''), { found: [], trouble: 'none' }],
  ['no file', says(404, token), { found: [], trouble: 'none' }],
  ['a fault', says(500, token), { found: [], trouble: 'status' }],
  ['kept from us', says(403, token), { found: [], trouble: 'status' }],
  ['elsewhere', says(302, token, { location: 'https://other.example/' }), { found: [], trouble: 'redirect' }],
  ['too large', says(200, `${token}\n${'x'.repeat(20_000)}`), { found: [], trouble: 'too-large' }],
  [
    'cut off',
    (_q, r) => void r.writeHead(200, { 'content-length': '500' }).write(token, () => r.destroy()),
    {
      found: [],
      trouble: 'unreachable',
    },
  ],
]
for (const [what, respond, seen] of asFile)
  test(`DOM-2 as a file: ${what}`, async (t) => {
    const { look, web } = await aSite(t, respond)
    const { found, trouble } = await look()
    assert.deepEqual({ found, trouble }, { trouble: undefined, ...seen })
    assert.deepEqual(web.asked, [`${name}:${web.port} /.well-known/umbel-verify.txt`])
  })

test('DOM-2 a web server that never ends proves nothing, and does not hold us up', { timeout: 9_000 }, async (t) => {
  const { look } = await aSite(t, (_request, response) => void response.writeHead(200).write(token))
  assert.equal((await look()).trouble, 'timeout')
})

test('DOM-2 the certificate must be good for the very name, and must not have ended', async (t) => {
  const other = await aSite(t, says(200, token), ['other.example'])
  assert.equal((await other.look()).trouble, 'certificate')
  const old = await aSite(t, says(200, token), [name], new Date('2021-01-01'))
  assert.equal((await old.look()).trouble, 'certificate')
  const own = await aSite(t, says(200, token))
  assert.equal((await lookAtFile(name, token, { ...own.access, ca: undefined })).trouble, 'certificate')
  assert.deepEqual([other.web.asked, old.web.asked, own.web.asked], [[], [], []])
})

test('DOM-2 a private address is asked only where whoever runs Umbel allows it', async (t) => {
  const { access, server, web } = await aSite(t, says(200, token))
  const closed = { ...access, mayBePrivate: () => false }
  assert.deepEqual(await lookAtFile(name, token, closed), { found: [], trouble: 'private-address' })
  server.zone.set(name, { aaaa: ['::ffff:127.0.0.1', '::1', 'fd00::1', 'fe80::1'] })
  assert.deepEqual(await lookAtFile(name, token, closed), { found: [], trouble: 'private-address' })
  assert.deepEqual(web.asked, [])
})

test('DOM-2 a web server without an address, or that does not listen, is told apart', async (t) => {
  const { access, server, look } = await aSite(t, says(200, token))
  server.zone.set(name, { txt: ['x'] })
  assert.equal((await look()).trouble, 'no-domain')
  server.zone.delete(name)
  assert.equal((await look()).trouble, 'no-domain')
  server.zone.set(name, { a: ['127.0.0.1'] })
  assert.equal((await lookAtFile(name, token, { ...access, port: 1 })).trouble, 'unreachable')
})

test('DOM-2 the web server is asked only when DNS has no proof, and sub-domains of an allowed domain are allowed', async (t) => {
  const { server, web, access } = await aSite(t, says(200, token), [`shop.${name}`])
  const look = openLooker({ servers: access.servers, privateDomains: [name], web: { port: web.port, ca: access.ca } })
  server.zone.set(`shop.${name}`, { a: ['127.0.0.1'], txt: [token] })
  assert.deepEqual(await look(`shop.${name}`, token), { dns: { found: [token] } })
  assert.deepEqual(web.asked, [])
  server.zone.set(`shop.${name}`, { a: ['127.0.0.1'] })
  const { dns, file } = await look(`shop.${name}`, token)
  assert.equal(dns.trouble, 'none')
  assert.deepEqual(file, { found: [token] })
})

test('DOM-2 which addresses are public', () => {
  const no = [
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.100.1.1', '0.0.0.0'],
    ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '::', '::1', 'fe80::1', 'fd12::1', 'ff02::1'],
    ...['::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', '2002:a00:1::', '2001::1', '2001:db8::1', 'fec0::1'],
  ]
  assert.deepEqual(no.filter(isPublicAddress), [])
  const yes = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1']
  assert.deepEqual(
    yes.filter((each) => !isPublicAddress(each)),
    [],
  )
})
