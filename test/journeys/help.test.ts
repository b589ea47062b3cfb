import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { aHouse, goodPassword } from '../house.ts'
import { aBrowser, type Window } from './browser.ts'
import { checkPage } from './checks.ts'
import { atAccount, hasHeading, says, somebody } from './steps.ts'

const contact = 'people@umbel.example.com'
const house = await aHouse({ after }, { UMBEL_CONTACT: contact })
const open = await aBrowser({ after })

async function search(page: Window, words: string): Promise<void> {
  await page.getByLabel('Search the help').fill(words)
  await page.getByRole('button', { name: 'Search' }).click()
}

async function write(page: Window, email: string, message: string): Promise<void> {
  await page.getByLabel('Email address for the answer').fill(email)
  await page.getByLabel('What is it about?').selectOption({ label: 'Logging in' })
  await page.getByLabel('Message').fill(message)
  await page.getByRole('button', { name: 'Send message' }).click()
}

/** The mails in somebody's mailbox, with their headers. */
async function mailsTo(address: string): Promise<{ subject: string; headers: Record<string, string> }[]> {
  const answer = await fetch(`${house.mailboxUrl}/email?to=${encodeURIComponent(address)}`)
  return (await answer.json()) as { subject: string; headers: Record<string, string> }[]
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with scripts' : 'without scripts'
  test(`ACC-12 ${how}: logged out, from a search to an article that doesn’t help, to a message that is answered`, async (t) => {
    const page = await open(t, { javaScriptEnabled })
    const mira = somebody('Mira Okafor')
    await page.goto(`${house.url}/sign-in`)
    await page.getByRole('link', { name: 'Help' }).click()
    await hasHeading(page, 'Help')
    await search(page, 'lost phone')
    await says(page, 'for “lost phone”')
    await page.getByRole('link', { name: 'You lost your second step' }).click()
    await hasHeading(page, 'You lost your second step')
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await hasHeading(page, 'Thanks for telling us')
    await page.getByLabel('What was missing').fill(`I have <b>no</b> code left ${how}.`)
    await page.getByRole('button', { name: 'Send' }).click()
    await says(page, 'make the help better')

    await page.goto(`${house.url}/help/lost-second-step`)
    await page.getByRole('link', { name: 'Write to the people who run this server' }).click()
    await says(page, 'About the article “You lost your second step”')
    await write(page, mira.email, `My phone is gone.\nWhat now, ${how}?`)
    await hasHeading(page, 'Your message is with us')
    const { text } = await house.mailTo(contact)
    assert.match(text, new RegExp(`> My phone is gone\\.\n> What now, ${how}\\?`))
    const mail = (await mailsTo(contact)).at(-1)
    assert.match(mail?.subject ?? '', /^Message \d+: Logging in$/)
    assert.equal(mail?.headers['reply-to'], mira.email)
    assert.deepEqual(await house.subjectsTo(mira.email), [])

    const boss = await open(t, { javaScriptEnabled })
    const operator = somebody('Olu Adeyemi')
    await house.account(operator.email, goodPassword, operator.name, true)
    await boss.goto(`${house.url}/operator/help`)
    await boss.getByLabel('Email address').fill(operator.email)
    await boss.getByRole('button', { name: 'Next' }).click()
    await boss.getByLabel('Password', { exact: true }).fill(goodPassword)
    await boss.getByRole('button', { name: 'Log in' }).click()
    await boss.waitForURL(`${house.url}/operator/help`)
    await says(boss, `What now, ${how}?`)
    await boss.getByRole('button', { name: /^Mark as answered/ }).click()
    await says(boss, 'Nobody is waiting for an answer.')
    await boss.getByRole('link', { name: 'Answered', exact: true }).click()
    await says(boss, `What now, ${how}?`)
    await boss.getByRole('link', { name: 'Feedback', exact: true }).click()
    await boss.getByLabel('Answer', { exact: true }).selectOption({ label: 'Not helpful' })
    await boss.getByRole('button', { name: 'Show' }).click()
    await says(boss, `I have <b>no</b> code left ${how}.`)
  })
}

test('ACC-12 a search that finds nothing leads to the form; mistakes in it are named and nothing is lost', async (t) => {
  const page = await open(t)
  await page.goto(`${house.url}/help`)
  await search(page, 'pizza')
  await says(page, 'Nothing found for “pizza”')
  await page.getByRole('link', { name: 'Write to us' }).click()
  await page.evaluate(`for (const form of document.forms) form.noValidate = true`)
  await write(page, 'mira@example', 'short')
  assert.equal(page.status(), 422)
  await says(page, 'missing its ending')
  await says(page, 'Write at least 10 characters')
  assert.equal(await page.getByLabel('Message').inputValue(), 'short')
  assert.equal(await page.evaluate('document.activeElement.id'), 'email')
  assert.match(await page.title(), /check what you wrote/)
})

test('ACC-12 OPS-5 with the keyboard alone: search, read, say that it helped, and why', async (t) => {
  const page = await open(t)
  await page.goto(`${house.url}/help`)
  const to = async (name: string) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate<string>(
        `(document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || '').trim()`,
      )
      if (focused.startsWith(name)) return
    }
    assert.fail(`Tab never came to “${name}” on ${page.url()}`)
  }
  await to('Search the help')
  await page.keyboard.type('passkey')
  await page.keyboard.press('Enter')
  await says(page, 'for “passkey”')
  await to('Passkeys')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Passkeys')
  await to('Yes')
  await page.keyboard.press('Enter')
  await hasHeading(page, 'Thanks for telling us')
  await to('What helped?')
  await page.keyboard.type('Short words.')
  await to('Send')
  await page.keyboard.press('Enter')
  await says(page, 'make the help better')
})

test('ACC-12 OPS-5 pages of help and of operators are valid and accessible, in light and dark, wide and narrow', async (t) => {
  const page = await open(t)
  const boss = somebody('Olu Adeyemi')
  await house.account(boss.email, goodPassword, boss.name, true)
  await atAccount(page, house, boss.email)
  const paths = [
    '/help',
    '/help?q=address',
    '/help?q=pizza',
    '/help/your-account',
    '/help/personal-and-managed-accounts',
    '/help/contact',
    '/help/contact/sent',
    '/operator/help?state=answered',
    '/operator/help/feedback',
  ]
  const faults: string[] = []
  for (const path of paths) {
    await page.goto(house.url + path)
    await checkPage(page, path).catch((error: Error) => faults.push(error.message))
  }
  assert.deepEqual(faults, [])
})

test('nothing of it was a fault of Umbel’s', () => assert.deepEqual(house.faults(), []))
