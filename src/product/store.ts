import { join, type Statements, sql } from '#platform'
import type { GrantType, IdTokenAlg, LogInForm, Product, ProductSettings, Resource } from './product.ts'

/** A product with what its requests are proved by. */
export type ProductClient = Product & { readonly secretHash?: Buffer }

type Row = {
  id: string
  name: string
  home_url: string
  form: LogInForm
  secret_hash: Buffer | null
  demands_pkce: boolean
  id_token_alg: IdTokenAlg
  grant_types: GrantType[]
  backchannel_log_out_url: string | null
  events_url: string | null
  listed: boolean
  created_at: Temporal.Instant
  redirect_uris: string[]
  post_log_out_uris: string[]
  resources: Resource[]
}

const columns = sql`p.id, p.name, p.home_url, p.form, p.secret_hash, p.demands_pkce, p.id_token_alg, p.grant_types,
  p.backchannel_log_out_url, p.events_url, p.listed, p.created_at,
  array(select uri from product_uri u where u.product_id = p.id and kind = 'redirect' order by uri) as redirect_uris,
  array(select uri from product_uri u where u.product_id = p.id and kind = 'post-log-out' order by uri) as post_log_out_uris,
  (select coalesce(jsonb_agg(jsonb_build_object('identifier', identifier, 'scope', scope) order by identifier), '[]')
    from product_resource r where r.product_id = p.id) as resources`

export async function selectProduct(on: Statements, id: string): Promise<ProductClient | undefined> {
  const row = await on.first<Row>(sql`select ${columns} from product p where p.id = ${id}`)
  return row && asProduct(row)
}

export async function selectProducts(on: Statements): Promise<ProductClient[]> {
  const rows = await on.all<Row>(sql`select ${columns} from product p order by p.name, p.id`)
  return rows.map(asProduct)
}

/** The owner of a resource identifier, and the scope it knows. */
export async function selectResource(
  on: Statements,
  identifier: string,
): Promise<(Resource & { productId: string }) | undefined> {
  return on.first(
    sql`select identifier, scope, product_id as "productId" from product_resource where identifier = ${identifier}`,
  )
}

export async function selectTakenIds(on: Statements, beginning: string): Promise<string[]> {
  const rows = await on.all<{ id: string }>(
    sql`select id from product where id = ${beginning} or id like ${`${beginning.replace(/_/g, '\\_')}-%`}`,
  )
  return rows.map(({ id }) => id)
}

export async function insertProduct(
  on: Statements,
  id: string,
  settings: ProductSettings,
  secretHash: Buffer | undefined,
): Promise<boolean> {
  const rows = await on.run(sql`
    insert into product (id, name, home_url, form, secret_hash, demands_pkce, id_token_alg, grant_types,
      backchannel_log_out_url, events_url, listed, created_at)
    values (${id}, ${settings.name}, ${settings.homeUrl}, ${settings.form}, ${secretHash ?? null}, ${settings.demandsPkce},
      ${settings.idTokenAlg}, ${[...settings.grantTypes]}, ${settings.backchannelLogOutUrl ?? null}, ${settings.eventsUrl ?? null},
      ${settings.listed}, ${on.now})
    on conflict (id) do nothing`)
  return rows > 0
}

export async function updateProductRow(on: Statements, id: string, settings: ProductSettings): Promise<void> {
  await on.run(sql`
    update product set name = ${settings.name}, home_url = ${settings.homeUrl}, form = ${settings.form},
      demands_pkce = ${settings.demandsPkce}, id_token_alg = ${settings.idTokenAlg},
      grant_types = ${[...settings.grantTypes]}, backchannel_log_out_url = ${settings.backchannelLogOutUrl ?? null},
      events_url = ${settings.eventsUrl ?? null},
      listed = ${settings.listed}
    where id = ${id}`)
}

export async function updateSecret(on: Statements, id: string, secretHash: Buffer | undefined): Promise<number> {
  return on.run(sql`update product set secret_hash = ${secretHash ?? null} where id = ${id}`)
}

export async function lockProduct(on: Statements, id: string): Promise<boolean> {
  return (await on.run(sql`select from product where id = ${id} for update`)) > 0
}

export async function deleteProduct(on: Statements, id: string): Promise<boolean> {
  return (await on.run(sql`delete from product where id = ${id}`)) > 0
}

/** Makes the addresses of a product exactly these. */
export async function replaceUris(
  on: Statements,
  id: string,
  uris: { readonly redirect: readonly string[]; readonly 'post-log-out': readonly string[] },
): Promise<void> {
  await on.run(sql`delete from product_uri where product_id = ${id}`)
  const rows = Object.entries(uris).flatMap(([kind, list]) => list.map((uri) => sql`(${id}, ${kind}, ${uri})`))
  if (rows.length > 0) await on.run(sql`insert into product_uri (product_id, kind, uri) values ${join(rows)}`)
}

/** Makes the resources of a product exactly these; violates `product_resource_pkey` when another product has one. */
export async function replaceResources(on: Statements, id: string, resources: readonly Resource[]): Promise<void> {
  await on.run(sql`delete from product_resource where product_id = ${id}`)
  const rows = resources.map(({ identifier, scope }) => sql`(${identifier}, ${id}, ${scope})`)
  if (rows.length > 0) {
    await on.run(sql`insert into product_resource (identifier, product_id, scope) values ${join(rows)}`)
  }
}

function asProduct(row: Row): ProductClient {
  return {
    id: row.id,
    name: row.name,
    homeUrl: row.home_url,
    form: row.form,
    public: row.secret_hash === null,
    demandsPkce: row.demands_pkce,
    idTokenAlg: row.id_token_alg,
    grantTypes: row.grant_types,
    redirectUris: row.redirect_uris,
    postLogOutUris: row.post_log_out_uris,
    backchannelLogOutUrl: row.backchannel_log_out_url ?? undefined,
    eventsUrl: row.events_url ?? undefined,
    resources: row.resources,
    listed: row.listed,
    createdAt: row.created_at,
    secretHash: row.secret_hash ?? undefined,
  }
}
