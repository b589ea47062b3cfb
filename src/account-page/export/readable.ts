import { type Html, html, type Say, trusted } from '#platform/page'
import { type ActivityEntry, whatHappened, whoDidIt } from '../pages/entries.ts'

type Row = Readonly<Record<string, unknown>>

export type ReadablePage = {
  readonly url: URL
  readonly madeAt: Temporal.Instant
  readonly profile: Row
  /** Everything held, by its name in the download. */
  readonly held: Readonly<Record<string, readonly Row[]>>
  /** The newest of what happened. */
  readonly entries: readonly ActivityEntry[]
  /** How many there are in the file of them. */
  readonly count: number
  readonly hasPicture: boolean
}

/**
 * What is held about an account, to be read (ACC-10): a file of its own, in the account's language, that fetches nothing from
 * anywhere. The JSON beside it has all of it.
 */
export function readablePage(say: Say, page: ReadablePage): Html {
  const { url, madeAt, profile, entries, count, hasPicture } = page
  const name = textOf(profile.name)
  const title = say('account-page.export.file.title', { name })
  return html`<!DOCTYPE html>
<html lang="${say.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
<h1>${say.html('account-page.export.file.heading', { name, bdi: (inner) => html`<bdi>${inner}</bdi>` })}</h1>
<p>${say('account-page.export.file.made', { host: url.host, at: say.full(madeAt) })}</p>
<p>${say.html('account-page.export.file.all', { file: 'account.json', a: fileLink('account.json') })}</p>
${hasPicture && html`<p><img src="picture.jpg" alt="${say('account-page.export.file.picture')}" width="128" height="128"></p>`}
${sectionsOf(say, page)}
<h2>${say('account-page.export.file.activity')}</h2>
<p>${say.html('account-page.export.file.activity-all', { count, shown: entries.length, a: fileLink('activity.json') })}</p>
${table(
  [say('account-page.export.file.when'), say('account-page.export.file.what'), say('account-page.export.file.who')],
  entries.map((entry) => [say.full(entry.at), whatHappened(say, entry), whereOf(say, entry)]),
)}
</main>
</body>
</html>
`
}

const fileLink =
  (file: string) =>
  (inner: Html): Html =>
    html`<a href="${file}">${inner}</a>`

function sectionsOf(say: Say, { profile, held }: ReadablePage): Html[] {
  const moment = (value: unknown) => (typeof value === 'string' ? say.full(Temporal.Instant.from(value)) : '–')
  const of = (name: string) => held[name] ?? []
  const facts = (rows: readonly (readonly [string, string])[]) => table([], rows)
  const list = (heading: string, columns: readonly string[], rows: readonly (readonly string[])[]) =>
    html`<h2>${heading}</h2>
${rows.length > 0 ? table(columns, rows) : html`<p>${say('account-page.export.file.none')}</p>`}
`
  const device = (value: unknown) => (typeof value === 'string' ? say.device(value) : '–')
  const words = {
    device: say('account-page.export.file.device'),
    network: say('account-page.export.file.network'),
    since: say('account-page.export.file.since'),
    last: say('account-page.export.file.last'),
    what: say('account-page.export.file.what'),
    product: say('account-page.export.file.product'),
    when: say('account-page.export.file.when'),
  }
  return [
    html`<h2>${say('account-page.export.file.profile')}</h2>
${facts([
  [say('account-page.export.file.name'), textOf(profile.name)],
  [say('account-page.export.file.public-name'), textOf(profile.public_name)],
  [say('account-page.export.file.email'), textOf(profile.email)],
  [say('account-page.export.file.username'), textOf(profile.username)],
  [say('account-page.export.file.language'), textOf(profile.locale)],
  [say('account-page.export.file.zone'), textOf(profile.zoneinfo)],
  [words.since, moment(profile.created_at)],
  [say('account-page.export.file.id'), textOf(profile.id)],
])}
`,
    list(say('account-page.export.file.ways'), [words.what, words.since, words.last], waysOf(say, of, moment)),
    list(
      say('account-page.export.file.sessions'),
      [words.device, words.network, words.since, words.last],
      of('sessions').map((row) => [
        device(row.device),
        textOf(row.network),
        moment(row.created_at),
        moment(row.seen_at),
      ]),
    ),
    list(
      say('account-page.export.file.products'),
      [words.product, words.since, words.last],
      of('products').map((row) => [textOf(row.product_id), moment(row.first_at), moment(row.last_at)]),
    ),
    list(
      say('account-page.export.file.messages'),
      [words.when, words.what],
      of('messages').map((row) => [moment(row.at), textOf(row.message)]),
    ),
  ]
}

function waysOf(say: Say, of: (name: string) => readonly Row[], moment: (value: unknown) => string) {
  const codes = (row: Row) => say('account-page.export.file.codes', { count: Number(row.codes_left ?? 0) })
  return [
    ...of('passwords').map((row) => [say('account-page.export.file.password'), moment(row.changed_at), '–']),
    ...of('passkeys').map((row) => [textOf(row.name), moment(row.created_at), moment(row.last_used_at)]),
    ...of('authenticator_apps').map((row) => [
      say('account-page.export.file.app'),
      moment(row.added_at),
      moment(row.last_used_at),
    ]),
    ...of('recovery_codes').map((row) => [codes(row), moment(row.issued_at), '–']),
    ...of('connected_identities').map((row) => [textOf(row.issuer), moment(row.linked_at), '–']),
  ]
}

function table(columns: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  const head =
    columns.length > 0 && html`<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>`
  const cells = ([first = '', ...others]: readonly (string | Html)[]) =>
    html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>
`
  return html`<table>${head}<tbody>
${rows.map(cells)}</tbody></table>`
}

const whereOf = (say: Say, entry: ActivityEntry): string =>
  [whoDidIt(say, entry), entry.device && say.device(entry.device), entry.network].filter(Boolean).join(' · ')

const textOf = (value: unknown): string => (typeof value === 'string' && value !== '' ? value : '–')

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.15rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: start; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
tbody th { font-weight: 500; }
img { border-radius: 50%; }
`
