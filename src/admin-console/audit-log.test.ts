import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { LoggedEntry } from '#audit'
import { sayIn, sql } from '#platform'
import { behindItsBack, seal } from '../../test/a-log.ts'
import { anUmbel, type Browser, type OpenUmbel } from '../../test/an-umbel.ts'
import { filterIn, kinds, placeIn, placeText, queryFrom } from './audit-filter.ts'
import { sentenceOf } from './pages/index.ts'

const password = 'umbels grow in spring'

async function anOrganization(browser: Browser, name = 'Acme Inc.'): Promise<string> {
  return String((await browser.post('/organizations/new', { name })).headers.location)
}
/** Entries of an organization as if they had been recorded, each a minute after the one before. */
async function fill(
  umbel: OpenUmbel,
  base: string,
  count: number,
  more: { action?: string; at?: string; by?: string } = {},
) {
  const { action = 'domain-claim.verified', at = '2026-04-13T00:00:00Z', by } = more
  await behindItsBack(umbel.database, (tx) =>
    tx.run(sql`
      insert into audit_entry (at, actor_kind, actor_account_id, action, organization_id, network, detail)
      select ${at}::text::timestamptz + n * interval '1 minute', 'admin', ${by ?? null}::uuid, ${action}, ${base.split('/')[2]},
        '203.0.113.9', jsonb_build_object('domain', 'd' || n || '.example')
      from generate_series(1, ${count}) as n`),
  )
}
const rowsIn = (body: string) =>
  [...body.matchAll(/href="audit\/\d+">(.*?)<\/a>/g)].map(([, words = '']) => words.replace(/<[^>]+>/g, ''))

test('OPS-1 administrators read what was done for their organization, newest first, and open an entry', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await jonas.post(`${base}/settings`, { name: 'Acme & Co' })
  const { body, status } = await jonas.get(`${base}/audit`)
  assert.equal(status, 200)
  assert.deepEqual(rowsIn(body), ['Renamed the organization from Acme Inc. to Acme &amp; Co', 'Made the organization'])
  assert.match(body, /kept for 365 days/)
  assert.match(body, /Ana Example/)
  const number = /href="audit\/(\d+)"/.exec(body)?.[1]
  const event = (await jonas.get(`${base}/audit/${number}`)).body
  assert.match(event, />organization\.renamed</)
  assert.match(event, /This event is sealed within a minute/)
  await seal(umbel.database)
  assert.match((await jonas.get(`${base}/audit/${number}`)).body, /<span class="mono">2<\/span>[\s\S]*>[0-9a-f]{64}</)
  for (const none of ['0', 'x', '-1', '1e3', '9'.repeat(15), '9'.repeat(40), '1%20']) {
    assert.equal((await jonas.get(`${base}/audit/${none}`)).status, 404, none)
  }
})

test('OPS-1 an organization sees nothing of another’s, whatever is asked for', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  const priya = await umbel.holder('priya@globex.example', password)
  const theirs = await anOrganization(priya, 'Globex')
  await fill(umbel, theirs, 30)
  for (const query of [
    '',
    '?who=priya@globex.example',
    '?about=priya@globex.example',
    '?kind=domain-claim',
    '?before=9000000000000000-999999999',
    '?after=0-0',
    `?organization=${theirs.split('/')[2]}&organizationId=${theirs.split('/')[2]}`,
    '?who=%27%20or%201=1--',
  ]) {
    const { body } = await jonas.get(`${base}/audit${query}`)
    assert.doesNotMatch(body, /Globex|example<\/b>/, query)
    assert.ok(rowsIn(body).length <= 1, query)
  }
  const [other] = await umbel.database.durable.all<{ id: number }>(sql`
    select id from audit_entry where organization_id = ${theirs.split('/')[2]} limit 1`)
  assert.equal((await jonas.get(`${base}/audit/${other?.id}`)).status, 404)
  const sent = { format: 'json', who: 'priya@globex.example', organization: theirs.split('/')[2] ?? '' }
  assert.deepEqual(JSON.parse((await jonas.post(`${base}/audit/export`, sent)).body).entries, [])
  // And nothing at all by their address.
  assert.equal((await jonas.get(`${theirs}/audit`)).status, 404)
  assert.equal((await jonas.post(`${theirs}/audit/export`, { format: 'csv' })).status, 404)
  assert.equal((await umbel.browser().get(`${theirs}/audit`)).status, 303)
})

