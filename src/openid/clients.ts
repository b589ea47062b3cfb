import type { Client, ClientMetadata, Provider } from 'oidc-provider'
import { equalBytes, hashSecret } from '#kernel'
import type { Statements } from '#platform'
import { type ProductClient, productClientById, resourceByIdentifier } from '#product'

/** Products as the library's clients. */
export interface Clients {
  /** The product behind a client the library holds. */
  productOf(client: Client): ProductClient
  /** The scope of a registered resource server, read from the database each few seconds (RFC 8707). */
  resourceScope(identifier: string): Promise<string | undefined>
  /** Reads a product afresh at its next request. */
  forget(productId: string): void
}

const rememberedMs = 5_000
const productId = /^[a-z0-9][a-z0-9._-]{0,63}$/

/**
 * Teaches a library instance to find its clients among our products. They are remembered for some seconds; an unknown id
 * always asks the database, so a product works from the moment it is registered.
 */
export function openClients(provider: Provider, on: Statements): Clients {
  const products = new WeakMap<object, ProductClient>()
  const clients = remembering(async (id: string): Promise<Client | undefined> => {
    const product = productId.test(id) ? await productClientById(on, id) : undefined
    if (!product) return undefined
    const client = new (provider.Client as unknown as new (metadata: ClientMetadata) => Client)(metadataOf(product))
    products.set(client, product)
    return client
  })
  const resources = remembering(async (identifier: string) => (await resourceByIdentifier(on, identifier))?.scope)

  const { Client: Model } = provider
  Model.find = async (id: string) => (typeof id === 'string' ? clients.get(id) : undefined)
  const model = Model.prototype as Client & { compareClientSecret(secret: string): boolean; includeSid(): boolean }
  // The library holds the hash in place of the secret; both are of the same length, so this takes the same time for all.
  model.compareClientSecret = function compareClientSecret(this: Client, secret: string) {
    const stored = products.get(this)?.secretHash
    return stored !== undefined && equalBytes(hashSecret(secret), stored)
  }
  // Every product may match a log-out with its session (OpenID Connect Back-Channel Logout §2.1).
  model.includeSid = () => true
  // Addresses are judged by the product room alone, when they are registered.
  const schema = (Model as unknown as { Schema: { prototype: { redirectUris(): void } } }).Schema
  schema.prototype.redirectUris = () => undefined

  return {
    productOf(client) {
      const product = products.get(client)
      if (!product) throw new Error('a client that is no product')
      return product
    },
    resourceScope: (identifier) =>
      identifier.length > 500 || identifier.includes('\0') ? Promise.resolve(undefined) : resources.get(identifier),
    forget: clients.forget,
  }
}

/** A product as client metadata. A public one is `native`: any port of a loopback address will do (RFC 8252 §7.3). */
function metadataOf(product: ProductClient): ClientMetadata {
  const begins = product.grantTypes.includes('authorization_code')
  return {
    client_id: product.id,
    client_name: product.name,
    client_uri: product.homeUrl,
    client_secret: product.secretHash?.toString('base64url'),
    token_endpoint_auth_method: product.public ? 'none' : 'client_secret_basic',
    application_type: product.public ? 'native' : 'web',
    redirect_uris: [...product.redirectUris],
    response_types: begins ? ['code'] : [],
    grant_types: [...product.grantTypes],
    post_logout_redirect_uris: [...product.postLogOutUris],
    id_token_signed_response_alg: product.idTokenAlg,
    ...(product.backchannelLogOutUrl
      ? { backchannel_logout_uri: product.backchannelLogOutUrl, backchannel_logout_session_required: true }
      : undefined),
  } as ClientMetadata
}

function remembering<T>(read: (key: string) => Promise<T | undefined>) {
  const known = new Map<string, { value: T; until: number }>()
  const underway = new Map<string, Promise<T | undefined>>()
  return {
    async get(key: string): Promise<T | undefined> {
      const found = known.get(key)
      if (found && found.until > performance.now()) return found.value
      const reading = underway.get(key) ?? read(key).finally(() => underway.delete(key))
      underway.set(key, reading)
      const value = await reading
      if (value === undefined) known.delete(key)
      else known.set(key, { value, until: performance.now() + rememberedMs })
      return value
    },
    forget: (key: string) => void known.delete(key),
  }
}
