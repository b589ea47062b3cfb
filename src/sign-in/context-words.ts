import type { Statements } from '#platform'
import { listProducts } from '#product'
import { listSites } from '#site'

// Parts of an address that everybody's has.
const meaningless = new Set(['www', 'com', 'org', 'net', 'localhost', 'example', 'local', 'internal'])

/** Words that whoever guesses passwords here tries first (POL-4): our name, our address, and the names of what runs here. */
export async function contextWords(on: Statements, url: URL): Promise<string[]> {
  const [products, sites] = await Promise.all([listProducts(on), listSites(on)])
  const names = [...products.map(({ name }) => name), ...sites.map(({ name }) => name)]
  const hosts = [url.hostname, ...sites.map(({ host }) => host)].flatMap((host) => host.split('.'))
  return ['Umbel', ...new Set([...names, ...hosts.filter((label) => !meaningless.has(label))])]
}
