import { type Context, Hono } from 'hono'
import type { Pool } from 'pg'
import { cleaned, keyOf } from '../look/form.ts'
import { colleagues } from '../look/people.ts'
import type { ProductEnv } from '../look/product.ts'
import { type Draft, faultOfComment, faultsOf, isState } from './issue.ts'
import { formPage, issuePage, type RefusedComment } from './issue-page.ts'
import * as store from './issues.ts'
import { listPage } from './list-page.ts'

type Page = Context<ProductEnv>

/** Numbers of up to nine digits fit PostgreSQL's `integer`; anything else is no issue. */
const issuePath = '/issues/:id{[1-9][0-9]{0,8}}'
const idOf = (c: Page): number => Number(c.req.param('id'))

function filterOf(c: Page): store.Filter {
  const state = c.req.query('state')
  const before = keyOf(c.req.query('before'))
  return {
    state: isState(state) ? state : undefined,
    assignee: cleaned(c.req.query('assignee')).slice(0, 255) || undefined,
    search: cleaned(c.req.query('q')).slice(0, 100).toWellFormed(),
    before,
    after: before === undefined ? keyOf(c.req.query('after')) : undefined,
  }
}

async function draftOf(c: Page): Promise<Draft & { version: number }> {
  const form = await c.req.parseBody()
  const version = keyOf(String(form.version)) ?? 0
  return { title: cleaned(form.title).replaceAll('\n', ' '), description: cleaned(form.description), version }
}

/** Every page about issues. Whoever is logged in sees and changes all of them: Tracker is one team's list. */
export function issueRoutes(pool: Pool): Hono<ProductEnv> {
  const app = new Hono<ProductEnv>()

  const showIssue = async (c: Page, refused?: RefusedComment): Promise<Response> => {
    const id = idOf(c)
    const [issue, comments, people] = await Promise.all([
      store.issueOf(pool, id),
      store.commentsOf(pool, id),
      colleagues(pool, 'tracker'),
    ])
    if (!issue) return c.notFound()
    const main = issuePage(issue, comments, people, c.req.query('done'), refused)
    const title = `#${issue.id} ${issue.title}`
    return c.var.show(refused ? `Error: ${title}` : title, main, { wide: true, status: refused ? 400 : 200 })
  }

  app.get('/', async (c) => {
    const filter = filterOf(c)
    const [found, people] = await Promise.all([store.listIssues(pool, filter), colleagues(pool, 'tracker')])
    return c.var.show('Issues', listPage(filter, found, people), { wide: true })
  })

  app.get('/issues', (c) => c.redirect('/', 303))

  app.get('/issues/new', (c) => c.var.show('New issue', formPage({ title: '', description: '' }, {})))

  app.post('/issues', async (c) => {
    const draft = await draftOf(c)
    const faults = faultsOf(draft)
    if (Object.keys(faults).length > 0) return c.var.show('Error: New issue', formPage(draft, faults), { status: 400 })
    const id = await store.createIssue(pool, c.var.person.accountId, draft)
    return c.redirect(`/issues/${id}?done=created`, 303)
  })

  app.get(issuePath, (c) => showIssue(c))

  app.get(`${issuePath}/edit`, async (c) => {
    const issue = await store.issueOf(pool, idOf(c))
    return issue ? c.var.show(`Edit #${issue.id}`, formPage(issue, {}, issue)) : c.notFound()
  })

  app.post(`${issuePath}/edit`, async (c) => {
    const id = idOf(c)
    const draft = await draftOf(c)
    const faults = faultsOf(draft)
    if (Object.keys(faults).length > 0) {
      const main = formPage(draft, faults, { id, version: draft.version })
      return c.var.show(`Error: Edit #${id}`, main, { status: 400 })
    }
    if (await store.rewriteIssue(pool, id, draft.version, draft)) return c.redirect(`/issues/${id}?done=changed`, 303)
    const issue = await store.issueOf(pool, id)
    if (!issue) return c.notFound()
    const main = formPage(draft, {}, { id, version: issue.version, stale: true })
    return c.var.show(`Not saved: Edit #${id}`, main, { status: 409 })
  })

  app.post(`${issuePath}/state`, async (c) => {
    const { state } = await c.req.parseBody()
    const moved = isState(state) && (await store.moveIssue(pool, idOf(c), state))
    return moved ? c.redirect(`/issues/${idOf(c)}?done=state`, 303) : c.notFound()
  })

  app.post(`${issuePath}/assignee`, async (c) => {
    const to = cleaned((await c.req.parseBody()).assignee) || undefined
    const given = await store.assignIssue(pool, idOf(c), to)
    return given ? c.redirect(`/issues/${idOf(c)}?done=assignee`, 303) : c.notFound()
  })

  app.post(`${issuePath}/comments`, async (c) => {
    const said = cleaned((await c.req.parseBody()).said)
    const fault = faultOfComment(said)
    if (fault) return showIssue(c, { said, fault })
    const added = await store.addComment(pool, idOf(c), c.var.person.accountId, said)
    return added ? c.redirect(`/issues/${idOf(c)}?done=comment`, 303) : c.notFound()
  })

  return app
}
