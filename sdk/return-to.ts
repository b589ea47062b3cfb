/** Longer addresses than this are not remembered: they would only fill the store. */
const longest = 2_000

/**
 * The deep link to keep through a log-in (LOG-1): a path of this product, or its home page. Anything else is an open
 * redirect (RFC 9700 §4.11): other origins, `//host` and `/\host`, which browsers read as another host, control characters,
 * and the SDK's own addresses, which would go round in circles.
 */
export function returnPath(asked: string | undefined, origin: string, never: readonly string[] = []): string {
  if (!asked || asked.length > longest || !asked.startsWith('/') || /^\/[/\\]|[\p{Cc}]/u.test(asked)) return '/'
  if (!URL.canParse(asked, origin)) return '/'
  const url = new URL(asked, origin)
  if (url.origin !== origin || url.pathname.startsWith('//') || never.includes(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}

/** Whether a request may change something: it says it comes from a page of this very origin. */
export function isFromOwnPage(request: Request, origin: string): boolean {
  const from = request.headers.get('origin')
  if (from !== null) return from === origin
  // Every browser since 2023 sends at least one of the two with a POST. What sends neither has no cookies to misuse.
  return request.headers.get('sec-fetch-site') === 'same-origin'
}