test('OPS-1 filters stand in the address, are taken away one by one, and count', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await fill(umbel, base, 12)
  await fill(umbel, base, 1_200, { action: 'organization.renamed', at: '2026-05-01T00:00:00Z' })
  const all = `${base}/audit?kind=domain-claim&from=2026-04-13&to=2026-04-13`
  const { body } = await jonas.get(all)
  assert.equal(rowsIn(body).length, 12)
  assert.match(body, /Showing 12 events\./)
  assert.ok(body.includes(`href="${base}/audit?from=2026-04-13&amp;to=2026-04-13"`))
  assert.ok(body.includes(`href="${base}/audit?kind=domain-claim"`))
  assert.match((await jonas.get(`${base}/audit?kind=organization`)).body, /More than 1,000 events/)
  assert.deepEqual(rowsIn((await jonas.get(`${base}/audit?who=JONAS@acme.example`)).body), ['Made the organization'])
  assert.deepEqual(rowsIn((await jonas.get(`${base}/audit?about=jonas@acme.example&kind=organization`)).body), [
    'Made the organization',
  ])
})

test('OPS-1 days are days where the reader is', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await umbel.database.durable.run(sql`update account set zoneinfo = 'Pacific/Auckland'`)
  // 13 April in Auckland begins at noon of the 12th, UTC.
  await fill(umbel, base, 1, { at: '2026-04-12T11:58:00Z' })
  await fill(umbel, base, 2, { at: '2026-04-12T12:00:00Z' })
  const { body } = await jonas.get(`${base}/audit?from=2026-04-13&to=2026-04-13`)
  assert.equal(rowsIn(body).length, 2)
  assert.match(body, /Times are in Auckland time/)
})

test('OPS-1 pages go back and forth by key, and meet no entry twice', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await fill(umbel, base, 40)
  // Many at one moment.
  await fill(umbel, base, 1, { at: '2026-04-12T00:00:00Z' })
  const link = (body: string, rel: string) =>
    new RegExp(`href="([^"]+)" rel="${rel}"`).exec(body)?.[1]?.replaceAll('&amp;', '&')
  const seen: string[] = []
  const bodies: string[] = []
  for (let at: string | undefined = `${base}/audit?kind=domain-claim`; at; ) {
    const { body } = await jonas.get(at)
    bodies.push(body)
    seen.push(...rowsIn(body))
    at = link(body, 'next')
  }
  assert.equal(seen.length, 41)
  assert.equal(bodies.length, 3)
  assert.equal(link(bodies[0] ?? '', 'prev'), undefined)
  const back = await jonas.get(link(bodies[2] ?? '', 'prev') ?? '')
  assert.deepEqual(rowsIn(back.body), rowsIn(bodies[1] ?? ''))
  const first = await jonas.get(link(back.body, 'prev') ?? '')
  assert.deepEqual(rowsIn(first.body), rowsIn(bodies[0] ?? ''))
  assert.equal(link(first.body, 'prev'), undefined)
  // A place that has nothing behind it any more leads to the beginning.
  assert.equal((await jonas.get(`${base}/audit?before=1-1`)).headers.location, `${base}/audit`)
})

test('OPS-1 when nothing matches, the page says where there is something', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await fill(umbel, base, 6)
  const none = async (query: string) => (await jonas.get(`${base}/audit${query}`)).body
  const byKind = await none('?kind=audit&from=2026-04-13&to=2026-04-16')
  assert.match(byKind, /There are 6 matches in all kinds of events\./)
  assert.ok(byKind.includes(`href="${base}/audit?from=2026-04-13&amp;to=2026-04-16">Search all kinds`))
  assert.match(await none('?kind=domain-claim&from=2026-04-14&to=2026-04-16'), /There are 6 matches on other days\./)
  assert.match(await none('?who=nobody@example.com&kind=domain-claim'), /There are 6 matches done by others\./)
  assert.match(await none('?about=jonas@acme.example&who=nobody@example.com'), /There is 1 match done by others\./)
  assert.match(
    await none('?who=a@example.com&about=b@example.com&kind=audit'),
    /Nothing in the log has all of these filters\. </,
  )
  // Whether somebody has an account makes no difference (LOG-5).
  await umbel.holder('known@example.com', password)
  const plain = (body: string, typed: string) => body.replaceAll(typed, '').replaceAll(encodeURIComponent(typed), '')
  assert.equal(
    plain(await none('?who=known@example.com'), 'known@example.com'),
    plain(await none('?who=other@example.com'), 'other@example.com'),
  )
})

