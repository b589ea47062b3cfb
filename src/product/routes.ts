import { Hono } from 'hono'
import type { Database, Visit } from '#platform'
import { selectProducts } from './store.ts'

// As long as the SDK keeps the list. Public, so that any cache in between may answer as well.
const keptSeconds = 300

/** The list of the suite, for the switchers of its products (DEV-3): what is listed, by name. Anybody may read it. */
export function productRoutes(database: Database): Hono<Visit> {
  const app = new Hono<Visit>()
  app.get('/api/products', async (c) => {
    const products = await selectProducts(database.durable)
    c.header('Cache-Control', `public, max-age=${keptSeconds}`)
    c.header('Access-Control-Allow-Origin', '*')
    return c.json(products.filter(({ listed }) => listed).map(({ id, name, homeUrl }) => ({ id, name, homeUrl })))
  })
  return app
}
