import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import { createProvedAccount, manage } from '#account'
import { newId, parseAddress, system } from '#kernel'
import { sql } from '#platform'
import { aHouse } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })

/** Acme, run by whoever is logged in, with accounts that it manages. */
async function acme(page: Window, people: readonly string[], at: string): Promise<string> {
  await page.goto(`${house.url}/organizations/new`)
  await page.getByLabel('Name of the organization').fill('Acme Inc.')
  await page.getByRole('button', { name: 'Make organization' }).click()
  await hasHeading(page, 'Overview')
  const organizationId = new URL(page.url()).pathname.split('/')[2] ?? ''
  const { database } = house.umbel
  const domainId = newId(database.durable.now)
  await database.durable.run(sql`
    insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, proved_by,
      proved_at, verified_at, next_look_at, created_at)
    values (${domainId}, ${organizationId}, ${at}, false, 'umbel-verify=test', now(), now(), 'dns', now(), now(),
      now() + interval '1 day', now())`)
  await database.transaction(async (tx) => {
    const ids: string[] = []
    for (const name of people) {
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@${at}`
      ids.push(await createProvedAccount(tx, system, { name, address: parseAddress(email) }))
    }
    await manage(tx, system, ids, { organizationId, domainId, domain: at })
  })
  return organizationId
}

const people = [
  'Amara Nwosu',
  'Chiara Bruni',
  'Daniel Osei',
  'Lena Fischer',
  'Mira Okafor',
  'Noor Haddad',
  'Priya Raman',
]
const more = ['Ruth Abebe', 'Simon Holt', 'Tomas Vidal', 'Uma Rao', 'Wei Zhang']

for (const scripts of [true, false])
  test(`MAN-1 MAN-2 Jonas looks after accounts, one and many, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    // What checks pages is a script itself.
    const check = async (name: string) => scripts && checkPage(page, name)
    const email = `jonas.${scripts}@home.example`
    const at = `acme-${scripts}.example`
    await house.account(email, undefined, 'Jonas Lindqvist')
    const page = await open(t, { javaScriptEnabled: scripts })
    const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await atAccount(page, house, email)
    await acme(page, [...people, ...more], at)

    await page
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: /^Managed accounts/ })
      .click()
    await hasHeading(page, 'Managed accounts')
    await says(page, '12 accounts with an address at a domain that you’ve claimed.')
    await check('accounts')
    await link('Next').click()
    await link('Wei Zhang').waitFor()
    await check('accounts-next')
    await link('Previous').click()
    await link('Amara Nwosu').waitFor()

    // One: by keyboard, from the list to the question, where the way back has the focus.
    await page.getByLabel('Name or email begins with').fill('daniel')
    await page.keyboard.press('Enter')
    await link('Daniel Osei').focus()
    await page.keyboard.press('Enter')
    await hasHeading(page, 'Daniel Osei')
    await check('account')
    await link('Deactivate account').click()
    await hasHeading(page, 'Deactivate Daniel Osei?')
    await check('account-deactivate')
    assert.equal(await page.evaluate('document.activeElement?.textContent'), 'Keep active')
    await page.getByLabel('Reason, for the audit log').selectOption('Security concern')
    await page.getByLabel('More about it').fill('Lost laptop')
    await button('Deactivate account').click()
    await hasHeading(page, 'Daniel Osei')
    await says(page, /Account deactivated\. Its holder gets an email/)
    await check('account-deactivated')
    assert.match((await house.mailTo(`daniel.osei@${at}`)).text, /has deactivated it/)
    await button('Turn on again').click()
    await says(page, /Account turned on again/)

    // Many: chosen one by one.
    await page
      .getByRole('navigation', { name: 'Where you are' })
      .getByRole('link', { name: 'Managed accounts' })
      .click()
    await page.getByLabel('Select Chiara Bruni').check()
    await page.getByLabel('Select Lena Fischer').check()
    if (scripts) await says(page, '2 selected')
    await button('Deactivate').click()
    await hasHeading(page, 'Deactivate 2 accounts?')
    await check('bulk')
    await button('Deactivate 2 accounts').click()
    await hasHeading(page, 'Deactivating accounts')
    await within(20_000, 'the change is over', async () => {
      if (!scripts) await page.reload()
      return (await page.getByText('Done: 2 accounts').count()) > 0
    })
    await check('bulk-run')
    const [download] = await Promise.all([page.waitForEvent('download'), button('Results as CSV').click()])
    assert.match(readFileSync(await download.path(), 'utf8'), /,Chiara Bruni,.*,done,,\r\n/)

    // And all that match.
    await page
      .getByRole('navigation', { name: 'Where you are' })
      .getByRole('link', { name: 'Managed accounts' })
      .click()
    await page.getByLabel('State').selectOption('Deactivated')
    await button('Filter').click()
    await page.getByLabel('All 2 that match').check()
    await button('Turn on again').click()
    await hasHeading(page, 'Turn on 2 accounts again?')
    await says(page, 'All accounts with: Deactivated')
    await button('Turn on 2 accounts').click()
    await hasHeading(page, 'Turning accounts on again')
    await page.goto(`${page.url().replace(/\/bulk\/.*/, '')}?state=leaving`)
    await hasHeading(page, 'Managed accounts')
    await says(page, 'No accounts match')
    await check('accounts-nothing')
    await link('Clear all filters').click()
    await link('Amara Nwosu').waitFor()
    assert.deepEqual(house.faults(), [])
  })