test('OPS-1 an auditor takes along what is filtered, as CSV and JSON, and the log says so', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas, '=1+1')
  await umbel.database.durable.run(sql`update organization_admin set role = 'auditor'`)
  await fill(umbel, base, 2_400)
  const csv = await jonas.post(`${base}/audit/export`, { format: 'csv', kind: 'organization' })
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(csv.headers['content-disposition']), /^attachment; filename="umbel-audit-\d{4}-\d\d-\d\d\.csv"$/)
  assert.equal(csv.headers['cache-control'], 'no-store')
  const [head = '', made = '', end] = csv.body.split('\r\n')
  assert.match(head, /^\ufeffid,at,.*,hash,what,who,about$/)
  assert.match(made, /,Made the organization,Ana Example,Ana Example$/)
  assert.equal(end, '')
  const all = JSON.parse((await jonas.post(`${base}/audit/export`, { format: 'json', kind: '', who: '' })).body)
  assert.equal(all.entries.length, 2_402)
  assert.deepEqual(all.entries[0].detail, { format: 'csv', kind: 'organization' })
  assert.equal(all.entries[0].what, 'Exported the audit log as CSV')
  assert.match((await jonas.get(`${base}/audit?kind=audit`)).body, /Showing 2 events/)
})

test('OPS-1 what people call themselves is no formula in the file', async (t) => {
  const umbel = await anUmbel(t)
  const jonas = await umbel.holder('jonas@acme.example', password)
  const base = await anOrganization(jonas)
  await umbel.database.durable.run(sql`update account set name = '=HYPERLINK("https://evil.example")'`)
  await jonas.post(`${base}/settings`, { name: '+Acme' })
  const { body } = await jonas.post(`${base}/audit/export`, { format: 'csv' })
  assert.match(body, /,"'=HYPERLINK\(""https:\/\/evil\.example""\)"/)
  assert.doesNotMatch(body, /(^|,)"?[=+@]/m)
})

test('OPS-1 a filter means the same in the address as where it came from', () => {
  const read = (query: string) => filterIn((name) => new URLSearchParams(query).get(name) ?? undefined, kinds)
  for (const query of [
    '',
    'who=a%40example.com&about=b&kind=audit&from=2026-04-13&to=2026-04-16',
    'kind=organization',
  ]) {
    assert.equal(queryFrom(read(query)), query === '' ? '' : `?${query}`)
  }
  // Turned around, and what means nothing.
  assert.equal(queryFrom(read('from=2026-04-16&to=2026-04-13')), '?from=2026-04-13&to=2026-04-16')
  assert.equal(queryFrom(read('kind=x&from=2026-02-31&to=0001-01-01&who=+&about=')), '')
  const place = { at: Temporal.Instant.from('2026-04-13T10:00:00.123456Z'), id: 42 }
  assert.deepEqual(placeIn(placeText(place)), place)
  for (const text of [undefined, '', 'x', '1-', '-1-1', '1e9-1', `${'9'.repeat(30)}-1`])
    assert.equal(placeIn(text), undefined)
})

// ---------- words ----------

const source = new URL('../', import.meta.url)
/** Every action that can stand in an organization's log: those recorded where organizations or their administrators are known. */
const actions = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(new URL(file, source), 'utf8'))
  .flatMap((code) =>
    [...code.matchAll(/\brecord\(\s*tx,[^,]+,\s*(?:[^'`]*\? )?'([^']+)'(?: : '([^']+)')?[^)]*/g)]
      .filter(([call]) => /AdminActor/.test(code) || /organizationId/.test(call))
      .flatMap(([, one = '', other]) => (other ? [one, other] : [one])),
  )

for (const locale of ['en', 'de']) {
  test(`OPS-1 every action that an organization can read has a sentence and a kind (${locale})`, () => {
    const say = sayIn(locale, 'UTC')
    assert.ok(actions.length > 12)
    assert.deepEqual(
      [...new Set(actions)].filter((action) => !say.has(`admin-console.audit.${action}`)),
      [],
      'add admin-console.audit.<action> to src/admin-console/words',
    )
    assert.deepEqual(
      [...new Set(actions)].filter((action) => !kinds.some((kind) => action.startsWith(`${kind}.`))),
      [],
      'add the room to kinds in audit-filter.ts, and admin-console.kind.<room> to the words',
    )
    assert.ok(kinds.every((kind) => say.has(`admin-console.kind.${kind}`)))
  })

  test(`OPS-1 every sentence can be said, also of an entry that has lost its facts (${locale})`, () => {
    const say = sayIn(locale, 'UTC')
    const at = Temporal.Instant.from('2026-04-13T10:00:00Z')
    for (const action of [...actions, 'none.such']) {
      const entry: LoggedEntry = { id: 1, at, actorKind: 'admin', action, detail: {}, accountId: 'a' }
      const said = sentenceOf(say, entry, new Map())
      assert.ok(said !== '' && !/undefined|[{}]/.test(said), said)
    }
  })
}
