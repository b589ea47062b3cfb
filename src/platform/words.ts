import { readdirSync, readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Html } from './page/html.ts'
import { unknownBrowser, unknownDevice } from './request.ts'
import { escapeLiterals, nameMoments, tagsIn } from './words-message.ts'

/**
 * The sentences people see. A room keeps its own in `words/<language>.json`: flat, each key begins with the room's name,
 * each value is an ICU message. Code never holds a sentence, so a language is added by adding files.
 */

/** What a sentence can be filled with. A moment shows as `{at}` (day and time), `{at, time}` or `{at, date}`. */
export type Value = string | number | Temporal.Instant
export type Values = Readonly<Record<string, Value | undefined>>
/** What a tag in a sentence becomes: `{ a: (inner) => html`<a href="/help">${inner}</a>` }`. */
export type Tag = (inner: Html) => Html
export type HtmlValues = Readonly<Record<string, Value | Tag | undefined>>

/** Speaks one locale in one time zone. */
export interface Say {
  /** The sentence as plain text; tags in it fall away. Throws `MissingWords` for a key that no room has. */
  (key: string, values?: Values): string
  /** The sentence as HTML: words and values are escaped, `<b>`, `<strong>`, `<nowrap>`, `<muted>` work as they are. */
  html(key: string, values?: HtmlValues): Html
  /** Whether a sentence exists, for keys made from codes. */
  has(key: string): boolean
  /** 14:52; what follows a time, such as the German “Uhr”, is the sentence's */
  time(at: Temporal.Instant): string
  /** 28 April, with the year if it is another one */
  date(at: Temporal.Instant): string
  /** Today, 09:04 · Yesterday, 20:15 · Tue, 22:41 · 28 April 2026, 10:00 */
  moment(at: Temporal.Instant): string
  /** Tuesday 14 April 2026, 22:44 (London): for what is read later, such as mail */
  full(at: Temporal.Instant): string
  /** 16 Apr, 08:51:07: for records, to the second; with the year if it is another one */
  stamp(at: Temporal.Instant): string
  /** 12 minutes ago, and like `moment` once a day has passed */
  ago(at: Temporal.Instant, now?: Temporal.Instant): string
  /** A device by the name that `deviceOf` gave it, in the reader's words: Chrome on macOS */
  device(name: string): string
  /** The locale spoken: the one asked for, or English where that has no words */
  readonly locale: string
  readonly zone: string
  /** The place that names the zone: London */
  readonly city: string
}

/** A key without a sentence: our fault, never shown to anybody. */
export class MissingWords extends Error {
  readonly key: string
  constructor(key: string, locale: string) {
    super(`No sentence "${key}" for ${locale}`)
    this.name = 'MissingWords'
    this.key = key
  }
}

/**
 * Keys that code puts together from a code, by their beginning. Everything else must stand in the source as it is, so
 * that a test can tell which sentences exist and which are no longer used.
 *
 * `account-page.audit.` what an audit entry says · `account-page.control.` rows of the control table ·
 * `admin-console.audit.` the same as administrators read it · `admin-console.kind.` kinds of such entries ·
 * `admin-console.audit-detail.` what their facts are called ·
 * `account-page.status.`, `admin-console.status.`, `operator-console.status.` what somebody just did · `<room>.refusal.` what a
 * `Refusal` of that room says (see `refusalKey`) · the `.error.` groups: what is wrong with a field or a form
 */
export const dynamicKeys: readonly RegExp[] = [
  /^account-page\.(audit|control|status)\./,
  /^admin-console\.(audit|audit-detail|control|kind|status)\./,
  /^operator-console\.status\./,
  /^[a-z-]+\.refusal\./,
  /^(?!platform\.)[a-z-]+\.([a-z-]+\.)*error\./,
]

/** The sentence of a refusal: `sign-in.attempt-lost` is told in `sign-in.refusal.attempt-lost`. */
export function refusalKey(code: string): string {
  const dot = code.indexOf('.')
  return `${code.slice(0, dot)}.refusal.${code.slice(dot + 1)}`
}

