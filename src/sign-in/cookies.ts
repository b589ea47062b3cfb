/** The secrets a browser shows us. See docs/house.md. */
export type Shown = { readonly browser?: string; readonly run?: string; readonly visit?: string }

/** Reads and writes the cookies, under names that fit Umbel's own address. */
export interface CookieJar {
  read(header: string | undefined): Shown
  /** Names the browser, for 400 days: the longest that browsers keep a cookie. */
  browser(secret: string): string
  /** Lasts until the browser closes; sessions that are not kept count only beside it. */
  run(secret: string): string
  /**
   * Binds a passkey to the browser that it was asked for in, where no log-in is under way yet. Not the browser's name: a form
   * that is sent in the meantime gets that, and the two answers may come in either order.
   */
  visit(secret: string): string
}

const browserDays = 400
const secret = /^[A-Za-z0-9_-]{43}$/

/**
 * On https the names carry `__Host-` and the cookies `Secure` (RFC 6265bis §4.1.3): no other host and no http page can set
 * them. On http, which is for loopback only, browsers would refuse both.
 */
export function openCookieJar(url: URL): CookieJar {
  const isSecure = url.protocol === 'https:'
  const prefix = isSecure ? '__Host-' : ''
  const names = { browser: `${prefix}umbel`, run: `${prefix}umbel-run`, visit: `${prefix}umbel-passkey` }
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  return {
    read(header) {
      const shown: { browser?: string; run?: string; visit?: string } = {}
      for (const pair of (header ?? '').split(';')) {
        const equals = pair.indexOf('=')
        const name = pair.slice(0, equals).trim()
        const value = pair.slice(equals + 1).trim()
        if (!secret.test(value)) continue
        if (name === names.browser) shown.browser ??= value
        if (name === names.run) shown.run ??= value
        if (name === names.visit) shown.visit ??= value
      }
      return shown
    },
    browser: (value) => `${names.browser}=${value}; ${attributes}; Max-Age=${browserDays * 24 * 3600}`,
    run: (value) => `${names.run}=${value}; ${attributes}`,
    visit: (value) => `${names.visit}=${value}; ${attributes}`,
  }
}
