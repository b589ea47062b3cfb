import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { HtmlValidate } from 'html-validate/node'
import type { Answer, Sent } from './an-umbel.ts'

/** What can be wrong with a form, and what an answer to it must be in any case. */
export type Fields = Readonly<Record<string, string>>
export type Variant = { readonly name: string; readonly sent: Sent; readonly status?: number; readonly path?: string }

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
export const encoded = (fields: Fields | readonly (readonly [string, string])[]): string =>
  new URLSearchParams(fields as Record<string, string>).toString()
const megabyte = 'a'.repeat(1024 * 1024)

/** Bytes that stand for something else than text: NUL, half a surrogate pair, no UTF-8, an escape without its digits. */
const brokenBytes = ['%00', 'a%00b', '%ED%A0%80', '%FF%FE', '%', '%ZZ', '%E0%A4%A', '%0D%0ASet-Cookie:x=1', '%u0000']
const foreign: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
]

/** Ways to send a form wrong, its other fields as they should be. */
export function variantsOf(fields: Fields, readsForm = true): Variant[] {
  const form = (name: string, body: string, status?: number): Variant => ({
    name,
    sent: { method: 'POST', headers: urlencoded, body },
    status,
  })
  const typed = (type: string, body: string): Variant => ({
    name: `as ${type || 'nothing in particular'}`,
    sent: { method: 'POST', headers: type ? { 'content-type': type } : {}, body },
    status: readsForm ? 400 : undefined,
  })
  const variants = [
    form('nothing', ''),
    form('one megabyte', `x=${megabyte}`, 413),
    {
      name: 'one megabyte in chunks',
      sent: { method: 'POST', headers: { ...urlencoded, 'transfer-encoding': 'chunked' }, body: `x=${megabyte}` },
      status: 413,
    },
    form('a thousand fields', encoded(Array.from({ length: 1000 }, (_, i) => [`field${i}`, '1'] as const))),
    form('names that objects have', encoded([...Object.entries(fields), ['__proto__', 'x'], ['constructor', 'x']])),
    typed('application/json', JSON.stringify(fields)),
    typed('text/plain', encoded(fields)),
    typed('', encoded(fields)),
    typed('multipart/form-data', encoded(fields)),
    typed('multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-da'),
    { ...typed('application/x-www-form-urlencoded; charset=utf-16', encoded(fields)), status: undefined },
  ]
  for (const [name, value] of Object.entries(fields)) {
    const others = encoded(Object.entries(fields).filter(([other]) => other !== name))
    const file = `--b\r\nContent-Disposition: form-data; name="${name}"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n`
    variants.push(
      form(`no ${name}`, others),
      form(`an empty ${name}`, `${others}&${name}=`),
      form(`${name} twice`, `${encoded(fields)}&${encoded({ [name]: value })}`, readsForm ? 400 : undefined),
      form(`${name} as a list`, `${others}&${name}[]=${value}&${name}[a]=1`),
      form(`10 kB of ${name}`, `${others}&${encoded({ [name]: `${'a'.repeat(10_000)}@example.com` })}`),
      form(`90 kB of ${name}`, `${others}&${name}=${'é'.repeat(15_000)}`),
      { name: `a file for ${name}`, sent: typed('multipart/form-data; boundary=b', file).sent },
      ...brokenBytes.map((bytes) => form(`${name} is ${bytes}`, `${others}&${name}=${bytes}`)),
    )
  }
  for (const headers of foreign) {
    const name = `from elsewhere: ${JSON.stringify(headers)}`
    variants.push({
      name,
      sent: { method: 'POST', headers: { ...urlencoded, ...headers }, body: encoded(fields) },
      status: 403,
    })
  }
  return [...variants, ...headerVariants('POST', encoded(fields))]
}

/** Headers that lie, or say nothing that makes sense. */
export function headerVariants(method: string, body?: string): Variant[] {
  const type = body === undefined ? {} : urlencoded
  const headers: Record<string, string>[] = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher', forwarded: 'host=evil.example' },
    { 'x-forwarded-for': '1.2.3.4, evil.example, ::::, \u00ff' },
    { 'accept-language': 'en-12, de-fonipa-fonipa, *;q=0, -;q=x, zh-Hant-TW-u-nu-zzzz' },
    { 'accept-language': 'x'.repeat(8_000) },
    { 'user-agent': `${'('.repeat(5_000)} \u00ff` },
    { cookie: `umbel=${'A'.repeat(43)}; umbel-run=; =; umbel; ${'c='.repeat(2_000)}` },
    { accept: 'application/json' },
    { accept: 'application/json', 'accept-language': 'en-12' },
    { referer: 'https://evil.example/' },
    { 'content-encoding': 'gzip' },
    { 'x-http-method-override': 'DELETE' },
  ]
  return headers.map((each) => ({
    name: `${method} with ${JSON.stringify(each).slice(0, 80)}`,
    sent: { method, headers: { ...type, ...each }, body },
  }))
}

/** Queries that mean nothing. */
export const badQueries: readonly string[] = [
  ...['attempt', 'token', 'before', 'status'].flatMap((name) =>
    ['', 'x', 'A'.repeat(43), 'a'.repeat(10_000), "' or 1=1 --", '-1', '1e99', ...brokenBytes].map(
      (value) => `?${name}=${value.replaceAll(' ', '+')}`,
    ),
  ),
  '?attempt=x&attempt=y',
  '?attempt[]=x',
  '?',
  '?%',
  '?&&==&',
  '?status=%3Cscript%3Ealert(1)%3C/script%3E',
]

const validator = new HtmlValidate({ extends: ['html-validate:recommended'] })
const known = new Set<string>()

/** What holds for every answer: no fault of ours, guarded headers, and a page, a typed error, or a way on within Umbel. */
export async function assertSound(answer: Answer, what: string): Promise<void> {
  const { status, headers, body } = answer
  assert.ok(status < 500 || (status === 503 && headers['retry-after']), `${what}: ${status} ${body.slice(0, 300)}`)
  assert.match(String(headers['content-security-policy']), /^default-src 'none';.*frame-ancestors 'none'/, what)
  assert.equal(headers['cache-control'], 'no-store', what)
  assert.equal(headers['x-content-type-options'], 'nosniff', what)
  assert.equal(headers['referrer-policy'], 'same-origin', what)
  // What is drawn at random spells anything in the end.
  const plain = (text: string) => text.replaceAll(/[\w-]{43}/g, '')
  for (const each of Object.values(headers)) assert.doesNotMatch(plain(String(each)), /evil|x=1/, what)
  const type = String(headers['content-type'] ?? '')
  if (status >= 300 && status < 400) return assert.match(String(headers.location), /^\/(?![/\\])/, what)
  if (type.startsWith('application/json')) {
    const said = JSON.parse(body)
    return assert.ok(status < 400 || /^[a-z-]+\.[a-z-]+$/.test(said.error), `${what}: ${body}`)
  }
  if (type.startsWith('text/csv')) return assert.match(String(headers['content-disposition']), /^attachment; /, what)
  assert.match(type, /^text\/html/, what)
  assert.doesNotMatch(body, /evil\.example|<script(?![^>]*\ssrc=)|undefined|\[object|NaN/, what)
  assert.equal(body.match(/<h1/g)?.length, 1, what)
  const hash = createHash('sha256').update(body).digest('hex')
  if (known.has(hash)) return
  known.add(hash)
  const { results } = await validator.validateString(body)
  const faults = results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))
  assert.deepEqual(faults, [], what)
}
