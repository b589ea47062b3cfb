import type { Settings } from './options.ts'

/** A product of the suite, as a switcher shows it. */
export interface SuiteProduct {
  id: string
  name: string
  homeUrl: string
  /** Whether it is the product that asks. */
  isCurrent: boolean
}

const freshMilliseconds = 300_000
/** After a failure, this long passes before Umbel is asked again. */
const pauseMilliseconds = 30_000
/** The very first page that shows a switcher waits this long for it. No later one waits at all. */
const patienceMilliseconds = 1_000
const mostProducts = 100
const longestName = 100

/**
 * The list of the suite from Umbel's public `GET /api/products`, asked for at most every five minutes. A page never
 * fails for it, nor waits for it twice: an older list goes on serving while a new one is fetched, and without any the
 * product knows itself alone.
 */
export function suiteProducts(settings: Settings): () => Promise<SuiteProduct[]> {
  const self: SuiteProduct = {
    id: settings.clientId,
    name: settings.name,
    homeUrl: `${settings.origin}/`,
    isCurrent: true,
  }
  let known = [self]
  let dueAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  let isFirst = true

  const ask = async (): Promise<void> => {
    try {
      known = withSelf(await fetchProducts(settings), self)
      dueAt = performance.now() + freshMilliseconds
    } catch {
      dueAt = performance.now() + pauseMilliseconds
    } finally {
      running = undefined
      isFirst = false
    }
  }

  return async () => {
    if (performance.now() >= dueAt) running ??= ask()
    if (isFirst && running) await atMost(running, patienceMilliseconds)
    isFirst = false
    return known.map((product) => ({ ...product }))
  }
}

async function fetchProducts({ issuer, fetch, timeoutSeconds, clientId }: Settings): Promise<SuiteProduct[]> {
  const address = `${issuer.href.replace(/\/$/, '')}/api/products`
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutSeconds * 1_000),
  })
  if (!response.ok) {
    await response.body?.cancel()
    throw new Error(`${address} answers ${response.status}`)
  }
  const list: unknown = await response.json()
  if (!Array.isArray(list)) throw new Error(`${address} is no list`)
  return list
    .slice(0, mostProducts)
    .filter(isProduct)
    .map(({ id, name, homeUrl }) => ({ id, name: name.slice(0, longestName), homeUrl, isCurrent: id === clientId }))
}

/** An address that is not of the web, such as one that runs a script, must not become a link. */
function isProduct(entry: unknown): entry is { id: string; name: string; homeUrl: string } {
  if (typeof entry !== 'object' || entry === null) return false
  const { id, name, homeUrl } = entry as Record<string, unknown>
  if (typeof id !== 'string' || typeof name !== 'string' || typeof homeUrl !== 'string') return false
  return id !== '' && name !== '' && /^https?:\/\//i.test(homeUrl) && URL.canParse(homeUrl)
}

/** A product that Umbel does not list still knows where it is. */
const withSelf = (list: SuiteProduct[], self: SuiteProduct): SuiteProduct[] =>
  list.some(({ isCurrent }) => isCurrent) ? list : [self, ...list]

async function atMost(what: Promise<void>, milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const late = setTimeout(resolve, milliseconds)
  await Promise.race([what, promise])
  clearTimeout(late)
}
