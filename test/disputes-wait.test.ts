import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountById } from '#account'
import { openDispute, withdrawDispute } from '#domain-claim'
import { changeAddress, deactivateAccount, deleteManaged } from '#managed-account'
import { someDisputes } from './some-disputes.ts'

test('DOM-9 while a case is open the admin cannot deactivate, delete or move the account; afterwards they can', async (t) => {
  const world = await someDisputes(t)
  const { database, acme, on } = world
  const acts = (accountId: string) => [
    database.transaction((tx) => deactivateAccount(tx, acme.admin, accountId, 'Has left')),
    database.transaction((tx) => changeAddress(tx, acme.admin, accountId, 'other@acme.example')),
    database.transaction((tx) => deleteManaged(tx, acme.admin, world.secretKey, accountId, { freeAddress: false })),
  ]
  const sam = await world.managed('sam')
  const id = await world.open(sam)
  for (const end of await Promise.allSettled(acts(sam))) {
    assert.equal(end.status === 'rejected' && end.reason.code, 'domain-claim.disputed')
  }
  const account = await accountById(on, sam)
  assert.deepEqual([account?.email, account?.deactivatedAt], ['sam@acme.example', undefined])
  await database.transaction((tx) => withdrawDispute(tx, world.as(sam), id))
  await database.transaction((tx) => deactivateAccount(tx, acme.admin, sam, 'Has left'))
  assert.ok((await accountById(on, sam))?.deactivatedAt)
})

test('DOM-9 opening a case and deactivating at once: whatever is first, nothing breaks', async (t) => {
  const world = await someDisputes(t)
  const { database, acme } = world
  const typed = { matter: 'left', text: '', reach: '' }
  for (let round = 0; round < 5; round += 1) {
    const sam = await world.managed(`sam${round}`)
    const [opened, off] = await Promise.allSettled([
      database.transaction((tx) => openDispute(tx, world.as(sam), typed)),
      database.transaction((tx) => deactivateAccount(tx, acme.admin, sam, 'Has left')),
    ])
    assert.equal(opened.status, 'fulfilled')
    if (off.status === 'rejected') assert.equal(off.reason.code, 'domain-claim.disputed')
  }
})
