import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse } from '../house.ts'
import { aNameServer } from '../name-server.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says } from './steps.ts'

const names = await aNameServer({ after })
const house = await aHouse({ after }, { UMBEL_DNS_SERVERS: names.address })
const open = await aBrowser({ after })

for (const scripts of [true, false])
  test(`DOM-2 Jonas proves that a domain is his organization’s, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const domain = scripts ? 'acme.example' : 'acme-labs.example'
    const email = `jonas.${scripts}@home.example`
    // What checks pages is a script itself.
    const check = async (name: string) => scripts && checkPage(page, name)
    await house.account(email, undefined, 'Jonas Lindqvist')
    const page = await open(t, { javaScriptEnabled: scripts })
    await atAccount(page, house, email)
    await page.goto(`${house.url}/organizations/new`)
    await page.getByLabel('Name of the organization').fill('Acme')
    await page.getByRole('button', { name: 'Make organization' }).click()
    await hasHeading(page, 'Overview')
    await page.getByRole('link', { name: 'Domains', exact: true }).click()
    await says(page, 'No domains yet')
    await check('domains')

    await page.getByRole('link', { name: 'Add domain' }).click()
    await check('domain-add')
    await page.getByRole('textbox', { name: 'Domain' }).fill('gmail.com')
    await page.getByRole('button', { name: 'Add domain' }).click()
    await says(page, /Anybody can get an address at gmail\.com/)
    await page.getByRole('textbox', { name: 'Domain' }).fill(`https://www.${domain}/contact`)
    await page.getByRole('button', { name: 'Add domain' }).click()
    await hasHeading(page, `Verify ${domain}`)
    await says(page, /We kept the domain of what you typed/)

    names.zone.set(domain, { txt: ['v=spf1 -all'] })
    await page.getByRole('button', { name: 'Check now' }).click()
    await says(page, 'Not found yet')
    await says(page, 'v=spf1 -all')
    await check('domain-dns')
    await page.getByRole('link', { name: 'File on your website' }).click()
    await says(page, /There is no web server/)
    await check('domain-file')
    await page.getByRole('link', { name: 'DNS record' }).click()

    const token = (await page.locator('#token').textContent()) ?? ''
    assert.match(token, /^umbel-verify=[0-9a-f]{32}$/)
    names.zone.set(domain, { txt: ['v=spf1 -all', token] })
    house.pass({ seconds: 11 })
    await page.getByRole('button', { name: 'Check now' }).click()
    await says(page, 'Verified')
    await hasHeading(page, domain)
    await check('domain-verified')
    await page.getByRole('link', { name: 'Domains', exact: true }).first().click()
    await page.getByRole('row', { name: domain }).getByText('Verified').waitFor()

    await page.getByRole('link', { name: domain, exact: true }).click()
    await page.getByRole('link', { name: 'Remove domain' }).click()
    await hasHeading(page, `Remove ${domain}?`)
    await check('domain-remove')
    await page.getByRole('button', { name: 'Remove domain' }).click()
    await says(page, 'Domain removed.')
    assert.deepEqual(house.faults(), [])
  })
