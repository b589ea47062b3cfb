import { raw, type Statements, sql } from '#platform'
import type { Audience, Field } from './profile.ts'

/** Statements about the profile (ACC-8). Each moves `updated_at`, which products compare. */

export async function updateName(on: Statements, id: string, name: string): Promise<void> {
  await on.run(sql`update account set name = ${name}, updated_at = ${on.now} where id = ${id}`)
}

export async function updatePublicName(on: Statements, id: string, name: string | undefined): Promise<void> {
  await on.run(sql`update account set public_name = ${name ?? null}, updated_at = ${on.now} where id = ${id}`)
}

export async function updateLanguage(on: Statements, id: string, to: { locale: string; zone: string }): Promise<void> {
  await on.run(sql`
    update account set locale = ${to.locale}, zoneinfo = ${to.zone}, updated_at = ${on.now} where id = ${id}`)
}

const columns = {
  name: 'name_seen_by',
  'public-name': 'public_name_seen_by',
  picture: 'picture_seen_by',
  language: 'language_seen_by',
  'time-zone': 'zone_seen_by',
} as const satisfies Record<Field, string>

/** False when it was visible to just these already. */
export async function updateVisibility(on: Statements, id: string, field: Field, audience: Audience): Promise<boolean> {
  const column = raw(columns[field])
  return (
    (await on.run(sql`
      update account set ${column} = ${audience}, updated_at = ${on.now} where id = ${id} and ${column} <> ${audience}`)) ===
    1
  )
}
