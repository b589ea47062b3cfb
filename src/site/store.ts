import { type Statements, sql } from '#platform'
import type { Site } from './site.ts'

const columns = sql`s.id, s.name, s.host`

/** False when the id is taken; violates `site_host_key` when the host is. */
export async function insertSite(on: Statements, site: Site): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into site (id, name, host, organization_id, created_at)
      values (${site.id}, ${site.name}, ${site.host}, ${site.organizationId ?? null}, ${on.now})
      on conflict (id) do nothing`)) === 1
  )
}

export async function insertProductSite(on: Statements, productId: string, siteId: string): Promise<boolean> {
  return (
    (await on.run(sql`
      insert into product_site (product_id, site_id) values (${productId}, ${siteId}) on conflict do nothing`)) === 1
  )
}

/** A site by its id or the name of its host. */
export async function siteNamed(on: Statements, idOrHost: string): Promise<Site | undefined> {
  return on.first<Site>(sql`select ${columns} from site s where s.id = ${idOrHost} or s.host = ${idOrHost}`)
}

type Listed = Site & { readonly productIds: readonly string[]; readonly organization?: string }

/** All sites, with their products and the name of whose they are. */
export async function selectSites(on: Statements): Promise<Listed[]> {
  const rows = await on.all<
    Site & { productIds: string[]; organizationId: string | null; organization: string | null }
  >(sql`
    select ${columns}, s.organization_id as "organizationId", o.name as organization,
      array(select product_id from product_site p where p.site_id = s.id order by 1) as "productIds"
    from site s left join organization o on o.id = s.organization_id order by s.name, s.id`)
  return rows.map(({ organizationId, organization, ...site }) => ({
    ...site,
    ...(organizationId && organization ? { organizationId, organization } : {}),
  }))
}

/** The sites that a product runs on; no more than two unless one is named, as two are already not one. */
export async function sitesOf(on: Statements, productId: string, named: string | undefined): Promise<Site[]> {
  return on.all<Site>(sql`
    select ${columns} from product_site p join site s on s.id = p.site_id where p.product_id = ${productId}
    order by coalesce(s.id = ${named ?? null} or s.host = ${named ?? null}, false) desc limit 2`)
}
