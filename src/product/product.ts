import { Refusal } from '#kernel'
import { mustBeHomeUrl, mustBeRedirectUris, mustBeServerUrl } from './product-uri.ts'

/** How a product asks for address and password: on two pages, or both on one (LOG-2). */
export type LogInForm = 'identifier-first' | 'combined'
export const grantTypes = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
] as const
export type GrantType = (typeof grantTypes)[number]
export type IdTokenAlg = 'RS256' | 'ES256'
/** A resource server of a product: it is sent JWT access tokens that name it as their audience (RFC 8707, RFC 9068). */
export type Resource = { readonly identifier: string; readonly scope: string }

/** What people log in to use; an OpenID client each (DEV-1). */
export type Product = {
  /** The client id: stable, readable, never given again while it is taken. */
  readonly id: string
  readonly name: string
  readonly homeUrl: string
  readonly form: LogInForm
  /** Runs where it cannot keep a secret: no client secret, PKCE demanded (RFC 9700 §2.1.1). */
  readonly public: boolean
  readonly demandsPkce: boolean
  readonly idTokenAlg: IdTokenAlg
  readonly grantTypes: readonly GrantType[]
  readonly redirectUris: readonly string[]
  readonly postLogOutUris: readonly string[]
  readonly backchannelLogOutUrl?: string
  /** Where its server is told what becomes of accounts (DEV-4, RFC 8935). */
  readonly eventsUrl?: string
  readonly resources: readonly Resource[]
  readonly listed: boolean
  readonly createdAt: Temporal.Instant
}

/** What is asked for when a product is registered or changed; what is left out has a sensible value. */
export type ProductWishes = {
  readonly name: string
  readonly homeUrl: string
  readonly redirectUris?: readonly string[]
  readonly postLogOutUris?: readonly string[]
  readonly backchannelLogOutUrl?: string
  readonly eventsUrl?: string
  readonly form?: LogInForm
  readonly public?: boolean
  readonly idTokenAlg?: IdTokenAlg
  readonly grantTypes?: readonly GrantType[]
  readonly resources?: readonly Resource[]
  readonly demandsPkce?: boolean
  readonly listed?: boolean
}

/** All settings of a product that can be chosen, checked. */
export type ProductSettings = Omit<Product, 'id' | 'createdAt'>

const longestName = 100
const idPattern = /^[a-z0-9][a-z0-9._-]{0,63}$/
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const ourScopes = new Set(['openid', 'profile', 'email', 'offline_access'])
// Only hashed once, so what makes it hard to guess must be its length (ASVS 11.4.2).
const shortestSecret = 32

/**
 * Completes and checks the settings of a product.
 * @throws Refusal 'product.name-missing', 'product.name-long', 'product.grant-types-bad', 'product.resource-bad',
 *   'product.resource-repeated', 'product.scope-bad', and those of the addresses
 */
export function settingsFrom(wishes: ProductWishes): ProductSettings {
  const name = wishes.name.trim().normalize('NFC')
  if (name === '') throw new Refusal('product.name-missing', 422)
  if (name.length > longestName) throw new Refusal('product.name-long', 422, { most: longestName })
  const isPublic = wishes.public ?? false
  const types = [...new Set(wishes.grantTypes ?? ['authorization_code', 'refresh_token'])] as GrantType[]
  const known = types.every((type) => grantTypes.includes(type))
  const grantsByItself = types.some((type) => type !== 'refresh_token')
  // RFC 6749 §4.4: only a client that can prove who it is acts for itself.
  if (!known || !grantsByItself || (isPublic && types.includes('client_credentials'))) {
    throw new Refusal('product.grant-types-bad', 422)
  }
  const redirectUris = wishes.redirectUris ?? []
  mustBeRedirectUris(redirectUris, isPublic)
  if (types.includes('authorization_code') && redirectUris.length === 0) throw new Refusal('product.uri-missing', 422)
  mustBeRedirectUris(wishes.postLogOutUris ?? [], isPublic)
  return {
    name,
    homeUrl: mustBeHomeUrl(wishes.homeUrl),
    form: wishes.form ?? 'identifier-first',
    public: isPublic,
    demandsPkce: isPublic || (wishes.demandsPkce ?? false),
    idTokenAlg: wishes.idTokenAlg ?? 'RS256',
    grantTypes: types,
    redirectUris: [...redirectUris],
    postLogOutUris: [...(wishes.postLogOutUris ?? [])],
    backchannelLogOutUrl: wishes.backchannelLogOutUrl && mustBeServerUrl(wishes.backchannelLogOutUrl, isPublic),
    eventsUrl: wishes.eventsUrl && mustBeServerUrl(wishes.eventsUrl, isPublic),
    resources: resourcesFrom(wishes.resources ?? []),
    listed: wishes.listed ?? true,
  }
}

function resourcesFrom(resources: readonly Resource[]): Resource[] {
  const seen = new Set<string>()
  return resources.map(({ identifier, scope }) => {
    // RFC 8707 §2: an absolute URI without a fragment.
    if (!URL.canParse(identifier) || /[#*\s]/.test(identifier) || identifier.length > 500) {
      throw new Refusal('product.resource-bad', 422, { resource: identifier.slice(0, 200) })
    }
    if (seen.has(identifier)) throw new Refusal('product.resource-repeated', 422, { resource: identifier })
    seen.add(identifier)
    const scopes = scope.split(' ').filter(Boolean)
    if (!scopes.every((each) => scopeToken.test(each) && !ourScopes.has(each)) || scope.length > 2_000) {
      throw new Refusal('product.scope-bad', 422, { resource: identifier })
    }
    return { identifier, scope: [...new Set(scopes)].join(' ') }
  })
}

/** @throws Refusal 'product.id-bad' */
export function mustBeProductId(id: string): string {
  if (!idPattern.test(id)) throw new Refusal('product.id-bad', 422, { id: id.slice(0, 100) })
  return id
}

/** @throws Refusal 'product.secret-weak' for a secret given by value that could be guessed */
export function mustBeSecret(secret: string): string {
  if (secret.length < shortestSecret || !/^[\x21-\x7e]+$/.test(secret)) {
    throw new Refusal('product.secret-weak', 422, { least: shortestSecret })
  }
  return secret
}

/** A client id from a name: `Issue Tracker` becomes `issue-tracker`. */
export function idFromName(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = letters.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return slug.slice(0, 50).replace(/-+$/, '') || 'product'
}
