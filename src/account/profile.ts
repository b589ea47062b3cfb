import { Refusal } from '#kernel'
import { languageOf, languages } from '#platform/page'

/** What a profile says of its holder, each visible to whom the holder chooses (ACC-8). */
export const fields = ['name', 'public-name', 'picture', 'language', 'time-zone'] as const
export type Field = (typeof fields)[number]

/** Who may see a field, from the most to the fewest: `me` is the holder, and those who administer the account. */
export const audiences = ['anyone', 'organization', 'me'] as const
export type Audience = (typeof audiences)[number]

/** Who may see each field. */
export type Visibility = Readonly<Record<Field, Audience>>

/** Whether somebody who belongs to `viewer` may see what its holder shows to `audience`. */
export function isVisibleTo(viewer: Audience, audience: Audience): boolean {
  return audiences.indexOf(viewer) >= audiences.indexOf(audience)
}

/** @throws Refusal 'account.audience-unknown' 422 */
export function parseAudience(text: string | undefined): Audience {
  const audience = audiences.find((each) => each === text)
  if (!audience) throw new Refusal('account.audience-unknown', 422)
  return audience
}

/**
 * Reads a language that we have words for. The region that the account has is kept while its language stays the same.
 * @throws Refusal 'account.language-unknown' 422
 */
export function parseLanguage(text: string | undefined, locale: string): string {
  if (text === undefined || !languages.includes(text)) throw new Refusal('account.language-unknown', 422)
  return languageOf(locale) === text ? locale : text
}

// A name as the IANA gives them. Offsets such as `+01:00` have no summer.
const zoneName = /^[A-Za-z][A-Za-z0-9+_-]*(\/[A-Za-z0-9+_-]+)*$/

/**
 * Reads a time zone by its IANA name, old names included; the name stays as it is but for its case.
 * @throws Refusal 'account.zone-unknown' 422
 */
export function parseZone(text: string | undefined): string {
  const name = (text ?? '').trim()
  try {
    if (name.length <= 60 && zoneName.test(name)) return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw new Refusal('account.zone-unknown', 422)
}
