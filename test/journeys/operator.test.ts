import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { queueJob, sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { tabThrough, tabTo } from './keys.ts'
import { atAccount, hasHeading, logIn, says, somebody } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

/** A mail that could not go out, however often it was tried. */
async function aFailedMail(): Promise<void> {
  const on = house.umbel.database.durable
  await queueJob(on, 'account.mail-proof', {}, { at: on.now.add({ hours: 1 }) })
  await on.run(sql`
    update graphile_worker._private_jobs set attempts = max_attempts, last_error = '550 no such user mira@acme.example'
    where id = (select max(id) from graphile_worker._private_jobs)`)
}

for (const scripts of [true, false])
  test(`OPS-1 ORG-1 an operator looks after the server, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const page = await open(t, { javaScriptEnabled: scripts })
    // What checks pages is a script itself.
    const check = async (name: string) => scripts && checkPage(page, name)
    const olu = somebody('Olu Adeyemi')
    const name = scripts ? 'Brightwater Studio' : 'Quietwater Studio'
    await house.account(olu.email, goodPassword, olu.name, true)
    await aFailedMail()
    await page.goto(`${house.url}/operator`)
    await logIn(page, olu.email)
    await page.waitForURL(`${house.url}/operator`)
    await says(page, '1 job failed for good')
    await check('operator-overview')

    await page.getByRole('link', { name: 'Organizations', exact: true }).click()
    await page.getByRole('link', { name: 'Make an organization' }).click()
    await page.getByLabel('Name of the organization').fill(name)
    await page.getByLabel('Email of whoever is to run it').fill('lena@brightwater.example')
    await check('operator-organization-new')
    await page.getByRole('button', { name: 'Make it and invite them' }).click()
    await hasHeading(page, name)
    await says(page, 'Nobody can run this organization')
    await check('operator-organization')
    const { text } = await house.mailTo('lena@brightwater.example')
    assert.match(text, new RegExp(name))
    await page.getByRole('link', { name: 'Organizations', exact: true }).first().click()
    await page.getByLabel('Beginning of the name, or a domain').fill(name.slice(0, 6).toUpperCase())
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('row', { name }).getByText('Nobody runs it').waitFor()
    await check('operator-organizations')

    await page.getByRole('link', { name: 'Contests' }).click()
    await says(page, 'No two organizations have proved the same domain.')
    await check('operator-contests')

    await page.getByRole('link', { name: 'Deliveries' }).click()
    await says(page, '550 no such user …@…')
    await check('operator-deliveries')
    await page.getByRole('button', { name: /^Give up/ }).click()
    await says(page, 'Nothing has failed for good.')

    await page.getByRole('link', { name: 'Audit log' }).click()
    await page.getByLabel('Kind of event').selectOption({ label: 'Running the server' })
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('link', { name: 'Gave up a job that had failed' }).first().click()
    // It is sealed within the minute; until then it says so.
    await says(page, /Place in the log|is sealed within a minute/)
    await check('operator-audit-event')
    await page.getByRole('link', { name: 'Overview', exact: true }).click()
    await says(page, 'Nothing needs you.')
    assert.deepEqual(house.faults(), [])
  })

test('OPS-5 an operator gets everywhere with a keyboard, from the menu of the account on', async (t) => {
  const page = await open(t)
  const olu = somebody('Ola Keys')
  await house.account(olu.email, goodPassword, olu.name, true)
  await atAccount(page, house, olu.email)
  await tabTo(page, `${olu.name}, account menu`)
  await page.keyboard.press('Enter')
  await tabTo(page, 'Run this server')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Overview')
  await tabTo(page, 'Organizations')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Organizations')
  const names = await tabThrough(page)
  for (const name of [
    'Contests',
    'Disputes',
    'Messages and feedback',
    'Deliveries',
    'Audit log',
    'Make an organization',
  ])
    assert.ok(names.includes(name), `${name} is not among ${names}`)
})

test('OPS-1 whoever is no operator finds no way there, and nothing there', async (t) => {
  const page = await open(t)
  const ana = somebody('Ana Lopez')
  await house.account(ana.email, goodPassword, ana.name)
  await atAccount(page, house, ana.email)
  assert.equal(await page.getByText('Run this server').count(), 0)
  await page.goto(`${house.url}/operator/organizations`)
  assert.equal(page.status(), 404)
})
