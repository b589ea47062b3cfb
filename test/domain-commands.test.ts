import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandLineDomain } from '../bin/commands/domain.ts'
import { commandLineOrganization } from '../bin/commands/organization.ts'
import { someDomains } from './some-domains.ts'

test('ORG-1 DOM-4 operators make organizations, and see domains and how they stand', async (t) => {
  const world = await someDomains(t)
  const said: string[] = []
  t.mock.method(console, 'log', (line: string) => void said.push(line))
  t.mock.method(console, 'error', (line: string) => void said.push(line))
  const open = async () =>
    ({ database: world.database, actor: { kind: 'operator' }, close: async () => undefined }) as never
  const heard = (code: number) => ({ code, text: said.splice(0).join('\n') })
  const organization = async (verb: string, ...args: string[]) => heard(await commandLineOrganization(verb, args, open))
  const domain = async (...args: string[]) => heard(await commandLineDomain('list', args, open))

  await world.account('nora@home.example')
  assert.equal((await organization('add', 'Northwind')).code, 2)
  assert.match(
    (await organization('add', 'Northwind', '--admin', 'nobody@home.example')).text,
    /Nobody here has proved/,
  )
  const made = await organization('add', 'Northwind', '--admin', 'nora@home.example', '--json')
  const { id } = JSON.parse(made.text)
  assert.match((await organization('list')).text, new RegExp(`^${id} {2}Northwind$`))
  assert.equal((await organization('show', 'nonsense')).code, 2)

  const jonas = await world.organization('Acme', 'jonas@home.example')
  await world.verified(jonas, 'acme.example')
  await world.verified(jonas, 'acme-labs.example')
  await world.add(jonas, 'acme-shop.example')
  assert.match((await domain()).text, /^acme-shop\.example +pending \(not looked yet\)/m)
  world.stands.set('acme.example', { dns: ['v=spf1 -all'] })
  await world.pass({ hours: 24 })
  const shown = (await organization('show', jonas.organizationId)).text
  assert.match(shown, /^Acme, since 2026-11-20\n {2}org-admin {4}jonas@home\.example\n/)
  assert.match(shown, /acme-labs\.example +verified by dns\n/)

  const all = (await domain()).text.split('\n')
  assert.equal(all.length, 3)
  assert.match(all[1] ?? '', /^acme-shop\.example +pending \(dns: none, file: unreachable\) +Acme$/)
  assert.match((await domain('--failing')).text, /^acme\.example +failing since 2026-11-21 \(dns: other[^\n]+Acme$/)
  const [failing] = JSON.parse((await domain('--failing', '--json')).text)
  assert.deepEqual([failing.name, failing.organization], ['acme.example', 'Acme'])
})
