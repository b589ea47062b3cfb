import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test, { after } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { sql } from '#platform'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, atTracker, hasHeading, isAt, logIn, says, signUp, somebody, typeCode, within } from './steps.ts'

const house = await aHouse({ after })
const open = await aBrowser({ after })
const on = house.umbel.database.durable

async function askToDelete(page: Window, { free = false } = {}): Promise<void> {
  await page.goto(`${house.url}/profile`)
  await page.getByRole('link', { name: 'Delete account' }).click()
  await hasHeading(page, 'Delete account')
  if (free) await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await page.getByRole('heading', { name: /^Your account will be deleted on / }).waitFor()
}

/** The day has come: for this account, and nobody else's. */
async function comesDue(accountId: string): Promise<void> {
  await on.run(sql`update account_deletion set due_at = now() where account_id = ${accountId}`)
  await on.run(sql`select graphile_worker.add_job('account.queue-erasures')`)
  const isGone = async () => (await on.all(sql`select 1 from account where id = ${accountId}`)).length === 0
  await within(10_000, 'the account is erased', isGone)
}

test('ACC-9 deleting logs out everywhere, in Tracker within 5 seconds; logging in offers to keep it, and it is as it was', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const here = await open(t)
  const there = await open(t)
  await atTracker(there, house, email)
  await atAccount(here, house, email)
  await here.getByRole('link', { name: 'Delete account' }).click()
  await says(here, '2 devices are logged out')
  await says(here, 'A product that knows you: told to erase you')
  await checkPage(here, 'delete')
  await askToDelete(here)
  await checkPage(here, 'leaving')
  await within(5_000, 'Tracker logs the other browser out', async () => {
    await there.goto(house.trackerUrl)
    return there.url().startsWith(house.url)
  })
  await house.mailTo(email, /will be deleted on/)
  await here.goto(`${house.url}/security`)
  assert.match(here.url(), /\/sign-in\?/)

  await there.goto(house.trackerUrl)
  await logIn(there, email)
  await hasHeading(there, 'Your account is set to be deleted')
  await checkPage(there, 'keep-account')
  const step = there.url()
  // Nothing else is open meanwhile.
  await there.goto(`${house.url}/profile`)
  assert.match(there.url(), /\/sign-in\?/)
  await there.goto(step)
  await there.getByRole('button', { name: 'Keep it and log in' }).click()
  await isAt(there, `${house.trackerUrl}/`, 'Issues')
  await house.mailTo(email, /Your account stays/)
  await there.goto(`${house.url}/security/activity`)
  const lines = await there.getByRole('main').getByRole('listitem').allInnerTexts()
  const what = lines.map((line) => line.split('\n')[0])
  assert.ok(
    what.includes('Account kept: it won’t be deleted') && what.includes('Deletion of the account asked for'),
    `${what}`,
  )
})

test('ACC-9 left that way, nothing stays proved in the browser; the mail’s link keeps the account, once', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  await askToDelete(page)
  await page.goto(`${house.url}/profile`)
  await logIn(page, email)
  await hasHeading(page, 'Your account is set to be deleted')
  const step = page.url()
  await page.getByRole('button', { name: 'Leave it that way' }).click()
  await hasHeading(page, 'Your account stays on its way out')
  await checkPage(page, 'keep-account-left')
  await page.goto(step)
  assert.doesNotMatch(await page.getByRole('main').innerText(), /Keep it and log in/)

  const { links } = await house.mailTo(email, /will be deleted on/)
  const stranger = await open(t)
  await stranger.goto(links[0] ?? '')
  await hasHeading(stranger, 'Your account is set to be deleted')
  await checkPage(stranger, 'keep-by-mail')
  await stranger.getByRole('button', { name: 'Keep my account' }).click()
  await hasHeading(stranger, 'Your account stays')
  await stranger.goto(links[0] ?? '')
  await hasHeading(stranger, 'There is nothing to keep here')
  assert.equal(stranger.status(), 410)
  await atAccount(page, house, email)
  await hasHeading(page, 'Ana Lopez')
})

test('ACC-9 a freed address has a new account at once; the old one is kept under another address', async (t) => {
  const { email, password } = somebody()
  const accountId = await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  await askToDelete(page, { free: true })
  await says(page, 'can be used for a new account')
  const { links } = await house.mailTo(email, /will be deleted on/)

  await page.goto(`${house.url}/sign-up`)
  await signUp(page, { name: 'Ana Newcomer', email, password })
  await typeCode(page, (await house.mailTo(email, /Your code is/)).code)
  await page.goto(`${house.url}/profile`)
  await hasHeading(page, 'Ana Newcomer')

  const other = await open(t)
  await other.goto(links[0] ?? '')
  await hasHeading(other, 'Your account needs another address')
  await checkPage(other, 'keep-elsewhere')
  const home = `home.${email}`
  await other.getByLabel('New email address').fill('home@nowhere')
  await other.getByRole('button', { name: 'Email me a link' }).click()
  await says(other, 'missing its ending')
  await other.getByLabel('New email address').fill(home)
  await other.getByRole('button', { name: 'Email me a link' }).click()
  await hasHeading(other, 'Check your email')
  const mail = await house.mailTo(home, /Keep your account under this address/)
  await other.goto(mail.links[0] ?? '')
  await other.getByRole('button', { name: 'Keep my account' }).click()
  await hasHeading(other, 'Your account stays')
  await atAccount(other, house, home)
  await hasHeading(other, 'Ana Lopez')
  assert.deepEqual(await on.all(sql`select id from account where email = ${home}`), [{ id: accountId }])
})

