/** An answer with the address it came from, and its body already read. */
export interface Page {
  url: URL
  status: number
  headers: Headers
  text: string
}

interface Cookie {
  name: string
  value: string
  path: string
}

/** As much of a browser as tests of a log-in need: cookies by host, redirects one by one, and forms. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, Cookie>>()

  /** One request; redirects are not followed. */
  async ask(url: string | URL, init: RequestInit = {}): Promise<Page> {
    const at = new URL(url)
    const headers = new Headers({ accept: 'text/html', ...(init.headers as Record<string, string>) })
    const jar = this.#jar(at)
    const sent = [...jar.values()].filter(({ path }) => at.pathname.startsWith(path))
    if (sent.length > 0) headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '))
    const response = await fetch(at, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)! as unknown as [string, string, string]
      const path = /; path=([^;]+)/i.exec(cookie)?.[1] ?? '/'
      if (value === '' || /max-age=0\b|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(`${name} ${path}`)
      else jar.set(`${name} ${path}`, { name, value, path })
    }
    return { url: at, status: response.status, headers: response.headers, text: await response.text() }
  }

  /** A page, after as many redirects as it takes, or until one leads to an address for which `stop` says so. */
  async open(url: string | URL, init: RequestInit = {}, stop: (next: URL) => boolean = () => false): Promise<Page> {
    let page = await this.ask(url, init)
    for (let hops = 0; page.headers.has('location'); hops += 1) {
      if (hops > 20) throw new Error(`redirects without end at ${page.url}`)
      const next = new URL(page.headers.get('location')!, page.url)
      if (stop(next)) return { ...page, url: next }
      page = await this.ask(next)
    }
    return page
  }

  /** Sends the first form of a page, with its hidden fields and those given. */
  async submit(page: Page, fields: Record<string, string> = {}, stop?: (next: URL) => boolean): Promise<Page> {
    const [form, found = ''] = /<form[^>]*action="([^"]+)".*?<\/form>/s.exec(page.text)!
    const action = found.replaceAll('&amp;', '&')
    const hidden = form.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)
    const body = new URLSearchParams([...hidden].map(([, name, value]) => [name!, value!]))
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return this.open(new URL(action, page.url), { method: 'POST', body, headers: { origin: page.url.origin } }, stop)
  }

  cookiesAt(url: string | URL): Map<string, string> {
    return new Map([...this.#jar(new URL(url)).values()].map(({ name, value }) => [name, value]))
  }

  setCookie(url: string | URL, name: string, value: string): void {
    this.#jar(new URL(url)).set(`${name} /`, { name, value, path: '/' })
  }

  #jar(url: URL): Map<string, Cookie> {
    const jar = this.#cookies.get(url.hostname) ?? new Map<string, Cookie>()
    this.#cookies.set(url.hostname, jar)
    return jar
  }
}

/** Goes through the test provider's log-in and consent pages as somebody. */
export async function passAs(browser: Browser, name: string, page: Page, stop?: (next: URL) => boolean): Promise<Page> {
  let at = page
  if (at.text.includes('name="login"')) at = await browser.submit(at, { login: name, password: 'any' }, stop)
  if (at.text.includes('value="consent"')) at = await browser.submit(at, {}, stop)
  return at
}
