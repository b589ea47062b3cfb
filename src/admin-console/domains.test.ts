import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { anUmbel, type Browser } from '../../test/an-umbel.ts'
import { aNameServer } from '../../test/name-server.ts'

const password = 'umbels grow in spring'
const tokenIn = (body: string) => /umbel-verify=[0-9a-f]{32}/.exec(body)?.[0] ?? ''

async function aConsole(t: TestContext) {
  const names = await aNameServer(t)
  const umbel = await anUmbel(t, {
    environment: { UMBEL_DNS_SERVERS: names.address, UMBEL_MAIL_PROVIDERS: 'post.example' },
  })
  const jonas = await umbel.holder('jonas@home.example', password)
  const base = String((await jonas.post('/organizations/new', { name: 'Acme Inc.' })).headers.location)
  return {
    names,
    umbel,
    jonas,
    base,
    async added(name = 'acme.example', browser: Browser = jonas, at = base): Promise<string> {
      const answer = await browser.post(`${at}/domains/add`, { name })
      assert.equal(answer.status, 303, answer.body.slice(0, 500))
      return String(answer.headers.location)
    },
  }
}

test('DOM-2 from an empty list to a verified domain, and out again', async (t) => {
  const { names, jonas, base, added } = await aConsole(t)
  assert.match((await jonas.get(`${base}/domains`)).body, /No domains yet/)
  assert.match((await jonas.get(`${base}/domains/add`)).body, /Sub-domains belong to it, too/)
  const domain = await added()
  const page = await jonas.get(domain)
  assert.match(page.body, /Verify acme\.example/)
  assert.match(page.body, /We haven’t looked yet/)
  const token = tokenIn(page.body)
  assert.match((await jonas.get(base)).body, /acme\.example<\/b><small>Not verified yet/)

  names.zone.set('acme.example', { txt: ['v=spf1 -all'] })
  assert.equal((await jonas.post(`${domain}/check`, {})).headers.location, domain)
  const looked = (await jonas.get(domain)).body
  assert.match(looked, /Not found yet/)
  assert.match(looked, /There are other TXT records, but not ours/)
  assert.match(looked, /v=spf1 -all/)
  assert.match(looked, new RegExp(`umbel-verify=${token.slice(13, 17)}…${token.slice(-4)}`))
  const again = await jonas.post(`${domain}/check`, {})
  assert.equal(again.status, 429)
  assert.match(again.body, /We looked a moment ago/)

  assert.match((await jonas.get(`${base}/domains`)).body, /Pending/)
  assert.equal((await jonas.post(`${domain}/remove`, {})).headers.location, `${base}/domains?status=domain-removed`)
  assert.match((await jonas.get(`${base}/domains?status=domain-removed`)).body, /Domain removed[\s\S]*No domains yet/)
  assert.equal((await jonas.get(domain)).status, 404)
})

test('DOM-2 the record is there: verified at the first look, and the list says so', async (t) => {
  const { names, jonas, base, added } = await aConsole(t)
  const domain = await added()
  names.zone.set('acme.example', { txt: [tokenIn((await jonas.get(domain)).body)] })
  await jonas.post(`${domain}/check?way=file`, {})
  const page = (await jonas.get(domain)).body
  assert.match(page, /<b>Verified<\/b>Found: Today/)
  assert.match((await jonas.get(`${base}/domains`)).body, /Verified<\/span>/)
  assert.match((await jonas.get(base)).body, /Only one person may do everything here/)
  assert.doesNotMatch((await jonas.get(base)).body, /acme\.example<\/b>/)
  assert.match((await jonas.get(`${domain}/remove`)).body, /Acme Inc\. no longer counts as the owner/)
  const renewed = await jonas.post(`${domain}/renew`, {})
  assert.equal(renewed.status, 409)
})

test('DOM-2 a new token, and the file to download', async (t) => {
  const { jonas, added } = await aConsole(t)
  const domain = await added()
  const before = tokenIn((await jonas.get(domain)).body)
  assert.equal((await jonas.post(`${domain}/renew`, {})).headers.location, `${domain}?status=token-renewed`)
  const page = (await jonas.get(`${domain}?way=file&status=token-renewed`)).body
  const token = tokenIn(page)
  assert.notEqual(token, before)
  assert.match(page, /https:\/\/acme\.example\/\.well-known\/umbel-verify\.txt/)
  const file = await jonas.get(`${domain}/file`)
  assert.equal(file.body, `${token}\n`)
  assert.equal(file.headers['content-disposition'], 'attachment; filename="umbel-verify.txt"')
  assert.match(String(file.headers['content-type']), /^text\/plain/)
})

