import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import packet from 'dns-packet'
import { lookInDns } from '../../src/domain-claim/look-in-dns.ts'
import { aFolder, aFreePort } from '../../test/folder.ts'
import { type NameServer, openNameServer } from './name-server.ts'

const name = 'acme-labs.example.com'
const value = 'umbel-verify=0123456789abcdef0123456789abcdef'

test('DOM-2 a record that is added proves a domain to Umbel’s own look at once, and no longer when it is removed', async (t) => {
  const { server } = await aNameServer(t)
  const look = () => lookInDns(name, value, [`127.0.0.1:${server.dnsPort}`])
  assert.equal((await look()).trouble, 'no-domain')
  assert.equal((await send(server, '/add', { name, value: 'another one' })).status, 303)
  assert.equal((await look()).trouble, 'other')
  await send(server, '/add', { name, value })
  assert.equal((await look()).trouble, undefined)
  await send(server, '/remove', { name, value })
  assert.equal((await look()).trouble, 'other')
})

test('RFC 1035 resolvers get long answers, over TCP where they must', async (t) => {
  const { server } = await aNameServer(t)
  const texts = Array.from({ length: 50 }, (_, at) => `${String(at).padStart(2, '0')} ${'ü'.repeat(498)}`)
  for (const text of texts) await send(server, '/add', { name, value: text })
  const resolver = new Resolver({ timeout: 2_000 })
  resolver.setServers([`127.0.0.1:${server.dnsPort}`])
  const found = (await resolver.resolveTxt(name)).map((pieces) => Buffer.from(pieces.join(''), 'latin1').toString())
  assert.deepEqual(found.toSorted(), texts)
  await assert.rejects(resolver.resolveTxt('example.org'), { code: 'ENOTFOUND' })
  await assert.rejects(resolver.resolve4(name), { code: 'ENODATA' })
})

test('RFC 7766 several questions of one connection are answered, however they are cut into pieces', async (t) => {
  const { server } = await aNameServer(t)
  await send(server, '/add', { name, value })
  const questions = [1, 2].map((id) => packet.streamEncode({ type: 'query', id, questions: [{ type: 'TXT', name }] }))
  const socket = connect(server.dnsPort, '127.0.0.1')
  t.after(() => socket.destroy())
  const sent = Buffer.concat(questions)
  socket.write(sent.subarray(0, 1))
  socket.write(sent.subarray(1, 30))
  socket.write(sent.subarray(30))
  let came = Buffer.alloc(0)
  const ids: (number | undefined)[] = []
  for await (const part of socket) {
    came = Buffer.concat([came, part])
    while (came.length >= 2 && came.length >= 2 + came.readUInt16BE()) {
      ids.push(packet.decode(came, 2).id)
      came = came.subarray(2 + came.readUInt16BE())
    }
    if (ids.length === 2) break
  }
  assert.deepEqual(ids, [1, 2])
})

test('RFC 1035 what is no question over UDP is not answered, and the next one is', async (t) => {
  const { server } = await aNameServer(t)
  const udp = createSocket('udp4')
  t.after(() => udp.close())
  const question = { type: 'TXT', name } as const
  for (const message of [
    Buffer.from('no'),
    packet.encode({ type: 'response', id: 1, questions: [question] }),
    packet.encode({ type: 'query', id: 2, questions: [question] }),
  ])
    udp.send(message, server.dnsPort, '127.0.0.1')
  const [answer] = await once(udp, 'message')
  assert.equal(packet.decode(answer).id, 2)
})

test('DOM-2 records outlive a restart, and a file that cannot be read is not written over', async (t) => {
  const { folder, server } = await aNameServer(t)
  await send(server, '/add', { name: `${name.toUpperCase()}.`, value: ` ${value} ` })
  await send(server, '/add', { name, value })
  await server.close()
  const again = await openNameServer({ folder, dnsPort: 0, webPort: 0 })
  const page = await (await fetch(`http://localhost:${again.webPort}/`)).text()
  assert.equal(page.split('<li>').length, 2)
  assert.ok(page.includes(value))
  await again.close()
  writeFileSync(join(folder, 'records.json'), '[{')
  await assert.rejects(openNameServer({ folder, dnsPort: 0, webPort: 0 }), /records\.json cannot be read/)
})

test('OPS-1 as a process it serves, ends in order when told, and says which setting moves a taken port', async (t) => {
  const [dns, web] = [await aFreePort(), await aFreePort()]
  const settings = {
    UMBEL_NAME_SERVER_FOLDER: aFolder(t),
    UMBEL_NAME_SERVER_DNS_PORT: `${dns}`,
    UMBEL_NAME_SERVER_PORT: `${web}`,
  }
  const start = () =>
    spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env: { ...process.env, ...settings } })
  const first = start()
  assert.match(String((await once(first.stdout, 'data'))[0]), /names are answered at/)
  assert.equal((await fetch(`http://localhost:${web}/healthz`)).status, 200)
  first.kill('SIGTERM')
  assert.deepEqual(await once(first, 'exit'), [0, null])
  const squatter = createServer().listen(dns, '127.0.0.1')
  await once(squatter, 'listening')
  const second = start()
  let said = ''
  second.stderr.on('data', (text) => (said += text))
  assert.deepEqual(await once(second, 'close'), [1, null])
  assert.match(said, /UMBEL_NAME_SERVER_DNS_PORT/)
  squatter.close()
})

async function aNameServer(t: TestContext): Promise<{ folder: string; server: NameServer }> {
  const folder = aFolder(t)
  const server = await openNameServer({ folder, dnsPort: 0, webPort: 0 })
  let isOpen = true
  t.after(() => isOpen && server.close())
  const close = async () => {
    isOpen = false
    await server.close()
  }
  return { folder, server: { ...server, close } }
}

function send(server: NameServer, path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields)
  return fetch(`http://localhost:${server.webPort}${path}`, { method: 'POST', body, redirect: 'manual' })
}
