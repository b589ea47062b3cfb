import assert from 'node:assert/strict'
import type { Detail } from '#audit'
import type { Actor } from '#kernel'
import { type Database, isAway, sql } from '#platform'
import { sentenceOf, whoDidIt } from '../src/account-page/pages/entries.ts'
import { readCatalogs, sayIn } from '../src/platform/words.ts'

type Row = { action: string; kind: Actor['kind']; own: boolean; detail: Detail; device: string | null }

/** Languages in which people read what happened to their account. */
export const languages = [...readCatalogs().keys()]

/**
 * Holds everything that a test has done to accounts to being told to their holders, in every language and in words of its own
 * (ACC-11). Called when a test's world ends, so that every act that any test performs is held to it.
 */
export async function mustTellAll(database: Database): Promise<void> {
  const rows = await rowsOf(database)
  for (const { action, kind, own, detail, device } of rows) {
    const entry = {
      action,
      actorKind: kind,
      byHolder: own,
      detail,
      device: device ?? undefined,
      at: database.durable.now,
      organization: 'Acme Inc.',
    }
    for (const language of languages) {
      const say = sayIn(language, 'UTC')
      const sentence = sentenceOf(say, entry)
      assert.ok(
        sentence.trim() !== '' && !/undefined|\[object|\{\w/.test(sentence),
        `${action} in ${language}: ${sentence}`,
      )
      assert.notEqual(sentence, say('account-page.audit.other'), `${action} has no sentence in ${language}`)
      assert.ok(whoDidIt(say, entry))
    }
  }
}

/** One of each kind of entry that some holder can read. None when the database has gone before its test. */
async function rowsOf(database: Database): Promise<Row[]> {
  try {
    return await database.durable.all<Row>(sql`
      select distinct on (action, actor_kind, own, keys) action, actor_kind as kind, own, detail, device from (
        select action, actor_kind, coalesce(actor_account_id = account_id, false) as own, detail, device,
          (select string_agg(key, ' ' order by key) from jsonb_object_keys(detail) as key) as keys
        from audit_entry where account_id is not null limit 5000) as told`)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    // A test may have taken it away, or a table of it: nobody reads anything there.
    if (isAway(error) || /^(3D000|42P01|53300)$/.test(code)) return []
    throw error
  }
}
