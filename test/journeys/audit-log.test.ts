import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import { record } from '#audit'
import { adminActor } from '#organization'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

async function saved(page: Window, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

for (const scripts of [true, false])
  test(`OPS-1 Jonas looks up who did what, and takes it along, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const email = `jonas.${scripts}@home.example`
    // What checks pages is a script itself.
    const check = async (name: string) => scripts && checkPage(page, name)
    const jonas = await house.account(email, undefined, 'Jonas Lindqvist')
    const page = await open(t, { javaScriptEnabled: scripts })
    const event = (words: string) => page.getByRole('link', { name: words, exact: true })
    await atAccount(page, house, email)
    await page.goto(`${house.url}/organizations/new`)
    await page.getByLabel('Name of the organization').fill('Acme Inc.')
    await page.getByRole('button', { name: 'Make organization' }).click()
    await hasHeading(page, 'Overview')
    const organizationId = new URL(page.url()).pathname.split('/')[2] ?? ''
    const actor = adminActor(jonas, organizationId, { network: '203.0.113.24', device: 'Chrome on macOS' })
    for (let number = 1; number <= 20; number += 1) {
      house.pass({ seconds: 1 })
      await house.umbel.database.transaction((tx) =>
        record(tx, actor, 'domain-claim.added', { domain: `d${number}.example`, withSubdomains: false }),
      )
    }

    await page.getByRole('link', { name: 'Audit log', exact: true }).click()
    await hasHeading(page, 'Audit log')
    await event('Added the domain d20.example').waitFor()
    await check('audit-log')
    await page.getByRole('link', { name: 'Older' }).click()
    await event('Made the organization').waitFor()
    assert.equal(await page.getByRole('row').count(), 1 + 6)
    await page.getByRole('link', { name: 'Newer' }).click()
    await event('Added the domain d20.example').waitFor()

    // By keyboard: the row leads to all that is known of the event, and back.
    await event('Added the domain d20.example').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Event \d+$/ }).waitFor()
    await says(page, 'domain-claim.added')
    await says(page, 'Chrome on macOS')
    await check('audit-log-event')
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Audit log' }).click()

    await page.getByLabel('Done by').fill(email)
    await page.getByLabel('Kind of event').selectOption('Organization')
    await page.getByRole('button', { name: 'Filter' }).click()
    await says(page, 'Showing 1 event.')
    const csv = await saved(page, 'Export CSV')
    assert.equal(csv.trim().split('\r\n').length, 2)
    assert.match(csv, /,Made the organization,Jonas Lindqvist,Jonas Lindqvist/)
    const json = JSON.parse(await saved(page, 'Export JSON'))
    assert.deepEqual(
      json.entries.map(({ action }: { action: string }) => action),
      ['organization.created'],
    )

    await page.getByRole('link', { name: `Remove filter: Done by ${email}` }).click()
    await page.getByLabel('About').fill('wei.zhang@acme.example')
    await page.getByRole('button', { name: 'Filter' }).click()
    await says(page, 'No events match')
    await says(page, /There is 1 match about others\./)
    await check('audit-log-empty')
    await page.getByRole('link', { name: 'Search what is about others' }).click()
    await says(page, 'Showing 1 event.')
    await page.getByRole('link', { name: 'Clear all' }).click()
    await event('Exported the audit log as JSON').waitFor()
    // A name leads to everything that its person did.
    await page.getByRole('link', { name: 'Jonas Lindqvist' }).first().click()
    await says(page, `Done by ${email}`)
    assert.deepEqual(house.faults(), [])
  })
