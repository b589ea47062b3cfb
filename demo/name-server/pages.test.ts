import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { type TestContext, test } from 'node:test'
import { aFolder } from '../../test/folder.ts'
import { axe, axeFaults } from '../../test/journeys/axe.ts'
import { aBrowser } from '../../test/journeys/browser.ts'
import { mustBeGoodPages } from '../look/testing/html.ts'
import { type NameServer, openNameServer } from './name-server.ts'

const name = 'acme-labs.example.com'
const value = 'umbel-verify=0123456789abcdef0123456789abcdef'

test('DOM-2 what was typed comes back with what is wrong with it', async (t) => {
  const server = await aNameServer(t)
  for (const [typed, says] of [
    [{ name: 'acme labs', value }, /id="e-name">This is not a whole name in DNS\./],
    [{ name: '@', value }, /id="e-name">This is not a whole name in DNS\./],
    [{ name: '_umbel', value }, /id="e-name">This is not a whole name in DNS\./],
    [{ name: '', value }, /id="e-name">This is not a whole name in DNS\./],
    [{ name: `${'a.'.repeat(130)}com`, value }, /id="e-name">This is not a whole name in DNS\./],
    [{ name, value: ' ' }, /id="e-value">The text is missing\./],
    [{ name, value: 'ü'.repeat(501) }, /id="e-value">This text is too long\. Shorten it to 1,000 bytes\./],
  ] as const) {
    const page = await post(server, '/add', typed)
    assert.equal(page.status, 422)
    const text = await page.text()
    assert.match(text, says)
    assert.ok(typed.name === '' || text.includes(`value="${typed.name}"`))
    assert.match(text, /There are none\./)
  }
  for (let at = 0; at < 50; at += 1) await post(server, '/add', { name, value: `${at}` })
  assert.match(await (await post(server, '/add', { name, value })).text(), /id="e-name">This name has 50 records\./)
  assert.equal((await post(server, '/add', { name, value: '7' })).status, 303)
})

test('DOM-2 a name in any script is added as DNS has it', async (t) => {
  const server = await aNameServer(t)
  await post(server, '/add', { name: '_umbel.Bücher.example', value })
  assert.match(await (await fetch(`http://localhost:${server.webPort}/`)).text(), /_umbel\.xn--bcher-kva\.example/)
})

test('other websites prove nothing: foreign host names and foreign origins are refused', async (t) => {
  const server = await aNameServer(t)
  const foreign = await post(server, '/add', { name, value }, { origin: 'https://evil.example' })
  assert.equal(foreign.status, 403)
  assert.equal((await post(server, '/add', { name, value }, { origin: 'null' })).status, 403)
  const asked = request({ host: '127.0.0.1', port: server.webPort, path: '/', headers: { host: 'evil.example' } }).end()
  const [response] = await once(asked, 'response')
  response.resume()
  assert.equal(response.statusCode, 403)
  assert.match(await (await fetch(`http://localhost:${server.webPort}/`)).text(), /There are none/)
})

test('hostile records stay text, and every page is valid HTML under a policy without scripts', async (t) => {
  const server = await aNameServer(t)
  await post(server, '/add', { name, value: '"><script>alert(1)</script>' })
  const answers = [
    await fetch(`http://localhost:${server.webPort}/?said=added`),
    await fetch(`http://localhost:${server.webPort}/nowhere`),
    await post(server, '/add', { name: '"><b>', value: '' }),
  ]
  const pages = answers.map(async (answer) => ({
    url: new URL(answer.url),
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  }))
  await mustBeGoodPages(await Promise.all(pages))
})

test('DOM-2 the page works without JavaScript, light and dark, as wide as a small phone, and axe finds nothing', async (t) => {
  const server = await aNameServer(t)
  const open = await aBrowser(t)
  const url = `http://127.0.0.1:${server.webPort}/`
  const blind = await open(t, { javaScriptEnabled: false })
  await blind.goto(url)
  await blind.getByLabel('Name').fill(`${'very-long-name.'.repeat(8)}${name}`)
  await blind.getByLabel('Value').fill(value)
  await blind.getByRole('button', { name: 'Add record' }).click()
  await blind.getByRole('status').getByText('The record is added.').waitFor()

  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open(t, { colorScheme, viewport: { width: 320, height: 800 }, bypassCSP: true })
    for (const isWrong of [false, true]) {
      await page.goto(url)
      if (isWrong) await page.getByRole('button', { name: 'Add record' }).click()
      assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0)
      await page.evaluate(axe)
      assert.deepEqual(await axeFaults(page, ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']), [])
    }
  }
  await blind.getByRole('button', { name: `Remove ${value}` }).click()
  await blind.getByRole('status').getByText('The record is removed.').waitFor()
  await blind.getByText('There are none.').waitFor()
})

async function aNameServer(t: TestContext): Promise<NameServer> {
  const server = await openNameServer({ folder: aFolder(t), dnsPort: 0, webPort: 0 })
  t.after(() => server.close())
  return server
}

function post(server: NameServer, path: string, fields: Record<string, string>, headers = {}): Promise<Response> {
  const body = new URLSearchParams(fields)
  return fetch(`http://localhost:${server.webPort}${path}`, { method: 'POST', body, headers, redirect: 'manual' })
}