type Catalog = Map<string, string>
const rooms = new URL('../', import.meta.url)
const catalogs = readCatalogs()
const messages = new Map<string, { text: IntlMessageFormat; html: IntlMessageFormat; tags: string[] }>()
const basicTags: Record<string, Tag> = {
  b: (inner) => html`<b>${inner}</b>` as Html,
  strong: (inner) => html`<strong>${inner}</strong>` as Html,
  nowrap: (inner) => html`<span class="nowrap">${inner}</span>` as Html,
  muted: (inner) => html`<span class="muted">${inner}</span>` as Html,
}

/** Every catalog by language, as read when the process began. */
export function readCatalogs(root: URL = rooms): Map<string, Catalog> {
  const found = new Map<string, Catalog>()
  for (const room of readdirSync(root, { withFileTypes: true })) {
    const folder = new URL(`${room.name}/words/`, root)
    for (const file of room.isDirectory() ? filesIn(folder) : []) {
      const catalog = found.get(file.slice(0, -'.json'.length)) ?? new Map<string, string>()
      const sentences = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>
      for (const [key, sentence] of Object.entries(sentences)) {
        if (!key.startsWith(`${room.name}.`)) throw new Error(`"${key}" does not belong to the words of ${room.name}`)
        catalog.set(key, sentence)
      }
      found.set(file.slice(0, -'.json'.length), catalog)
    }
  }
  return found
}

function filesIn(folder: URL): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

/** The languages that we have words for. */
export const languages: readonly string[] = [...catalogs.keys()].sort()

/** What a language calls itself: Deutsch */
export const ownName = (locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'language' }).of(languageOf(locale)) ?? locale

