import type { Settings } from './options.ts'

type CookieSettings = Pick<Settings, 'secureCookies' | 'cookieName'>

const full = (settings: CookieSettings, name: string): string => (settings.secureCookies ? `__Host-${name}` : name)

/** Every cookie of a request by name. The first of two equal names counts, as browsers send the more specific first. */
export function cookiesOf(request: Request): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const cut = pair.indexOf('=')
    const name = pair.slice(0, cut).trim()
    if (cut > 0 && !cookies.has(name)) cookies.set(name, pair.slice(cut + 1).trim())
  }
  return cookies
}

function cookie(settings: CookieSettings, name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`
  const secure = settings.secureCookies ? '; Secure' : ''
  return `${full(settings, name)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${age}`
}

/** The session's cookie, until the browser closes; without a value it is taken back. */
export const sessionCookie = (settings: CookieSettings, secret?: string): string =>
  secret ? cookie(settings, settings.cookieName, secret) : cookie(settings, settings.cookieName, '', 0)

export const sessionSecret = (settings: CookieSettings, request: Request): string | undefined =>
  cookiesOf(request).get(full(settings, settings.cookieName)) || undefined

/** Each log-in has a cookie of its own, named after its state: two tabs don't overwrite each other's. */
const logInName = (settings: CookieSettings, state: string): string =>
  `${settings.cookieName}-log-in-${state.slice(0, 12)}`

export const logInCookie = (settings: CookieSettings, state: string, secret: string, maxAgeSeconds: number): string =>
  cookie(settings, logInName(settings, state), secret, maxAgeSeconds)

export const logInSecret = (settings: CookieSettings, request: Request, state: string): string | undefined =>
  cookiesOf(request).get(full(settings, logInName(settings, state)))

export const dropLogInCookie = (settings: CookieSettings, state: string): string => logInCookie(settings, state, '', 0)

/** Beyond this many started and forgotten log-ins a browser's cookies would outgrow the header limit of servers. */
const mostLogIns = 20

/** Takes back all log-in cookies of a browser that has gathered too many; the tabs that waited start over. */
export function tooManyLogIns(settings: CookieSettings, request: Request): string[] {
  const prefix = full(settings, `${settings.cookieName}-log-in-`)
  const waiting = [...cookiesOf(request).keys()].filter((name) => name.startsWith(prefix))
  if (waiting.length < mostLogIns) return []
  return waiting.map((name) => dropLogInCookie(settings, name.slice(prefix.length)))
}
