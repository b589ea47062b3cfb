import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { HtmlValidate } from 'html-validate/node'
import { asset, assetRoutes } from '../src/platform/page/index.ts'
import { nasty, viewsIn } from './gallery-views.ts'

const shown = ['en-US', 'de'].flatMap((language) =>
  Object.entries(viewsIn(language)).map(([name, view]) => ({
    name: `${name} in ${language}`,
    language,
    page: view().toString(),
  })),
)
const validator = new HtmlValidate({ extends: ['html-validate:recommended'] })

const bytesOf = (name: string) => readFileSync(new URL(`../web/${name}`, import.meta.url)).byteLength
/** Everything of ours that a browser loads with a page: styles, scripts, and what they are. */
const ownBytes = (page: string) =>
  [...page.matchAll(/(?:href|src|data-[a-z-]+)="\/assets\/([\w-]+)\.[0-9a-f]{12}(\.[a-z]+)"/g)]
    .map(([, stem, end]) => `${stem}${end}`)
    .filter((name, index, all) => all.indexOf(name) === index && existsSync(new URL(`../web/${name}`, import.meta.url)))
    .reduce((sum, name) => sum + bytesOf(name), Buffer.byteLength(page))

for (const { name, language, page } of shown) {
  test(`${name} is valid HTML`, async () => {
    const report = await validator.validateString(page)
    const faults = report.results.flatMap(({ messages }) => messages)
    assert.deepEqual(
      faults.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
      [],
    )
  })

  test(`${name} holds nothing that the content policy forbids`, () => {
    assert.doesNotMatch(page, /<[^>]*\sstyle=/)
    assert.doesNotMatch(page, /<[a-z][^>"]*("[^"]*"[^>"]*)*\son[a-z]+=/)
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/)
    assert.doesNotMatch(page, /javascript:/)
  })

  test(`${name} has one heading, a language, labels, and a weight we can afford`, () => {
    assert.equal(page.match(/<h1/g)?.length, 1)
    assert.ok(page.includes(`<html lang="${language}">`))
    assert.doesNotMatch(page, /href="#"|undefined|\[object/)
    assert.ok(ownBytes(page) < 60_000, `${ownBytes(page)} bytes`)
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      if (input.includes('type="hidden"') || input.includes('type="checkbox"')) continue
      if (input.includes('type="radio"')) {
        assert.ok(/<label[^>]*>$/.test(page.slice(0, page.indexOf(input))), `${input} stands in no label`)
        continue
      }
      const id = /\sid="([^"]+)"/.exec(input)?.[1]
      assert.ok(id && page.includes(`<label for="${id}">`), `${input} has no label`)
    }
    for (const [, ids = ''] of page.matchAll(/aria-describedby="([^"]+)"/g)) {
      for (const id of ids.split(' ')) assert.ok(page.includes(` id="${id}"`), `nothing has the id ${id}`)
    }
  })
}

test('what people call themselves is text on every page', () => {
  for (const { name, page } of shown) assert.ok(!page.includes(nasty.script), name)
})

test('assets are kept for a year under the name of their content, packed, and unchanged ones are not sent again', async () => {
  const app = assetRoutes()
  const css = await app.request(asset('umbel.css'), { headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(css.status, 200)
  assert.equal(css.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(css.headers.get('content-encoding'), 'br')
  assert.equal(css.headers.get('content-type'), 'text/css; charset=utf-8')
  const etag = css.headers.get('etag') ?? ''
  const again = await app.request(asset('umbel.css'), { headers: { 'accept-encoding': 'br', 'if-none-match': etag } })
  assert.equal(again.status, 304)
  const plain = await app.request(asset('umbel.css'))
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.equal((await plain.arrayBuffer()).byteLength, bytesOf('umbel.css'))
})

test('an asset of another version is answered with today’s, and not kept', async () => {
  const answer = await assetRoutes().request('/assets/umbel.000000000000.css')
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-cache')
  for (const path of ['/assets/none.000000000000.css', '/assets/umbel.css', '/assets/..%2fpackage.000000000000.json']) {
    assert.equal((await assetRoutes().request(path)).status, 404, path)
  }
})
