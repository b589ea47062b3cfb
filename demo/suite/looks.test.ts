import { after, type TestContext, test } from 'node:test'
import { aBrowser, type Window } from '../../test/journeys/browser.ts'
import { checkPage } from '../../test/journeys/checks.ts'
import { openGoogle } from '../google/google.ts'
import type { TestDemoProduct, TestPerson } from '../look/testing/product.ts'
import { aChat, aCode, aWiki } from './testing/suite.ts'

const open = await aBrowser({ after })

/** A window in which somebody is already logged in to the product. */
async function windowOf(t: TestContext, product: TestDemoProduct): Promise<{ page: Window; mira: TestPerson }> {
  const mira = await product.somebody('mira')
  const page = await open(t)
  const cookies = [...mira.browser.cookiesAt(product.url)]
  await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: product.url })))
  return { page, mira }
}

test('Wiki in a browser: light, dark, wide and narrow; nothing that axe finds fault with', async (t) => {
  const wiki = await aWiki(t)
  const { page, mira } = await windowOf(t, wiki)
  await mira.post('/pages', {
    title: 'A_title_of_one_long_word_that_has_to_break_somewhere',
    text: 'x '.repeat(400),
  })
  await page.goto(`${wiki.url}/pages/1`)
  await page.click('[aria-label="Switch product"]')
  await checkPage(page, 'a page, under the switcher')
  await page.goto(`${wiki.url}/pages/new`)
  await page.click('text=Create page')
  await checkPage(page, 'the form, refused')
})

test('Chat in a browser', async (t) => {
  const chat = await aChat(t)
  const { page, mira } = await windowOf(t, chat)
  await mira.post('/rooms', { name: 'General' })
  await page.goto(`${chat.url}/rooms/1`)
  await page.fill('#said', 'Hello')
  await page.click('text=Send')
  await checkPage(page, 'a room')
})

test('Code in a browser', async (t) => {
  const code = await aCode(t)
  const { page, mira } = await windowOf(t, code)
  await mira.post('/repositories', { name: `${'long-'.repeat(12)}ok`, description: 'What things cost, everywhere' })
  await page.goto(code.url)
  await checkPage(page, 'the list')
})

test('the stand-in for Google in a browser', async (t) => {
  const redirectUri = 'http://127.0.0.1:9/back'
  const google = await openGoogle({
    clients: [{ clientId: 'umbel', clientSecret: 'a secret', redirectUris: [redirectUri] }],
  })
  t.after(() => google.close())
  const page = await open(t)
  const asked = { client_id: 'umbel', redirect_uri: redirectUri, response_type: 'code', scope: 'openid', state: 'some' }
  await page.goto(`${google.issuer}/o/oauth2/v2/auth?${new URLSearchParams(asked)}`)
  await page.fill('#email', 'lena@brightwater.example.com')
  await page.click('text=Next')
  await checkPage(page, 'the log-in page, refused')
})
