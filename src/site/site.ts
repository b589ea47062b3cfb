import { Refusal } from '#kernel'

/** An organization's place where products run. It owns no identities: it only says where a log-in is for (SIT-1). */
export type Site = {
  readonly id: string
  readonly name: string
  readonly host: string
  /** Whose it is; none where it was added before there were organizations. */
  readonly organizationId?: string
}

const longestName = 100
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** @throws Refusal 'site.name-missing', 'site.name-long' */
export function mustBeSiteName(text: string): string {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name === '') throw new Refusal('site.name-missing', 422)
  if ([...name].length > longestName) throw new Refusal('site.name-long', 422, { most: longestName })
  return name
}

/**
 * The name of a site's host, such as `acme.umbel.example`: no scheme, no port, no path.
 * @throws Refusal 'site.host-bad'
 */
export function mustBeHost(text: string): string {
  const host = URL.parse(`https://${text}/`)?.hostname.toLowerCase() ?? ''
  const labels = host.split('.')
  const isPlain = !/[/:@?#\\]/.test(text) && labels.length > 1 && host.length <= 253
  if (!isPlain || !labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? '')) {
    throw new Refusal('site.host-bad', 422, { host: text.slice(0, 100) })
  }
  return host
}

/** A site's id from its name: `Brightwater Studio` becomes `brightwater-studio`. */
export function idFromSiteName(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = letters.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return slug.slice(0, 50).replace(/-+$/, '') || 'site'
}
