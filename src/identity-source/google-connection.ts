import { Refusal } from '#kernel'

/** What connects a site to a Google Workspace domain (LOG-3). */
export type GoogleConnection = {
  readonly siteId: string
  /** The domain that Google answers for, in IDNA ASCII form. */
  readonly hostedDomain: string
  readonly issuer: string
  readonly clientId: string
  /** Readable with the installation's secret key only. */
  readonly sealedClientSecret: Buffer
  /** Goes to Google at once, without a page that says so. */
  readonly skipPage: boolean
}

export const googleIssuer = 'https://accounts.google.com'

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** @throws Refusal 'identity-source.domain-bad' */
export function mustBeHostedDomain(text: string): string {
  const domain = /[/:@?#\\\s]/.test(text) ? '' : (URL.parse(`https://${text}/`)?.hostname.toLowerCase() ?? '')
  const labels = domain.split('.')
  if (labels.length < 2 || !labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? '')) {
    throw new Refusal('identity-source.domain-bad', 422, { domain: text.slice(0, 100) })
  }
  return domain
}

/**
 * An issuer, exactly as its provider spells it. https, but for a provider on this very computer.
 * @throws Refusal 'identity-source.issuer-bad'
 */
export function mustBeIssuer(text: string): string {
  const url = URL.parse(text)
  const isPlain = url && !url.search && !url.hash && !url.username && !url.password && text.length <= 500
  if (!isPlain || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisComputer(url.hostname)))) {
    throw new Refusal('identity-source.issuer-bad', 422, { issuer: text.slice(0, 100) })
  }
  return text
}

/** RFC 6761 §6.3, RFC 8252 §7.3. */
export function isThisComputer(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])\.?$/.test(hostname)
}
