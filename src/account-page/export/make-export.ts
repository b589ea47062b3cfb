import { accountById, pictureOf } from '#account'
import { entriesAbout, record } from '#audit'
import { type Actor, system } from '#kernel'
import { organizationNames } from '#organization'
import { type Database, type Logger, queueJob, readHeld, type Say, type Statements, sayIn } from '#platform'
import { type ActivityEntry, sentenceOf, whoDidIt } from '../pages/entries.ts'
import { type Archive, openArchive } from './archive.ts'
import { everythingHeld } from './everything.ts'
import { readablePage } from './readable.ts'
import { finishExport, setExportFailed } from './store.ts'

const format = 'umbel.account/1'
const keptHours = 24 * 7
const mostRows = 10_000
const mostEntries = 100_000
const entriesAtOnce = 1_000
/** On the readable page; all of them are in a file of their own. */
const entriesInBrief = 200
/** What the database takes is 50 MB: the record stops before, and says so. */
const mostActivityBytes = 40 * 1024 * 1024

type Context = { database: Database; url: URL; log: Logger }

/**
 * Makes the download of an account (ACC-10), and then has its holder told. It runs as a job: should it fail for good, the page
 * says so and lets ask again.
 */
export async function makeExport(
  context: Context,
  payload: { accountId: string; askedAt: string },
  job: { readonly attempts: number; readonly maxAttempts: number },
): Promise<void> {
  const { database } = context
  const { accountId } = payload
  const askedAt = Temporal.Instant.from(payload.askedAt)
  try {
    const content = await packed(context, accountId)
    if (!content) return
    await database.transaction(async (tx) => {
      const until = tx.now.add({ hours: keptHours })
      if (!(await finishExport(tx, { accountId, askedAt, content, until }))) return
      await record(tx, system, 'account-page.export-made', { accountId })
      await queueJob(tx, 'account-page.mail-export', { accountId }, { key: `account-page.mail-export ${accountId}` })
    })
  } catch (error) {
    if (job.attempts >= job.maxAttempts) {
      await setExportFailed(database.durable, accountId, askedAt)
      context.log.error({ err: error }, 'A download of everything held about an account could not be made.')
    }
    throw error
  }
}

/** The archive: what is held, as JSON; what happened, as JSON; both to read; and the picture, if there is one. */
async function packed({ database, url }: Context, accountId: string): Promise<Buffer | undefined> {
  const on = database.durable
  const account = await accountById(on, accountId)
  if (!account) return undefined
  const say = sayIn(account.locale, account.zone)
  const archive = openArchive(on.now)
  const held: Record<string, readonly Readonly<Record<string, unknown>>[]> = {}
  const leftOut: string[] = []
  for (const each of everythingHeld.filter(({ as }) => as !== 'activity')) {
    const { rows, more } = await readHeld(on, each, accountId, mostRows)
    held[each.as] = rows
    if (more) leftOut.push(each.as)
  }
  const activity = await packActivity(on, archive, say, accountId)
  const picture = account.pictureId === undefined ? undefined : await pictureOf(on, account.pictureId)
  if (picture) archive.picture('picture.jpg', picture)
  const { profile: [profile = {}] = [], ...others } = held
  const about = { format, made_at: on.now.toString(), made_by: url.origin, language: say.locale }
  const files = { activity: 'activity.json', picture: picture ? 'picture.jpg' : null }
  const whole = { ...about, files, profile, ...others, left_out: leftOut }
  write(archive, 'account.json', `${JSON.stringify(whole, null, 2)}\n`)
  const { brief, count } = activity
  const page = readablePage(say, { url, madeAt: on.now, profile, held, entries: brief, count, hasPicture: !!picture })
  write(archive, 'index.html', page.toString())
  return archive.finish()
}

function write(archive: Archive, name: string, text: string): void {
  const file = archive.file(name)
  file.write(text)
  file.end()
}

/** Writes what happened page by page, newest first, so that a million entries need no more memory than a thousand. */
async function packActivity(on: Statements, archive: Archive, say: Say, accountId: string) {
  const file = archive.file('activity.json')
  file.write('{\n"format": "umbel.activity/1",\n"entries": [')
  const brief: ActivityEntry[] = []
  let count = 0
  let before: number | undefined
  let isWhole = false
  while (!isWhole && count < mostEntries && archive.bytes() < mostActivityBytes) {
    const entries = await entriesAbout(on, accountId, { most: entriesAtOnce, before })
    const named = await withOrganizations(on, entries)
    const lines = named.map(
      (entry, place) => `${count + place === 0 ? '' : ','}\n${JSON.stringify(asJson(say, entry))}`,
    )
    file.write(lines.join(''))
    brief.push(...named.slice(0, Math.max(0, entriesInBrief - brief.length)))
    count += entries.length
    before = entries.at(-1)?.id
    isWhole = entries.length < entriesAtOnce
  }
  file.write(`\n],\n"older_left_out": ${!isWhole}\n}\n`)
  file.end()
  return { brief, count }
}

async function withOrganizations(
  on: Statements,
  entries: Awaited<ReturnType<typeof entriesAbout>>,
): Promise<ActivityEntry[]> {
  const ids = new Set(entries.flatMap(({ organizationId }) => organizationId ?? []))
  if (ids.size === 0) return entries
  const names = await organizationNames(on, [...ids])
  return entries.map((entry) => ({ ...entry, organization: names.get(entry.organizationId ?? '') }))
}

function asJson(say: Say, entry: ActivityEntry) {
  const { at, action, actorKind, network, device, detail } = entry
  const by: Actor['kind'] | 'you' = entry.byHolder ? 'you' : actorKind
  const sentence = sentenceOf(say, entry)
  return { at: at.toString(), action, sentence, by, by_sentence: whoDidIt(say, entry), network, device, detail }
}
