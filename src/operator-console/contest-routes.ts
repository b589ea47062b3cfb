import { mended } from '#admin-console'
import { lookAtContest } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import { queryOf, show, type Visitor } from '#platform'
import { contestById, listContests, type SeenContest } from './contest-store.ts'
import { contestPage, contestsPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

const onOnePage = 20

/** Domains that two organizations have proved (DOM-3): operators see what was found, and decide nothing. */
export function contestRoutes(context: OperatorContext, { read, write, frameOf }: OperatorSurface): void {
  const on = context.database.durable

  async function contestIn(c: Visitor): Promise<SeenContest> {
    const id = c.req.param('contest')
    const contest = isId(id) ? await contestById(on, id) : undefined
    if (!contest) throw new Refusal('operator-console.contest-unknown', 404)
    return contest
  }

  read('/contests', async (c, _desk, frame) => {
    const asked = queryOf(c, 'before', 40)
    const before = isId(asked) ? asked : undefined
    const found = await listContests(on, { most: onOnePage + 1, before })
    const contests = found.slice(0, onOnePage)
    const next = found.length > onOnePage ? contests.at(-1)?.id : undefined
    return show(c, contestsPage(c.get('say'), { ...frame, contests, next, isFirst: before === undefined }))
  })

  read('/contests/:contest', async (c, _desk, frame) =>
    show(c, contestPage(c.get('say'), { ...frame, contest: await contestIn(c) })),
  )
  write('/contests/:contest/look', async (c, { me, actor }) => {
    const { id } = await contestIn(c)
    try {
      await lookAtContest(context, actor, id)
    } catch (error) {
      const known = mended(error)
      const view = { ...(await frameOf(c, me)), contest: await contestIn(c), error: known }
      return show(c, contestPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`/operator/contests/${id}?status=looked`, 303)
  })
}
