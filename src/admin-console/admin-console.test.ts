import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aClockAt } from '#platform'
import { anUmbel, type Browser } from '../../test/an-umbel.ts'

const password = 'umbels grow in spring'

async function anOrganization(browser: Browser, name = 'Acme Inc.'): Promise<string> {
  const made = await browser.post('/organizations/new', { name })
  assert.equal(made.status, 303)
  return String(made.headers.location)
}
const linkIn = (text: string) => /\/organizations\/invitation\?token=[\w-]{43}/.exec(text)?.[0] ?? ''

test('ORG-1 from an empty page to two people who run an organization', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  assert.match((await jonas.get('/organizations')).body, /You don’t run an organization/)
  const base = await anOrganization(jonas)
  assert.match((await jonas.get(base)).body, /Only one person may do everything here/)

  const invited = await jonas.post(`${base}/admins/invite`, { email: 'priya@acme.example', role: 'org-admin' })
  assert.equal(invited.headers.location, `${base}/admins?status=invited`)
  const link = linkIn((await umbel.mailTo('priya@acme.example')).mail.text)

  // Without being logged in: the page says what it is, and leads through logging in.
  const priya = umbel.browser()
  assert.match((await priya.get(link)).body, /Log in or sign up to accept/)
  const away = await priya.post(link, {})
  assert.match(String(away.headers.location), /^\/sign-in/)
  const logged = await umbel.holder('priya@acme.example', password)
  assert.match((await logged.get(link)).body, /priya@acme\.example<\/span>[\s\S]*>Accept</)
  assert.equal((await logged.post(link, {})).headers.location, base)
  assert.equal((await logged.post(link, {})).status, 410)
  assert.match((await jonas.get(base)).body, /Nothing needs you/)
})

test('ORG-1 after logging in with the invited address, no link is needed any more; with another one it is', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await jonas.post(`${base}/admins/invite`, { email: 'priya@acme.example', role: 'auditor' })
  const link = linkIn((await umbel.mailTo('priya@acme.example')).mail.text)
  const id = /name="invitation" value="([0-9a-f-]{36})"/.exec((await jonas.get(`${base}/admins`)).body)?.[1] ?? ''
  const byId = `/organizations/invitation?id=${id}`
  assert.equal((await umbel.browser().get(byId)).status, 410)
  assert.equal((await jonas.get(byId)).status, 410)
  const priya = await umbel.holder('priya@acme.example', password)
  assert.equal((await priya.get(byId)).status, 200)
  assert.equal((await priya.post(byId, {})).headers.location, base)
  assert.equal((await priya.get(link)).status, 410)
  // An auditor reads, and is told whom to ask.
  assert.equal((await priya.get(`${base}/admins`)).status, 200)
  const refused = await priya.get(`${base}/settings`)
  assert.equal(refused.status, 403)
  assert.match(refused.body, /Ask an organization admin/)
  assert.equal((await priya.post(`${base}/admins/invite`, { email: 'x@example.com', role: 'auditor' })).status, 403)
})

test('ORG-1 an organization is nobody’s business who does not run it', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  const stranger = await umbel.holder('stranger@example.com', password)
  const none = '/organizations/01990000-0000-7000-8000-000000000000'
  for (const path of ['', '/admins', '/settings']) {
    const real = await stranger.get(base + path)
    const unreal = await stranger.get(none + path)
    assert.equal(real.status, 404)
    assert.equal(real.body.replaceAll(base, ''), unreal.body.replaceAll(none, ''))
  }
  assert.equal((await stranger.post(`${base}/settings`, { name: 'Mine' })).status, 404)
  assert.equal((await umbel.browser().get(`${base}/admins`)).status, 303)
})

test('ORG-1 a name that cannot be used stays in its field, with what is wrong with it', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const refused = await jonas.post('/organizations/new', { name: '<b>Acme</b>' })
  assert.equal(refused.status, 422)
  assert.match(refused.body, /value="&lt;b&gt;Acme&lt;\/b&gt;"/)
  assert.match(refused.body, /without web addresses or angle brackets/)
  const base = await anOrganization(jonas)
  assert.equal((await jonas.post(`${base}/settings`, { name: '' })).status, 422)
  assert.equal((await jonas.post(`${base}/settings`, { name: 'Acme' })).status, 303)
  assert.match((await jonas.get('/organizations')).body, /<bdi>Acme<\/bdi>/)
  const mine = /name="account" value="([0-9a-f-]{36})"/.exec((await jonas.get(`${base}/admins`)).body)?.[1] ?? ''
  const last = await jonas.post(`${base}/admins/role`, { account: mine, act: 'remove' })
  assert.equal(last.status, 409)
  assert.match(last.body, /Make someone else an organization admin first/)
})

test('ORG-1 LOG-10 whoever gives somebody a role, or takes it, has proved who they are a moment ago', async (t) => {
  const clock = aClockAt(Temporal.Now.instant())
  const umbel = await anUmbel(t, { clock })
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  const mine = /name="account" value="([0-9a-f-]{36})"/.exec((await jonas.get(`${base}/admins`)).body)?.[1] ?? ''
  clock.move({ minutes: 16 })
  const invite = () => jonas.post(`${base}/admins/invite`, { email: 'thief@example.net', role: 'org-admin' })
  const demote = () => jonas.post(`${base}/admins/role`, { account: mine, role: 'auditor' })
  for (const act of [invite, demote]) {
    assert.match(String((await act()).headers.location), /^\/sign-in\/password\?attempt=/)
  }
  const attempt = String((await invite()).headers.location).replace(/.*attempt=/, '')
  assert.equal((await jonas.post('/sign-in/password', { attempt, password })).headers.location, `${base}/admins`)
  assert.doesNotMatch((await jonas.get(`${base}/admins`)).body, /thief@example\.net/)
  const again = await jonas.post(`${base}/admins/invite`, { email: 'priya@acme.example', role: 'auditor' })
  assert.equal(again.headers.location, `${base}/admins?status=invited`)
})
