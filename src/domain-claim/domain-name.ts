import { domainToASCII, domainToUnicode } from 'node:url'
import { parse } from 'tldts'
import { Refusal } from '#kernel'

/** A domain as its owner means it: `name` in IDNA’s ASCII form, and whether more was typed than the domain itself. */
export type DomainName = { readonly name: string; readonly hadMore: boolean }

const longest = 253
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

// RFC 6761, 6762, 7686, 9476: names that mean the computer itself, whoever is near, or nothing in DNS. Names such as `.example`,
// `.test` and `.internal`, and endings that nobody registers, stay possible: closed networks have name servers of their own,
// and where a name does not exist nobody can prove it either.
const special = new Set(['localhost', 'local', 'invalid', 'onion', 'arpa', 'alt'])

/**
 * Reads the name of a domain that somebody types, pastes with the rest of a web address, or takes from an email address (DOM-2).
 * A leading `www.` is left out, as no mail goes there.
 * @throws Refusal 'domain-claim.name-missing', 'domain-claim.name-malformed', 'domain-claim.name-unfinished' (no ending),
 *   'domain-claim.name-address' (an IP address), 'domain-claim.name-special', 'domain-claim.name-suffix' (a public suffix, also a
 *   private one such as `github.io`), 'domain-claim.name-mail-provider'
 */
export function parseDomainName(
  text: string | undefined,
  isMailProvider: (name: string) => boolean = () => false,
): DomainName {
  const typed = (text ?? '').trim().normalize('NFC')
  if (typed === '') throw new Refusal('domain-claim.name-missing', 422)
  if (typed.length > 2_000) throw new Refusal('domain-claim.name-malformed', 422)
  const host = hostIn(typed)
  const plain = parse(host, { validateHostname: false, extractHostname: false })
  const ascii = domainToASCII(host).toLowerCase().replace(/\.$/, '')
  if (plain.isIp || parse(ascii).isIp || host.startsWith('[')) throw new Refusal('domain-claim.name-address', 422)
  const name = withoutWww(ascii)
  const labels = name.split('.')
  if (name.length > longest || !labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? ''))
    throw new Refusal('domain-claim.name-malformed', 422)
  if (special.has(labels.at(-1) ?? '')) throw new Refusal('domain-claim.name-special', 422, { name })
  const { domain, publicSuffix } = parse(name, { allowPrivateDomains: true })
  // A single label that nobody registers is a suffix only by the list's rule for everything else.
  if (labels.length === 1 && !parse(name).isIcann) throw new Refusal('domain-claim.name-unfinished', 422)
  if (!domain || publicSuffix === name) throw new Refusal('domain-claim.name-suffix', 422, { name })
  if (parentsOf(name, domain).some(isMailProvider)) throw new Refusal('domain-claim.name-mail-provider', 422, { name })
  return { name, hadMore: name !== domainToASCII(typed).toLowerCase().replace(/\.$/, '') }
}

function hostIn(typed: string): string {
  const withoutScheme = typed.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
  const [authority = ''] = withoutScheme.split(/[/?#\\]/, 1)
  return authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
}

function withoutWww(name: string): string {
  const rest = name.startsWith('www.') ? name.slice(4) : name
  return parse(rest, { allowPrivateDomains: true }).domain ? rest : name
}

/** A name and those above it, up to the one that somebody registered. */
function parentsOf(name: string, registered: string): string[] {
  const depth = name.split('.').length - registered.split('.').length
  return Array.from({ length: depth + 1 }, (_, i) => name.split('.').slice(i).join('.'))
}

/** A domain as people read it: 公司.example for xn--55qx5d.example. */
export const readable = (name: string): string => domainToUnicode(name) || name

/**
 * How far a name can be told from others by its looks: `plain` letters, `international` ones, or several scripts `mixed` in
 * one label, as in look-alikes. It is said and never decides anything.
 */
export function looksOf(name: string): 'plain' | 'international' | 'mixed' {
  const shown = readable(name)
  if (shown === name) return 'plain'
  return shown.split('.').some(isMixed) ? 'mixed' : 'international'
}

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Devanagari',
  'Thai',
  'Georgian',
] as const
const tests = scripts.map((script) => new RegExp(`\\p{Script=${script}}`, 'u'))
// These are written together, and with Latin letters, everywhere they are used (UTS 39 §5.2).
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u

function isMixed(text: string): boolean {
  const found = tests.filter((test) => test.test(text)).length
  const isLatin = tests[0]?.test(text) ?? false
  return eastAsian.test(text) ? found - Number(isLatin) > 0 : found > 1
}
