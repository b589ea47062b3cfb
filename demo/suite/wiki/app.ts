import { type Context, Hono } from 'hono'
import type { Pool } from 'pg'
import { cleaned, keyOf } from '../../look/form.ts'
import { openProduct, type ProductEnv, type ProductKind } from '../../look/product.ts'
import type { ProductSettings } from '../../look/settings.ts'
import { faultsOf, formPage, historyPage, listPage, readPage } from './pages.ts'
import * as store from './store.ts'

const wiki: ProductKind = {
  id: 'wiki',
  name: 'Wiki',
  thing: 'page',
  home: 'All pages',
  people: [
    ['page', 'changed_by'],
    ['revision', 'changed_by'],
  ],
}

/** Wiki: pages that everybody who logs in reads and improves. */
export async function createWiki(settings: ProductSettings, pool: Pool): Promise<Hono<ProductEnv>> {
  await store.createTables(pool)
  return openProduct(wiki, settings, pool, pageRoutes(pool))
}

type Page = Context<ProductEnv>

const pagePath = '/pages/:id{[1-9][0-9]{0,8}}'
const idOf = (c: Page): number => Number(c.req.param('id'))

async function draftOf(c: Page): Promise<store.Draft & { version: number }> {
  const form = await c.req.parseBody()
  const title = cleaned(form.title).replaceAll('\n', ' ')
  return { title, text: cleaned(form.text), version: keyOf(String(form.version)) ?? 0 }
}

function pageRoutes(pool: Pool): Hono<ProductEnv> {
  const app = new Hono<ProductEnv>()

  app.get('/', async (c) => {
    const search = cleaned(c.req.query('q')).slice(0, 100).toWellFormed()
    const after = keyOf(c.req.query('after'))
    const found = await store.listPages(pool, { search, after })
    return c.var.show('Pages', listPage(search, after, found), { wide: true })
  })

  app.get('/pages', (c) => c.redirect('/', 303))

  app.get('/pages/new', (c) => c.var.show('New page', formPage({ title: '', text: '' }, {})))

  app.post('/pages', async (c) => {
    const draft = await draftOf(c)
    const faults = faultsOf(draft)
    if (Object.keys(faults).length > 0) return c.var.show('Error: New page', formPage(draft, faults), { status: 400 })
    const id = await store.createPage(pool, c.var.person.accountId, draft)
    return c.redirect(`/pages/${id}?done=created`, 303)
  })

  app.get(pagePath, async (c) => {
    const page = await store.pageOf(pool, idOf(c))
    return page ? c.var.show(page.title, readPage(page, c.req.query('done'))) : c.notFound()
  })

  app.get(`${pagePath}/history`, async (c) => {
    const [page, revisions] = await Promise.all([store.pageOf(pool, idOf(c)), store.revisionsOf(pool, idOf(c))])
    if (!page) return c.notFound()
    return c.var.show(`History of ${page.title}`, historyPage(page, revisions), { wide: true })
  })

  app.get(`${pagePath}/edit`, async (c) => {
    const page = await store.pageOf(pool, idOf(c))
    return page ? c.var.show(`Edit ${page.title}`, formPage(page, {}, page)) : c.notFound()
  })

  app.post(`${pagePath}/edit`, async (c) => {
    const id = idOf(c)
    const draft = await draftOf(c)
    const faults = faultsOf(draft)
    if (Object.keys(faults).length > 0) {
      return c.var.show('Error: Edit page', formPage(draft, faults, { id, version: draft.version }), { status: 400 })
    }
    const written = await store.rewritePage(pool, c.var.person.accountId, id, draft.version, draft)
    if (written) return c.redirect(`/pages/${id}?done=changed`, 303)
    const page = await store.pageOf(pool, id)
    if (!page) return c.notFound()
    const main = formPage(draft, {}, { id, version: page.version, stale: true })
    return c.var.show('Not saved: Edit page', main, { status: 409 })
  })

  return app
}
