import test, { after } from 'node:test'
import { newId } from '#kernel'
import { sql } from '#platform'
import { aHouse } from '../house.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

for (const scripts of [true, false])
  test(`DOM-5 DOM-6 Jonas claims a domain, sees where people stand, and cancels, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const domain = scripts ? 'acme.example' : 'acme-labs.example'
    const email = `jonas.${scripts}@home.example`
    // What checks pages is a script itself.
    const check = async (name: string) => scripts && checkPage(page, name)
    await house.account(email, undefined, 'Jonas Lindqvist')
    await house.account(`ana@${domain}`, undefined, 'Ana Example')
    const page = await open(t, { javaScriptEnabled: scripts })
    await atAccount(page, house, email)
    await page.goto(`${house.url}/organizations/new`)
    await page.getByLabel('Name of the organization').fill('Acme')
    await page.getByRole('button', { name: 'Make organization' }).click()
    await hasHeading(page, 'Overview')
    await verifiedDomain(new URL(page.url()).pathname.split('/').at(-1) ?? '', domain)

    await page.getByRole('link', { name: 'Domains', exact: true }).click()
    await says(page, 'Not claimed yet')
    await check('domains')
    await page.getByRole('link', { name: 'Preview claim' }).click()
    await hasHeading(page, `Claim accounts at ${domain}`)
    await says(page, `ana@${domain}`)
    await check('claim-preview')

    await page.getByRole('link', { name: 'Claim those in a list instead' }).click()
    await page.getByLabel('Or type them here, one a line').fill(`ana@${domain}\nnobody`)
    await check('claim-list')
    await page.getByRole('button', { name: 'Use these' }).click()
    await says(page, /1 address in the list/)
    await page.goBack()
    await page.goBack()

    await page.getByRole('button', { name: 'Go on' }).click()
    await hasHeading(page, 'Start the claim?')
    await check('claim-start')
    await page.getByLabel(`I’m allowed to claim ${domain} for Acme`).check()
    await page.getByRole('button', { name: 'Start claim and tell people' }).click()
    await hasHeading(page, `Claim of ${domain}`)
    await untilSaid('Notice running')
    await check('claim')
    await page.getByRole('link', { name: 'Told: 1' }).click()
    await says(page, `ana@${domain}`)
    await page.getByRole('link', { name: 'Cancel claim' }).click()
    await hasHeading(page, `Cancel the claim of ${domain}?`)
    await check('claim-ask-cancel')
    await page.getByRole('button', { name: 'Cancel claim' }).click()
    await says(page, /The claim is canceled/)

    /** Looks again until a job has done its work: the page itself waits for nobody. */
    async function untilSaid(words: string) {
      for (let tries = 0; tries < 60; tries += 1) {
        if ((await page.locator('main').innerText()).includes(words)) return
        await page.waitForTimeout(250)
        await page.reload()
      }
      await says(page, words)
    }
  })

async function verifiedDomain(organizationId: string, name: string): Promise<void> {
  const { durable: on } = house.umbel.database
  await on.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
      proved_by, proved_at, verified_at, next_look_at, created_at)
    values (${newId(on.now)}, ${organizationId}, ${name}, false, 'umbel-verify=x', ${on.now}, ${on.now}, 'dns', ${on.now}, ${on.now},
      ${on.now.add({ hours: 240 })}, ${on.now})`)
}