/** The best locale that we have words for, from a list with weights such as Accept-Language (RFC 9110 §12.5.4). */
export function wantedLanguage(list: string | undefined): string | undefined {
  const wanted = (list ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
  wanted.sort((a, b) => b.weight - a.weight)
  for (const { tag, weight } of wanted) {
    if (!(weight > 0) || !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) continue
    const locale = canonical(tag)
    if (locale && catalogs.has(languageOf(locale))) return locale
  }
  return undefined
}

// What looks like a language tag may still be none: `en-12`, or the same variant twice (RFC 5646 §2.2.9).
function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

/** `de` of `de-AT` */
export const languageOf = (locale: string): string => locale.split('-')[0] ?? 'en'

/** English dates are written 28 April with times in 24 hours, wherever the reader is. */
const intlLocale = (locale: string): string => (languageOf(locale) === 'en' ? 'en-GB' : locale)

function messageOf(key: string, locale: string) {
  const language = languageOf(locale)
  const id = `${language} ${key}`
  let message = messages.get(id)
  if (!message) {
    const sentence = catalogs.get(language)?.get(key) ?? catalogs.get('en')?.get(key)
    if (sentence === undefined) throw new MissingWords(key, locale)
    const ast = nameMoments(new IntlMessageFormat(sentence, intlLocale(locale)).getAst())
    message = {
      text: new IntlMessageFormat(ast, intlLocale(locale)),
      html: new IntlMessageFormat(escapeLiterals(ast), intlLocale(locale)),
      tags: tagsIn(ast),
    }
    messages.set(id, message)
  }
  return message
}

const second = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const speakers = new Map<string, Say>()

/**
 * The voice for one reader. Without `now`, the computer's own clock says what today is.
 * @param locale a language tag; a language without words falls back to English
 * @param zone an IANA time zone
 */
export function sayIn(locale: string, zone: string, now?: () => Temporal.Instant): Say {
  if (now) return speaker(locale, zone, now)
  const id = `${locale} ${zone}`
  const known = speakers.get(id) ?? speaker(locale, zone, () => Temporal.Now.instant())
  // Both parts come from outside, so the memory of them has an end.
  if (speakers.size > 500) speakers.clear()
  speakers.set(id, known)
  return known
}

function speaker(wanted: string, zone: string, now: () => Temporal.Instant): Say {
  // Dates of one language among the words of another would help nobody.
  const locale = catalogs.has(languageOf(wanted)) ? wanted : 'en'
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(intlLocale(locale), { ...options, timeZone: zone })
  const forms = {
    time: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    date: format({ day: 'numeric', month: 'long' }),
    dateAndYear: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    weekday: format({ weekday: 'short' }),
    second: format({ ...second, day: 'numeric', month: 'short' }),
    secondAndYear: format({ ...second, day: 'numeric', month: 'short', year: 'numeric' }),
    wholeDate: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  }
  const relative = new Intl.RelativeTimeFormat(intlLocale(locale), { numeric: 'auto' })
  const show = (form: Intl.DateTimeFormat, at: Temporal.Instant) => form.format(at.epochMilliseconds)
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate()

  const time = (at: Temporal.Instant) => show(forms.time, at)
  const date = (at: Temporal.Instant) => show(isThisYear(at) ? forms.date : forms.dateAndYear, at)
  const isThisYear = (at: Temporal.Instant) => dayOf(at).year === dayOf(now()).year
  const stamp = (at: Temporal.Instant) => show(isThisYear(at) ? forms.second : forms.secondAndYear, at)
  const ours = (key: string, values: Record<string, string> = {}) => String(messageOf(key, locale).text.format(values))
  const day = (at: Temporal.Instant) => {
    const daysAgo = dayOf(at).until(dayOf(now())).days
    if (daysAgo === 0 || daysAgo === 1) return capital(relative.format(-daysAgo, 'day'))
    return show(daysAgo > 1 && daysAgo < 7 ? forms.weekday : forms.dateAndYear, at)
  }
  const moment = (at: Temporal.Instant) => ours('platform.moment.day-and-time', { day: day(at), time: time(at) })
  // English would put a comma after the weekday; the others have their own order.
  const wholeDate = (at: Temporal.Instant) => show(forms.wholeDate, at).replace(/^([A-Z][a-z]+day),/, '$1')
  const full = (at: Temporal.Instant) =>
    ours('platform.moment.full', { day: wholeDate(at), time: time(at), city: cityOf(zone) })
  const ago = (at: Temporal.Instant, until = now()) => {
    const seconds = Math.max(0, until.since(at).total('seconds'))
    if (seconds < 60) return relative.format(0, 'second')
    if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute')
    if (seconds < 86_400) return relative.format(-Math.floor(seconds / 3600), 'hour')
    return moment(at)
  }

  const device = (name: string) => {
    const [, browser = name, system] = /^(.+?) on (.+)$/.exec(name) ?? []
    if (name === unknownDevice) return ours('platform.device.unknown')
    const known = browser === unknownBrowser ? ours('platform.device.unknown-browser') : browser
    return system ? ours('platform.device.on', { browser: known, system }) : known
  }

  const filled = (values: HtmlValues, change: (value: string) => string) => {
    const result: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(values)) {
      if (value instanceof Temporal.Instant) {
        result[name] = moment(value)
        result[`${name}:time`] = time(value)
        result[`${name}:date`] = date(value)
      } else if (typeof value === 'string') result[name] = change(value)
      else if (typeof value === 'function') {
        result[name] = (inner: readonly string[]) => value(raw(inner.join('')) as Html).toString()
      } else if (value !== undefined) result[name] = value
    }
    return result as Record<string, string>
  }

  const say = (key: string, values: Values = {}) => {
    const { text, tags } = messageOf(key, locale)
    const plain = Object.fromEntries(tags.map((tag) => [tag, (inner: readonly string[]) => inner.join('')]))
    return String(text.format({ ...filled(values, (value) => value), ...plain } as Record<string, string>))
  }
  return Object.assign(say, {
    html: (key: string, values: HtmlValues = {}) =>
      raw(messageOf(key, locale).html.format(filled({ ...basicTags, ...values }, escaped))) as Html,
    has: (key: string) => catalogs.get(languageOf(locale))?.has(key) || catalogs.get('en')?.has(key) || false,
    time,
    date,
    moment,
    full,
    stamp,
    ago,
    device,
    locale,
    zone,
    city: cityOf(zone),
  })
}

const escaped = (value: string): string => html`${value}`.toString()
const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