test('DOM-2 what cannot be added stays in its field with the reason; what had more around it is explained', async (t) => {
  const { jonas, base, added } = await aConsole(t)
  for (const [name, words] of [
    ['', /Type a domain/],
    ['acme', /missing its ending/],
    ['gmail.com', /Anybody can get an address at gmail\.com/],
    ['post.example', /Anybody can get an address at post\.example/],
    ['co.uk', /Anybody can get a name under co\.uk/],
    ['10.0.0.1', /network address/],
    ['"><b>x', /That isn’t a domain/],
  ] as const) {
    const refused = await jonas.post(`${base}/domains/add`, { name, subdomains: '1' })
    assert.equal(refused.status, 422)
    assert.match(refused.body, words)
    assert.match(refused.body, /name="subdomains" value="1" checked/)
    assert.doesNotMatch(refused.body, /value=""><b>/)
  }
  const location = await added('https://www.acme.example/about')
  assert.match(location, /\?status=domain-understood$/)
  assert.match((await jonas.get(location)).body, /We kept the domain of what you typed/)
  const twice = await jonas.post(`${base}/domains/add`, { name: 'ACME.example' })
  assert.equal(twice.status, 409)
  assert.match(twice.body, /acme\.example is in your list already/)
})

test('DOM-2 a name with foreign letters is shown with what it really is, and look-alikes with a warning', async (t) => {
  const { jonas, base, added } = await aConsole(t)
  const page = (await jonas.get(await added('аcme.example'))).body
  assert.match(page, /mixes letters of several scripts/)
  assert.match(page, /xn--cme-5cd\.example/)
  assert.match((await jonas.get(await added('bücher.example'))).body, /letters beyond a to z/)
  assert.match(
    (await jonas.get(`${base}/domains`)).body,
    /bücher\.example<\/bdi> <span class="muted">\(xn--bcher-kva\.example\)/,
  )
})

test('DOM-1 auditors read; strangers and other organizations find nothing', async (t) => {
  const { umbel, jonas, base, added } = await aConsole(t)
  const domain = await added()
  await jonas.post(`${base}/admins/invite`, { email: 'priya@home.example', role: 'auditor' })
  const { mail } = await umbel.mailTo('priya@home.example')
  const link = /\/organizations\/invitation\?token=[\w-]{43}/.exec(mail.text)?.[0] ?? ''
  const priya = await umbel.holder('priya@home.example', password)
  await priya.post(link, {})
  const read = await priya.get(domain)
  assert.equal(read.status, 200)
  assert.doesNotMatch(read.body, /<form method="post" action="\/organizations|Remove domain/)
  assert.doesNotMatch((await priya.get(`${base}/domains`)).body, /Add domain/)
  for (const path of ['/check', '/renew', '/remove'])
    assert.equal((await priya.post(domain + path, {})).status, 403, path)
  for (const path of [`${base}/domains/add`, `${domain}/remove`]) assert.equal((await priya.get(path)).status, 403)

  const rita = await umbel.holder('rita@home.example', password)
  const theirs = String((await rita.post('/organizations/new', { name: 'Rival' })).headers.location)
  const id = domain.split('/').at(-1)
  for (const path of ['', '/file', '/remove']) {
    assert.equal((await rita.get(domain + path)).status, 404)
    assert.equal((await rita.get(`${theirs}/domains/${id}${path}`)).status, 404)
  }
  for (const path of ['/check', '/renew', '/remove'])
    assert.equal((await rita.post(`${theirs}/domains/${id}${path}`, {})).status, 404, path)
})

test('DOM-3 a second organization learns of the first only by proving the domain; then both pages say so', async (t) => {
  const { names, umbel, jonas, added } = await aConsole(t)
  const held = await added()
  const first = tokenIn((await jonas.get(held)).body)
  names.zone.set('acme.example', { txt: [first] })
  await jonas.post(`${held}/check`, {})

  const rita = await umbel.holder('rita@home.example', password)
  const theirs = String((await rita.post('/organizations/new', { name: 'Rival' })).headers.location)
  const wanted = await added('acme.example', rita, theirs)
  const page = (await rita.get(wanted)).body
  assert.doesNotMatch(page, /Acme Inc/)
  names.zone.set('acme.example', { txt: [first, tokenIn(page)] })
  await rita.post(`${wanted}/check`, {})
  assert.match(
    (await rita.get(wanted)).body,
    /Contested<\/b>An organization that calls itself “<bdi>Acme Inc\.<\/bdi>”/,
  )
  assert.match((await jonas.get(held)).body, /Contested<\/b>An organization that calls itself “<bdi>Rival<\/bdi>”/)
  const { mail } = await umbel.mailTo('jonas@home.example', 0, 'has just proved it')
  assert.match(mail.subject, /Another organization says acme\.example is theirs/)
  assert.match(mail.text, /Keep your proof in place/)
  assert.match(
    (await jonas.get(`${held}/remove`)).body,
    /The contest ends, and “<bdi>Rival<\/bdi>” can have the domain/,
  )
})
