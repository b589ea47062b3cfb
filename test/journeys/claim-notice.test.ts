import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { accountById } from '#account'
import { startClaim } from '#domain-claim'
import { newId } from '#kernel'
import { adminActor, createOrganization } from '#organization'
import { sql } from '#platform'
import { standOf } from '../a-claim.ts'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { focused } from './keys.ts'
import { hasHeading, isAt, logIn, says, signUp, typeCode, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const { database } = house.umbel
const on = database.durable

let organizations = 0
/** An organization with a domain of its own, and somebody who has had an account there for long. */
async function anOrganization() {
  organizations += 1
  const domain = `labs-${organizations}.example`
  const adminId = await house.account(`jonas@home-${organizations}.example`)
  return database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, { kind: 'operator' }, { name: 'Acme Inc.', adminAccountId: adminId })
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at,
        proved_by, proved_at, verified_at, next_look_at, created_at)
      values (${domainId}, ${id}, ${domain}, false, 'umbel-verify=test', ${tx.now}, ${tx.now}, 'dns', ${tx.now}, ${tx.now},
        ${tx.now.add({ hours: 10_000 })}, ${tx.now})`)
    return { id, domain, domainId, admin: adminActor(adminId, id, { network: '192.0.2.1', device: 'Firefox' }) }
  })
}

/** The organization claims all of its domain, in 14 days; whoever has an account there is told. */
async function aClaimedPerson() {
  const acme = await anOrganization()
  const email = `aiko@${acme.domain}`
  const accountId = await house.account(email, goodPassword, 'Aiko Tanaka')
  const day = on.now.toZonedDateTimeISO('UTC').toPlainDate().add({ days: 14 })
  const wish = { mode: 'all', on: day, zone: 'UTC', isAllowed: true }
  const id = await database.transaction((tx) => startClaim(tx, acme.admin, acme.domainId, wish))
  const letter = await house.mailTo(email, /^Acme Inc\. \(labs-\d+\.example\) will manage your account from /)
  return { ...acme, email, accountId, letter, claim: { id, organizationId: acme.id, domainId: acme.domainId } }
}
const managerOf = async (accountId: string) => (await accountById(on, accountId))?.managedBy?.organization
const notice = /^Acme Inc\. \(labs-\d+\.example\) will manage this account from /
const isAsked = (page: Window) => page.getByRole('heading', { level: 1, name: notice }).waitFor()
const press = (page: Window, name: string) => page.getByRole('button', { name }).click()

test('DOM-7 told by mail, its link leads to the notice; keeping the account for work counts at once', async (t) => {
  const { email, accountId, letter } = await aClaimedPerson()
  const page = await open(t)
  await page.goto(letter.links.find((link) => link.includes('/claim-notice/link?')) ?? '')
  assert.equal(await page.getByLabel('Email address').inputValue(), email)
  await logIn(page, email)
  await isAsked(page)
  await says(page, /1[34] days left to choose/)
  await checkPage(page, 'claim-notice')
  await page.getByLabel('Keep it for work').check()
  await press(page, 'Save my choice')
  await isAt(page, `${house.url}/organization`, 'Your organization')
  assert.equal(await managerOf(accountId), 'Acme Inc.')
  await says(page, 'Acme Inc.')
})

test('DOM-7, LOG-1 “Make it mine” on the way to Tracker: another address, on to Tracker, and the account stays personal', async (t) => {
  const { email, accountId, claim } = await aClaimedPerson()
  const page = await open(t)
  await page.goto(house.trackerUrl)
  await logIn(page, email)
  await isAsked(page)
  await page.getByLabel('Make it mine, with a personal email').check()
  await press(page, 'Save my choice')
  await hasHeading(page, 'Change email')
  await checkPage(page, 'change-email-claim')
  const home = `aiko@private-${claim.id.slice(-6)}.example`
  await page.getByLabel('New email address').fill(home)
  await press(page, 'Send link')
  await hasHeading(page, 'Your organization')
  await says(page, `We mailed a link to ${home}`)
  await checkPage(page, 'claim-card')
  await page.getByRole('link', { name: 'Go on to Tracker' }).click()
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  await page.goto((await house.mailTo(home)).links.find((link) => link.includes('/email/confirm?')) ?? '')
  await press(page, 'Use this address')
  await hasHeading(page, 'Your email is changed')
  assert.equal(await standOf(database, claim, accountId), 'moved-away')
  assert.equal(await managerOf(accountId), undefined)
})

test('LOG-6 without scripts: “Decide later” goes on, the next log-in asks again, and “I don’t belong” leads to a case', async (t) => {
  const { email } = await aClaimedPerson()
  const page = await open(t, { javaScriptEnabled: false })
  await page.goto(house.trackerUrl)
  await logIn(page, email)
  await isAsked(page)
  // With nothing chosen, other than by “Decide later”, nothing is saved.
  await page.evaluate('document.forms[0].noValidate = true')
  await press(page, 'Save my choice')
  assert.equal(page.status(), 422)
  await says(page, 'Choose one of the two, or decide later.')
  await press(page, 'Decide later')
  await isAt(page, `${house.trackerUrl}/`, 'Issues')
  const another = await open(t, { javaScriptEnabled: false })
  await another.goto(`${house.url}/profile`)
  await logIn(another, email)
  await isAsked(another)
  await press(another, 'I don’t belong to Acme Inc.')
  await another.waitForURL(/\/organization\/not-mine\?attempt=/)
  assert.equal(another.status(), 200)
})

test('OPS-5 with a keyboard alone: each door is come to, chosen with the arrows, and sent', async (t) => {
  const { email, accountId, claim } = await aClaimedPerson()
  const page = await open(t, { viewport: { width: 320, height: 800 } })
  await page.goto(`${house.url}/security`)
  await logIn(page, email)
  await isAsked(page)
  const names: string[] = []
  while (!names.includes('Keep it for work')) {
    await page.keyboard.press('Tab')
    const { name, ring, hidden } = await focused(page)
    assert.ok(ring && !hidden, `“${name}” is seen to have the focus`)
    names.push(name)
    assert.ok(names.length < 10, `${names}`)
  }
  await page.keyboard.press('ArrowDown')
  assert.equal((await focused(page)).name, 'Make it mine, with a personal email')
  await page.keyboard.press('Tab')
  assert.equal((await focused(page)).name, 'Save my choice')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Change email')
  assert.equal(await standOf(database, claim, accountId), 'moving')
})

test('DOM-6 at a domain of which all is claimed, the sign-up page says so as soon as the address is typed', async (t) => {
  const { domain } = await aClaimedPerson()
  await on.run(
    sql`update claim set state = 'standing' where domain_id = (select id from organization_domain where name = ${domain})`,
  )
  const page = await open(t)
  await page.goto(`${house.url}/sign-up`)
  const note = page.locator('[data-manager-of]')
  assert.equal(await note.isVisible(), false)
  await page.getByLabel('Email address').fill(`ben@${domain}`)
  await page.getByLabel('Full name').focus()
  await note.getByText(`managed by Acme Inc. (${domain})`).waitFor()
  await checkPage(page, 'sign-up-managed')
  await page.getByLabel('Email address').fill('ben@else.example')
  await page.getByLabel('Full name').focus()
  await note.waitFor({ state: 'hidden' })
  const ben = { name: 'Ben Okoye', email: `ben@${domain}` }
  await signUp(page, ben)
  await hasHeading(page, 'Check your email')
  await says(page, `managed by Acme Inc. (${domain})`)
  await checkPage(page, 'check-email-managed')
  const { code } = await house.mailTo(ben.email)
  await typeCode(page, code)
  await page.waitForURL(`${house.url}/profile`)
  await says(page, 'Acme Inc.')
})

test('DOM-7 who does nothing is reminded, managed from the date, told by mail, and once more at the next log-in', async (t) => {
  const { email, accountId, domain } = await aClaimedPerson()
  const run = (task: string) => on.run(sql`select graphile_worker.add_job(${task})`)
  house.pass({ hours: 12 * 24 + 12 })
  await run('domain-claim.remind')
  await house.mailTo(email, /^Until .*: choose what happens to your account$/)
  house.pass({ hours: 2 * 24 })
  await run('domain-claim.find-work')
  await within(15_000, 'the claim takes effect', async () => (await managerOf(accountId)) === 'Acme Inc.')
  await house.mailTo(email, /^Acme Inc\. .* manages your account now$/)
  const page = await open(t)
  await page.goto(`${house.url}/security`)
  await logIn(page, email)
  await hasHeading(page, `Acme Inc. (${domain}) manages this account now`)
  await checkPage(page, 'claim-managed')
  await press(page, 'Go on')
  await isAt(page, `${house.url}/security`, 'Security')
  const again = await open(t)
  await again.goto(`${house.url}/security`)
  await logIn(again, email)
  await isAt(again, `${house.url}/security`, 'Security')
  assert.deepEqual(house.faults(), [])
})
