import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { manage } from '#account'
import { newId, system } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { database } = house.umbel

/** Acme has two domains, Jonas runs it, and it manages the account of Mira. */
async function acme(at: string) {
  const [jonas, mira] = [`jonas@home-${at}`, `mira.okafor@${at}`]
  const adminAccountId = await house.account(jonas, goodPassword, 'Jonas Lindqvist')
  const miraId = await house.account(mira, goodPassword, 'Mira Okafor')
  const organizationId = await database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme Inc.', adminAccountId })
    const domainIds = [newId(tx.now), newId(tx.now)]
    for (const [index, name] of [at, `group-${at}`].entries()) {
      await tx.run(sql`
        insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
          proved_by, proved_at, verified_at, next_look_at, created_at)
        values (${domainIds[index]}, ${id}, ${name}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now},
          ${tx.now}, ${tx.now.add({ hours: 24 })}, ${tx.now})`)
    }
    await manage(tx, system, [miraId], { organizationId: id, domainId: domainIds[0] ?? '', domain: at })
    return id
  })
  return { jonas, mira, base: `${house.url}/organizations/${organizationId}` }
}
const press = (page: Window, name: string | RegExp) => page.getByRole('button', { name }).click()
const follow = (page: Window, name: string | RegExp) => page.getByRole('link', { name }).first().click()

for (const scripts of [true, false])
  test(`MAN-6 MAN-3 Mira asks for another address, is told no, asks again and has it, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
    // What checks pages is a script itself.
    const check = async (page: Window, name: string) => scripts && checkPage(page, name)
    const at = `asks-${scripts}.example`
    const { jonas, mira, base } = await acme(at)
    const hers = await open(t, { javaScriptEnabled: scripts })
    await atAccount(hers, house, mira)
    await follow(hers, 'ask an administrator')
    await hasHeading(hers, 'Another address')
    await check(hers, 'ask-address')
    await hers.getByLabel('Address you’d like').fill('mira@elsewhere.example')
    await press(hers, 'Send request')
    await says(hers, /elsewhere\.example isn’t one of the organization’s verified domains/)
    await hers.getByLabel('Address you’d like').fill(`mira.jones@group-${at}`)
    await hers.getByLabel(/^Note to Acme/).fill('I married.')
    await press(hers, 'Send request')
    await says(hers, 'Waiting for an answer')
    await check(hers, 'asked')

    const his = await open(t, { javaScriptEnabled: scripts })
    await atAccount(his, house, jonas)
    await his.goto(base)
    await says(his, '1 request')
    await follow(his, 'See requests')
    await check(his, 'requests')
    await follow(his, /^Answer/)
    await says(his, 'I married.')
    await press(his, 'Decline')
    await says(his, /Write why, in a sentence/)
    await check(his, 'request-reason')
    await his.getByLabel('Reason').fill('Not before June.')
    await press(his, 'Decline')
    await says(his, 'Declined. The holder has been told why.')
    await house.mailTo(mira, /said no/)

    await hers.goto(`${house.url}/organization`)
    await says(hers, /Not before June\./)
    await hers.goto(`${house.url}/organization/ask/address`)
    await hers.getByLabel('Address you’d like').fill(`mira.jones@group-${at}`)
    await press(hers, 'Send request')
    await his.goto(`${base}/requests`)
    await follow(his, /^Answer/)
    await press(his, 'Approve')
    await says(his, 'Approved. The holder has been told.')
    await check(his, 'requests-answered')
    await house.mailTo(`mira.jones@group-${at}`, /another address/)
    await hers.goto(`${house.url}/profile`)
    await says(hers, `mira.jones@group-${at}`)
    assert.deepEqual(house.faults(), [])
  })

test('MAN-5 Jonas releases Mira: offered, a private address named and proved, personal', async (t) => {
  const at = 'leaves.example'
  const { jonas, mira, base } = await acme(at)
  const his = await open(t)
  await atAccount(his, house, jonas)
  await his.goto(`${base}/accounts`)
  await follow(his, 'Mira Okafor')
  await checkPage(his, 'account-decisions')
  await follow(his, 'Offer release')
  await hasHeading(his, 'Offer to release the account of Mira Okafor?')
  await checkPage(his, 'release-offer')
  await press(his, 'Offer release')
  await says(his, 'Release offered.')
  await house.mailTo(mira, /offers to release/)

  const hers = await open(t)
  await atAccount(hers, house, mira)
  await hers.goto(`${house.url}/organization`)
  await checkPage(hers, 'release-offered')
  await follow(hers, 'Choose a private address')
  await hers.getByLabel('Your private address').fill('mira@private.example')
  await press(hers, 'Send the link')
  await says(hers, 'Check your private mailbox')
  await checkPage(hers, 'release-waiting')
  const { links } = await house.mailTo('mira@private.example', /Move your account/)
  await hers.goto(links.find((link) => link.includes('/organization/release')) ?? '')
  await hasHeading(hers, 'Move your account here?')
  await checkPage(hers, 'release-link')
  await press(hers, 'Move my account')
  await hasHeading(hers, 'Your account is personal now')
  await checkPage(hers, 'released')
  await house.mailTo(mira, /personal now/)
  await follow(hers, 'Look at your profile')
  await says(hers, 'mira@private.example')
  assert.doesNotMatch(await hers.content(), /managed by/)
  assert.deepEqual(house.faults(), [])
})
