import assert from 'node:assert/strict'
import { after, before, beforeEach, type TestContext, test } from 'node:test'
import { createAccount, createProvedAccount, suspend } from '#account'
import { openHashing, setFirstPassword } from '#credential'
import { parseAddress, system } from '#kernel'
import { raw, sql } from '#platform'
import { type Answer, anUmbel, type Browser, type OpenUmbel, withoutPerson } from './an-umbel.ts'
import { differ, median, wouldNotice } from './time-statistics.ts'

// What it takes to show that nobody learns from an answer, or from its time, whether an address has an account (ACC-5, LOG-5).

const kinds = ['known', 'unknown', 'unverified', 'suspended'] as const
type Kind = (typeof kinds)[number]

const peopleOfAKind = 20
const detectedMs = 3
const [fewest, most, step] = [60, 480, 60]
export const password = 'umbels grow in spring'
// A hash that takes a few milliseconds: one more or fewer of them is still a difference that is noticed.
const cheap = { memoryKib: 12_288, passes: 1 }

export let umbel: OpenUmbel
const ends: (() => unknown)[] = []
before(async () => {
  const settings = { UMBEL_ARGON2_MEMORY_KIB: cheap.memoryKib, UMBEL_ARGON2_PASSES: cheap.passes }
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) }, { settings })
  // Jobs are out of sight: what they do is not part of an answer, so here they wait.
  const { durable } = umbel.database
  await durable.run(sql`
    create function wait() returns trigger language plpgsql as 'begin new.run_at = now() + interval ''1 day''; return new; end'`)
  await durable.run(sql`
    create trigger wait before insert on graphile_worker._private_jobs for each row execute function wait()`)
  const hashing = await openHashing({ ...cheap, atOnce: 1, queue: 10 })
  const hash = await hashing.hash(password)
  for (let number = 0; number < peopleOfAKind; number += 1) {
    await umbel.database.transaction(async (tx) => {
      const person = { name: 'Ana Example', locale: 'en', zone: 'UTC' }
      const known = await createProvedAccount(tx, system, {
        ...person,
        address: parseAddress(addressOf('known', number)),
      })
      await setFirstPassword(tx, known, hash)
      const suspended = await createProvedAccount(tx, system, {
        ...person,
        address: parseAddress(addressOf('suspended', number)),
      })
      await setFirstPassword(tx, suspended, hash)
      await suspend(tx, { kind: 'operator' }, suspended, 'abuse')
      const unverified = await createAccount(tx, system, {
        ...person,
        address: parseAddress(addressOf('unverified', number)),
      })
      await setFirstPassword(tx, unverified, hash)
    })
  }
})
after(async () => {
  for (const end of ends) await end()
})
beforeEach(forget)

/** Addresses of one length and one first letter, so that pages can be compared. Unknown ones are new each time. */
function addressOf(kind: Kind, number: number): string {
  const one = kind === 'unknown' ? number : number % peopleOfAKind
  return `a${kind.slice(0, 3)}${String(one).padStart(5, '0')}@example.com`
}

async function forget(): Promise<void> {
  for (const table of ['limiter', 'spent_work', 'alarm'])
    await umbel.database.durable.run(sql`delete from ${raw(table)}`)
}

/** What is asked, once all that comes before it is done. */
export type Ask = () => Promise<Answer>
export type Forms = Readonly<Record<string, (browser: Browser, email: string) => Promise<Ask>>>

let asked = 0
export async function ask(kind: Kind, form: Forms[string]) {
  asked += 1
  const email = addressOf(kind, asked)
  await forget()
  const go = await form(umbel.browser(), email)
  const counter = umbel.database.counting()
  const started = performance.now()
  const answer = await go()
  const time = performance.now() - started
  counter.stop()
  // The keys that sign are looked up anew by the clock, whoever asks.
  const statements = counter.statements.filter((statement) => !statement.includes('from signing_key'))
  return { answer: withoutPerson(answer, email), time, statements, commits: counter.commits }
}

/** Holds forms to one answer, one number of statements and one time for whatever address. */
export function holdAlike(forms: Forms): void {
  for (const [name, form] of Object.entries(forms)) holdOneAlike(name, form)
}

function holdOneAlike(name: string, form: Forms[string]): void {
  test(`ACC-5 LOG-5 ${name}: known, unknown, unverified and suspended addresses get one answer, for one number of statements`, async () => {
    // Whatever is prepared or kept by its first use is, before anything is compared.
    for (const kind of kinds) await ask(kind, form)
    const known = await ask('known', form)
    for (const kind of kinds) {
      const { answer, statements, commits } = await ask(kind, form)
      assert.ok(answer.status < 500)
      assert.deepEqual(answer, known.answer, kind)
      assert.deepEqual(statements, known.statements, kind)
      assert.equal(commits, known.commits, kind)
    }
  })

  test(`ACC-5 LOG-5 ${name}: known, unknown, unverified and suspended addresses take one time`, async (t) => {
    const times = await timesOf(form, t)
    for (const [one, other] of [
      ['known', 'unknown'],
      ['known', 'unverified'],
      ['unknown', 'unverified'],
      ['known', 'suspended'],
    ] as const) {
      const medians = `${median(times[one]).toFixed(2)} and ${median(times[other]).toFixed(2)} ms`
      assert.equal(differ(times[one], times[other]), false, `${one} and ${other} differ: ${medians}`)
    }
  })
}

/** Times of all kinds, in turns of random order, until there are enough of them to notice what must be noticed. */
async function timesOf(form: Forms[string], t: TestContext): Promise<Record<Kind, number[]>> {
  const times: Record<Kind, number[]> = { known: [], unknown: [], unverified: [], suspended: [] }
  for (let turn = 0; turn < 10; turn += 1) for (const kind of kinds) await ask(kind, form)
  const isEnough = () => kinds.every((kind) => wouldNotice(times[kind], detectedMs))
  while (times.known.length < fewest || (times.known.length < most && !isEnough())) {
    for (let turn = 0; turn < step; turn += 1) {
      const order = kinds.map((kind) => ({ kind, at: Math.random() })).sort((a, b) => a.at - b.at)
      for (const { kind } of order) times[kind].push((await ask(kind, form)).time)
    }
  }
  t.diagnostic(`${times.known.length} times of each, median ${median(times.known).toFixed(1)} ms`)
  assert.ok(wouldNotice(times.known, 5), 'these times are too noisy for a difference of 5 ms to be noticed')
  return times
}
