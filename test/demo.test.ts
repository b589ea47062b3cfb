import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aRunningUmbel } from './running-umbel.ts'

test('OPS-1 npm start has a company that proved its domain at a name server, and finds it as it was left', async (t) => {
  const umbel = await aRunningUmbel(t)
  const isReady = (times: number) => umbel.until(() => umbel.printed().split('Ready in').length > times, 'Ready')
  await isReady(1)
  assert.match(umbel.printed(), new RegExp(`\\nOrganizations +${umbel.url.origin}/organizations +priya\\.raman@`))
  assert.match(umbel.printed(), new RegExp(`\\nName server +${umbel.nameServer.origin} +no log-in; add the records`))

  const [domain, ...more] = await umbel.ask<{ id: string; name: string; token: string; proved_by: string | null }>(
    'select id, name, token, proved_by from organization_domain where verified_at is not null',
  )
  assert.ok(domain)
  assert.deepEqual([domain.name, domain.proved_by, more], ['acme.example.com', 'dns', []])
  assert.deepEqual(
    await umbel.ask(
      `select a.email, r.role from organization_admin r join account a on a.id = r.account_id order by 1`,
    ),
    [
      { email: 'mira.okafor@acme.example.com', role: 'user-admin' },
      { email: 'priya.raman@acme.example.com', role: 'org-admin' },
    ],
  )
  assert.deepEqual(await umbel.ask(`select email from account where email like '%@acme.example.com'`).then(counted), 8)
  assert.deepEqual(await umbel.ask('select from claim').then(counted), 0)
  assert.deepEqual(await umbel.ask('select from site where organization_id is not null').then(counted), 1)
  await records(umbel.nameServer, (page) => assert.ok(page.includes(domain.token)))

  const body = new URLSearchParams({ name: domain.name, value: domain.token })
  await fetch(new URL('/remove', umbel.nameServer), { method: 'POST', body })
  await umbel.kill()
  await umbel.start()
  await isReady(2)
  assert.deepEqual(await umbel.ask('select from organization').then(counted), 1)
  await records(umbel.nameServer, (page) => assert.ok(!page.includes(domain.token)))
})

const counted = (rows: readonly object[]): number => rows.length

async function records(nameServer: URL, check: (page: string) => void): Promise<void> {
  check(await (await fetch(nameServer)).text())
}