test('ACC-9 when the time is up the account is erased, and Tracker forgets it and says so', async (t) => {
  const { email } = somebody('Zenobia Quark')
  const accountId = await house.account(email, goodPassword, 'Zenobia Quark')
  const page = await open(t)
  await atTracker(page, house, email)
  await page.getByRole('link', { name: 'New issue' }).first().click()
  await page.getByLabel('Title').fill('Prices without tax')
  await page.getByRole('button', { name: /Create/ }).click()
  await says(page, 'Zenobia Quark')
  const issue = page.url()
  await askToDelete(page)
  await comesDue(accountId)
  await within(10_000, 'Tracker acknowledges it', async () => {
    const rows = await on.all(sql`
      select 1 from log_out_notice where account_id = ${accountId} and kind = 'erased' and acknowledged_at is not null`)
    return rows.length === 1
  })
  assert.deepEqual(await on.all(sql`select 1 from product_acquaintance where account_id = ${accountId}`), [])
  await page.goto(house.trackerUrl)
  await logIn(page, email)
  await says(page, 'That password doesn’t match this account.')

  const colleague = somebody('Ben Okri')
  await house.account(colleague.email, goodPassword, 'Ben Okri')
  const ben = await open(t)
  await atTracker(ben, house, colleague.email)
  await ben.goto(issue)
  await says(ben, 'Prices without tax')
  await says(ben, 'Former member')
  assert.doesNotMatch(await ben.content(), /Zenobia/)
})

test('ACC-10 without scripts: the holder prepares a download, is mailed, confirms the log-in, and reads what is in it', async (t) => {
  const { email } = somebody('Ana Üñal')
  await house.account(email, goodPassword, 'Ana Üñal')
  const page = await open(t, { javaScriptEnabled: false, acceptDownloads: true })
  await atTracker(page, house, email)
  await page.goto(`${house.url}/profile`)
  await page.getByRole('main').getByRole('link', { name: 'Download your data' }).click()
  await hasHeading(page, 'Download your data')
  house.pass({ minutes: 16 })
  await page.getByRole('button', { name: 'Prepare download' }).click()
  await page.waitForURL('**/sign-in/password?*')
  await page.getByLabel('Password', { exact: true }).fill(goodPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${house.url}/profile/export`)
  await page.getByRole('button', { name: 'Prepare download' }).click()
  const { links } = await house.mailTo(email, /Your download is ready/)
  const stranger = await open(t)
  await stranger.goto(links[0] ?? '')
  assert.match(stranger.url(), /\/sign-in\?/, 'the link alone opens nothing')
  const another = somebody()
  await house.account(another.email)
  await atAccount(stranger, house, another.email)
  await stranger.goto(links[0] ?? '')
  await says(stranger, 'That link was for another account')
  await page.goto(links[0] ?? '')
  await says(page, 'Your download is ready')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download', exact: true }).click(),
  ])
  assert.match(download.suggestedFilename(), /^umbel-account-\d{4}-\d\d-\d\d\.zip$/)
  const files = unzipSync(readFileSync(await download.path()))
  const account = JSON.parse(strFromU8(files['account.json'] ?? new Uint8Array()))
  assert.deepEqual([account.profile.name, account.profile.email], ['Ana Üñal', email])
  assert.deepEqual(
    account.products.map((product: { product_id: string }) => product.product_id),
    ['tracker'],
  )
  assert.match(strFromU8(files['index.html'] ?? new Uint8Array()), /<h1>Everything held about <bdi>Ana Üñal<\/bdi>/)
  await page.goto(`${house.url}/security/activity`)
  await says(page, 'Your data downloaded')
  await page.goto(`${house.url}/profile/export`)
  await page.getByRole('button', { name: 'Make a new one' }).click()
  await page.waitForURL(`${house.url}/profile/export`)
})

test('OPS-5 every state of a download is valid and accessible', async (t) => {
  const { email } = somebody()
  const accountId = await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  for (const state of ['none', 'being-made', 'failed', 'ready']) {
    await on.run(sql`delete from account_export where account_id = ${accountId}`)
    if (state !== 'none') {
      const [failed, bytes] = [state === 'failed', state === 'ready' ? Buffer.from('x') : null]
      await on.run(sql`
        insert into account_export (account_id, asked_at, failed_at, made_at, expires_at, size_bytes, content)
        values (${accountId}, ${on.now}, ${failed ? on.now : null}, ${bytes && on.now}, ${bytes && on.now.add({ hours: 1 })},
          ${bytes && 1}, ${bytes})`)
    }
    await page.goto(`${house.url}/profile/export`)
    await checkPage(page, `export ${state}`)
  }
})

test('OPS-5 by keyboard alone: the way back comes before the button that deletes, and neither has the focus at first', async (t) => {
  const { email } = somebody()
  await house.account(email)
  const page = await open(t)
  await atAccount(page, house, email)
  await page.goto(`${house.url}/profile/delete`)
  assert.equal(await page.evaluate('document.activeElement.tagName'), 'BODY')
  const focused = () => page.evaluate<string>('document.activeElement.innerText')
  const seen: string[] = []
  while (seen.at(-1) !== 'Delete my account') {
    await page.keyboard.press('Tab')
    seen.push(await focused())
    assert.ok(seen.length < 40, `${seen}`)
  }
  assert.ok(seen.indexOf('Keep my account') > 0 && seen.indexOf('Keep my account') < seen.indexOf('Delete my account'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^Your account will be deleted on / }).waitFor()
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
