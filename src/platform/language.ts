import { wantedLanguage } from './words.ts'

/** What a request says of languages. */
export type Asks = {
  readonly cookie?: string | undefined
  /** The language of the account that is logged in here, where that is known. */
  readonly holder?: string | undefined
  readonly acceptLanguage?: string | undefined
  /** Languages that a product asks for, best first, apart by spaces (OpenID Connect Core §3.1.2.1). */
  readonly uiLocales?: string | undefined
}

/** Which language pages speak that are not an account's own (ACC-8). */
export interface Languages {
  /**
   * What was chosen in this browser, else the account's, else what the product asks for, else what the browser prefers,
   * else English.
   */
  of(request: Asks): string
  /** `Set-Cookie` for a choice, kept for 400 days; nothing for a language without words. */
  choose(language: string | undefined): string | undefined
  /**
   * `Set-Cookie` for what a product asks for with `ui_locales`, until the browser closes or another log-in begins.
   * Nothing when there is nothing to change.
   */
  ask(request: Asks): string | undefined
}

const longest = 35
const choiceSeconds = 400 * 24 * 3600

/** Reads and writes the two cookies, under names that fit Umbel's own address, as `openCookieJar` does. */
export function openLanguages(url: URL): Languages {
  const isSecure = url.protocol === 'https:'
  const prefix = isSecure ? '__Host-' : ''
  const names = { chosen: `${prefix}umbel-language`, asked: `${prefix}umbel-asked-language` }
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  const best = (locales: string | undefined) => wantedLanguage(locales?.trim().replaceAll(/\s+/g, ','))
  return {
    of({ cookie, holder, acceptLanguage, uiLocales }) {
      return (
        wantedLanguage(cookieNamed(cookie, names.chosen)) ??
        wantedLanguage(holder) ??
        best(uiLocales) ??
        wantedLanguage(cookieNamed(cookie, names.asked)) ??
        wantedLanguage(acceptLanguage) ??
        'en'
      )
    },
    choose(language) {
      const known = wantedLanguage(language)
      return known && `${names.chosen}=${known}; ${attributes}; Max-Age=${choiceSeconds}`
    },
    ask({ cookie, uiLocales }) {
      const before = cookieNamed(cookie, names.asked)
      const wanted = best(uiLocales)
      if (wanted === before) return undefined
      return wanted ? `${names.asked}=${wanted}; ${attributes}` : `${names.asked}=; ${attributes}; Max-Age=0`
    },
  }
}

function cookieNamed(cookie: string | undefined, name: string): string | undefined {
  for (const pair of (cookie ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (pair.slice(0, equals).trim() !== name) continue
    const value = pair.slice(equals + 1).trim()
    return value.length > 0 && value.length <= longest ? value : undefined
  }
  return undefined
}
