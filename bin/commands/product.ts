import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  addProduct,
  applyProductsFile,
  listProducts,
  type Product,
  type ProductWishes,
  productById,
  removeProduct,
  rotateProductSecret,
  updateProduct,
} from '#product'
import type { Operator } from './operator.ts'
import { fault, runVerb, type Verb } from './verbs.ts'

export const productUsage = `Options of product add and change:
  --home URL                   where the product's home page is
  --redirect-uri URL           where log-ins return to; give it again for more
  --post-logout-uri URL        where log-outs may return to; give it again for more
  --backchannel-logout-uri URL where the product is told of log-outs
  --events-uri URL             where the product is told of erased accounts
  --form identifier-first|combined
  --id ID                      the client id; otherwise made from the name
  --public                     for apps that cannot keep a secret: no secret, PKCE demanded
  --pkce                       demand PKCE of a product that has a secret, too
  --id-token-alg RS256|ES256   how its ID tokens are signed; RS256 unless said
  --grant TYPE                 authorization_code, refresh_token, client_credentials,
                               urn:ietf:params:oauth:grant-type:device_code; give it again for more
  --resource URI=SCOPES        a resource server of the product that gets JWT access tokens; again for more
  --unlisted                   keep it out of people's list of products
  --json                       answer in JSON: issuer, client_id, client_secret
`

const options = {
  id: { type: 'string' },
  name: { type: 'string' },
  home: { type: 'string' },
  'redirect-uri': { type: 'string', multiple: true },
  'post-logout-uri': { type: 'string', multiple: true },
  'backchannel-logout-uri': { type: 'string' },
  'events-uri': { type: 'string' },
  form: { type: 'string' },
  public: { type: 'boolean' },
  pkce: { type: 'boolean' },
  'id-token-alg': { type: 'string' },
  grant: { type: 'string', multiple: true },
  resource: { type: 'string', multiple: true },
  unlisted: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

type Given = ReturnType<typeof parse>['values']
const parse = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `npx umbel product …`: registers and changes products. Returns the exit code. */
export async function commandLineProduct(
  verb: string | undefined,
  args: string[],
  open: () => Promise<Operator>,
): Promise<number> {
  const { values: given, positionals } = parse(args)
  return runVerb('product', verbs, { verb, positionals, given }, open)
}

const verbs: Record<string, Verb<Given>> = {
  async add({ database, actor, settings }, name, given) {
    if (!given.home) return fault('Say where the product is: --home URL')
    const wishes = { ...wishesFrom(given), name, homeUrl: given.home, id: given.id }
    const { id, secret } = await database.transaction((tx) => addProduct(tx, actor, wishes))
    return tellClient(settings.UMBEL_URL.origin, id, secret, given)
  },
  async list({ database }, _what, given) {
    const products = await listProducts(database.durable)
    if (given.json) print(products.map(asJson))
    else for (const { id, name, homeUrl } of products) console.log(`${id.padEnd(24)} ${name.padEnd(24)} ${homeUrl}`)
    return 0
  },
  async show({ database }, id) {
    const product = await productById(database.durable, id)
    if (!product) return fault(`There is no product ${id}.`)
    print(asJson(product))
    return 0
  },
  async change({ database, actor, settings }, id, given) {
    const wishes = { ...wishesFrom(given), name: given.name, homeUrl: given.home }
    const named = Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined))
    const { secret } = await database.transaction((tx) => updateProduct(tx, actor, id, named))
    return tellClient(settings.UMBEL_URL.origin, id, secret, given)
  },
  async remove({ database, actor }, id) {
    await database.transaction((tx) => removeProduct(tx, actor, id))
    console.log(`${id} is removed: nobody can log in to it any more.`)
    return 0
  },
  async 'new-secret'({ database, actor, settings }, id, given) {
    const { secret } = await database.transaction((tx) => rotateProductSecret(tx, actor, id))
    return tellClient(settings.UMBEL_URL.origin, id, secret, given)
  },
  async apply({ database, actor }, file, given) {
    const applied = await database.transaction((tx) => applyProductsFile(tx, actor, readFileSync(file, 'utf8')))
    if (given.json) print(applied.map(({ id, outcome, secret }) => ({ client_id: id, outcome, client_secret: secret })))
    else
      for (const { id, outcome, secret } of applied)
        console.log(`${id}: ${outcome}${secret ? `, secret ${secret}` : ''}`)
    return 0
  },
}

function wishesFrom(given: Given): Partial<Omit<ProductWishes, 'name' | 'homeUrl'>> {
  const resources = given.resource?.map((text) => {
    const [identifier = '', ...scope] = text.split('=')
    return { identifier, scope: scope.join('=') }
  })
  return {
    redirectUris: given['redirect-uri'],
    postLogOutUris: given['post-logout-uri'],
    backchannelLogOutUrl: given['backchannel-logout-uri'],
    eventsUrl: given['events-uri'],
    form: given.form as ProductWishes['form'],
    public: given.public,
    demandsPkce: given.pkce,
    idTokenAlg: given['id-token-alg'] as ProductWishes['idTokenAlg'],
    grantTypes: given.grant as ProductWishes['grantTypes'],
    resources,
    listed: given.unlisted === undefined ? undefined : !given.unlisted,
  }
}

function tellClient(issuer: string, id: string, secret: string | undefined, given: Given): number {
  const discovery = `${issuer}/.well-known/openid-configuration`
  if (given.json) print({ issuer, client_id: id, client_secret: secret, discovery })
  else {
    console.log(`issuer         ${issuer}\nclient id      ${id}`)
    if (secret) console.log(`client secret  ${secret}\n\nThe secret is shown this once: we keep only its hash.`)
  }
  return 0
}

const asJson = ({ createdAt, ...product }: Product) => ({ ...product, createdAt: createdAt.toString() })
const print = (value: unknown) => console.log(JSON.stringify(value, null, 2))
