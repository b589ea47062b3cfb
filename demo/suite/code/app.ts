import { Hono } from 'hono'
import type { Pool } from 'pg'
import { cleaned } from '../../look/form.ts'
import { openProduct, type ProductEnv, type ProductKind } from '../../look/product.ts'
import type { ProductSettings } from '../../look/settings.ts'
import { faultsOf, formPage, listPage } from './pages.ts'
import * as store from './store.ts'

const code: ProductKind = {
  id: 'code',
  name: 'Code',
  thing: 'repository',
  home: 'All repositories',
  people: [['repository', 'owner']],
}

/** Code: for now a list of repositories and who owns them. */
export async function createCode(settings: ProductSettings, pool: Pool): Promise<Hono<ProductEnv>> {
  await store.createTables(pool)
  return openProduct(code, settings, pool, repositoryRoutes(pool))
}

function repositoryRoutes(pool: Pool): Hono<ProductEnv> {
  const app = new Hono<ProductEnv>()

  app.get('/', async (c) => {
    const after = cleaned(c.req.query('after')).slice(0, 63).toWellFormed()
    const found = await store.listRepositories(pool, after)
    return c.var.show('Repositories', listPage(found, after, c.req.query('done')), { wide: true })
  })

  app.get('/repositories', (c) => c.redirect('/', 303))
  app.get('/repositories/new', (c) => c.var.show('New repository', formPage({ name: '', description: '' }, {})))

  app.post('/repositories', async (c) => {
    const form = await c.req.parseBody()
    const draft = { name: cleaned(form.name), description: cleaned(form.description).replaceAll('\n', ' ') }
    const faults = faultsOf(draft)
    if (Object.keys(faults).length === 0) {
      const created = await store.createRepository(pool, c.var.person.accountId, draft)
      if (created) return c.redirect('/?done=created', 303)
      faults.name = 'Another repository has this name.'
    }
    return c.var.show('Error: New repository', formPage(draft, faults), { status: 400 })
  })

  return app
}
