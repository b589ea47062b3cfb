import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { deactivate, manage, reactivate } from '#account'
import { newId, system } from '#kernel'
import { adminActor, createOrganization } from '#organization'
import { sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { database } = house.umbel

/** An organization that manages whom it is given, and turns them off and on. */
async function acme() {
  const adminId = await house.account('jonas@home.example', goodPassword, 'Jonas Lindqvist')
  return database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme Inc.', adminAccountId: adminId })
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, 'acme.example', false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
        ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    const admin = adminActor(adminId, id, { network: '192.0.2.1', device: 'Firefox on Windows' })
    return {
      manages: (accountId: string) =>
        database.transaction((more) =>
          manage(more, system, [accountId], { organizationId: id, domainId, domain: 'acme.example' }),
        ),
      turnsOff: (accountId: string) =>
        database.transaction((more) => deactivate(more, admin, accountId, 'Left the company')),
      turnsOn: (accountId: string) => database.transaction((more) => reactivate(more, admin, accountId)),
    }
  })
}

test('MAN-2 Wei is turned off while at work: out within 5 seconds, told why after the password, marked in Tracker, and back as before', async (t) => {
  const organization = await acme()
  const email = 'wei.zhang@acme.example'
  const accountId = await house.account(email, goodPassword, 'Wei Zhang')
  await organization.manages(accountId)

  const wei = await open(t)
  await atAccount(wei, house, email)
  await says(wei, 'This account is managed by')
  await says(wei, 'Acme Inc. decides this address.')
  await checkPage(wei, 'profile-managed')
  await wei.getByRole('link', { name: 'Your organization' }).first().click()
  await hasHeading(wei, 'Your organization')
  await checkPage(wei, 'your-organization')
  await wei.goto(house.trackerUrl)
  await wei.getByRole('link', { name: 'New issue' }).first().click()
  await wei.getByLabel('Title').fill('Prices without tax')
  await wei.getByRole('button', { name: /Create/ }).click()
  await says(wei, 'Wei Zhang')
  const issue = wei.url()

  await organization.turnsOff(accountId)
  await within(5_000, 'Tracker logs Wei out', async () => {
    await wei.goto(house.trackerUrl)
    return wei.url().startsWith(house.url)
  })
  await logIn(wei, email, 'not the right password')
  await says(wei, 'That password doesn’t match this account.')
  await wei.getByLabel('Password', { exact: true }).fill(goodPassword)
  await wei.getByRole('button', { name: 'Log in' }).click()
  await hasHeading(wei, 'This account is deactivated')
  await says(wei, /An administrator of Acme Inc\. turned it off on/)
  await checkPage(wei, 'deactivated')
  const end = wei.url()

  await house.account('ben@home.example', goodPassword, 'Ben Okri')
  const ben = await open(t)
  await atTracker(ben, house, 'ben@home.example')
  await within(10_000, 'Tracker says it after the name', async () => {
    await ben.goto(issue)
    return (await ben.content()).includes('Wei Zhang (deactivated)')
  })
  await wei.getByRole('link', { name: 'Use another account' }).click()
  await logIn(wei, 'ben@home.example')
  await isAt(wei, `${house.trackerUrl}/`, 'Issues')
  await wei.goto(`${house.url}/accounts`)
  await says(wei, 'Deactivated')
  assert.equal(await wei.getByRole('button', { name: /Wei Zhang/ }).count(), 0)

  await organization.turnsOn(accountId)
  await within(10_000, 'Tracker says it no longer', async () => {
    await ben.goto(issue)
    return !(await ben.content()).includes('(deactivated)')
  })
  await wei.goto(end)
  assert.doesNotMatch(await wei.content(), /deactivated/)
  const back = await open(t)
  await atTracker(back, house, email)
  await back.goto(issue)
  await says(back, 'Prices without tax')
  assert.deepEqual(house.faults(), [])
})

test('MAN-2 the end of the log-in needs no scripts, and leads to a way to write', async (t) => {
  const email = 'li.na@acme.example'
  const accountId = await house.account(email, goodPassword, 'Li Na')
  await database.durable.run(sql`update account set suspended_at = now() where id = ${accountId}`)
  const page = await open(t, { javaScriptEnabled: false })
  await page.goto(`${house.url}/profile`)
  await logIn(page, email)
  await hasHeading(page, 'This account is suspended')
  await page.getByRole('link', { name: 'Write to us' }).click()
  assert.equal(new URL(page.url()).pathname, '/help/contact')
})
