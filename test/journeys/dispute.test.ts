import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { manage } from '#account'
import { newId, system } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser } from './browser.ts'
import { checkPage } from './checks.ts'
import { tabThrough } from './keys.ts'
import { atAccount, hasHeading, says } from './steps.ts'

const house = await aHouse({ after }, { UMBEL_DNS_SERVERS: '127.0.0.1:1' })
const open = await aBrowser({ after })

/** Somebody whom an organization manages, somebody who runs it, and an operator. */
async function threePeople(domain: string) {
  const [sam, jonas, olive] = [`sam@${domain}`, `jonas@home-of-${domain}`, `olive@home-of-${domain}`]
  const samId = await house.account(sam, goodPassword, 'Sam Whitlock')
  const jonasId = await house.account(jonas, goodPassword, 'Jonas Lindqvist')
  await house.account(olive, goodPassword, 'Olive Park', true)
  await house.umbel.database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme', adminAccountId: jonasId })
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, ${domain}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
        ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    await manage(tx, system, [samId], { organizationId: id, domainId, domain })
  })
  return { sam, jonas, olive }
}

for (const scripts of [true, false])
  test(`DOM-9 Sam says no, Jonas answers, and an operator releases, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    const domain = scripts ? 'acme.example' : 'acme-labs.example'
    const { sam, jonas, olive } = await threePeople(domain)
    const window = () => open(t, { javaScriptEnabled: scripts })
    const check = async (page: Parameters<typeof checkPage>[0], name: string) => scripts && checkPage(page, name)

    const hers = await window()
    await atAccount(hers, house, sam)
    await hers.getByRole('link', { name: 'Your organization', exact: true }).click()
    await hers.getByRole('link', { name: 'Tell us' }).click()
    await hasHeading(hers, 'Not your organization?')
    await check(hers, 'not-mine')
    await hers.getByLabel('I’ve left Acme').check()
    await hers.getByLabel('Anything that helps us').fill('I left in March.\n\nThe address came with me.')
    await hers.getByLabel('How should we reach you?').fill(`sam@mail.${domain}`)
    await hers.getByRole('button', { name: 'Send' }).click()
    await says(hers, /can read what is sent to/)
    await check(hers, 'not-mine-error')
    await hers.getByLabel('How should we reach you?').fill(`sam.${scripts}@post.example`)
    await hers.getByRole('button', { name: 'Send' }).click()
    await says(hers, 'We have your message.')
    await check(hers, 'case')
    const copy = await house.mailTo(`sam.${scripts}@post.example`)
    assert.match(copy.text, /I left in March\./)
    assert.doesNotMatch(copy.text, /Acme/)

    const his = await window()
    await atAccount(his, house, jonas)
    await his.goto(`${house.url}/organizations`)
    await his.getByRole('link', { name: 'Acme' }).first().click()
    await his.getByRole('link', { name: 'See cases' }).click()
    await check(his, 'organization-disputes')
    await his.getByRole('link', { name: /^C-/ }).click()
    await says(his, 'I left in March.')
    await his.getByLabel('Your answer').fill('The address is the company’s.')
    await check(his, 'organization-dispute')
    await his.getByRole('button', { name: 'Send' }).click()
    await says(his, 'Message sent.')
    await his.getByRole('button', { name: 'Ask operator staff to decide' }).click()
    await says(his, 'Operator staff were asked to decide.')

    const theirs = await window()
    await atAccount(theirs, house, olive)
    await theirs.goto(`${house.url}/operator/disputes`)
    await check(theirs, 'operator-disputes')
    await theirs.getByRole('row', { name: sam }).getByRole('link').click()
    await theirs.getByRole('button', { name: 'I mediate' }).click()
    await says(theirs, 'You mediate this case.')
    await theirs.getByLabel('For whom').selectOption('Only Acme')
    await theirs.getByRole('textbox', { name: 'Message' }).fill('Do you have a contract?')
    await theirs.getByRole('button', { name: 'Send' }).click()
    await says(theirs, 'only for the organization')
    await theirs.getByLabel('Release the account').check()
    await check(theirs, 'operator-dispute')
    await theirs.getByRole('button', { name: 'Settle' }).click()
    await says(theirs, 'Case settled. Both sides are told.')

    await hers.goto(`${house.url}/organization/case`)
    await says(hers, 'Released: Acme doesn’t manage this account')
    assert.doesNotMatch((await hers.textContent('main')) ?? '', /Do you have a contract/)
    await his.reload()
    await says(his, 'Do you have a contract?')
    await house.mailTo(sam, /released/)
    assert.deepEqual(house.faults(), [])
  })

test('DOM-9 OPS-5 a case is opened and withdrawn with the keyboard alone', async (t) => {
  const { sam } = await threePeople('acme-keys.example')
  const page = await open(t)
  await atAccount(page, house, sam)
  await page.goto(`${house.url}/organization/not-mine`)
  await tabThrough(page)
  await page.getByLabel('I’ve never been part of Acme').focus()
  await page.keyboard.press('ArrowDown')
  assert.ok(await page.getByLabel('I’ve left Acme').isChecked())
  await page.keyboard.press('Tab')
  await page.keyboard.type('I left.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await says(page, 'We have your message.')
  await page.getByRole('link', { name: 'Withdraw' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /^Withdraw case C-\d+\?$/ }).waitFor()
  await tabThrough(page)
  await page.getByRole('button', { name: 'Withdraw' }).focus()
  await page.keyboard.press('Enter')
  await says(page, 'You withdrew the case')
  assert.deepEqual(house.faults(), [])
})
