import { record } from '#audit'
import { type Domain, domainById, domainsOf, isVerified } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import {
  beginRename,
  cancelRename,
  type Rename,
  renameById,
  renamesOf,
  rowStates,
  rowsOf,
  startRename,
  writePlan,
} from '#managed-account'
import { formOf, queryOf, show, type Tx, type Visitor } from '#platform'
import { download } from './account-routes.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { mended } from './mended.ts'
import { obstacleWords, renamePage, startRenamePage } from './pages/index.ts'

const onOnePage = 20

/** All addresses of a domain move to another one: dry run, move, progress (MAN-3). */
export function renameRoutes(context: ConsoleContext, surface: Console): void {
  const { read, readSensitive, write, writeSensitive, holderOf } = surface
  const { database } = context
  const on = database.durable
  const root = '/domains/:domain/rename'

  async function domainIn(c: Visitor, { organization }: Place): Promise<Domain> {
    const id = c.req.param('domain')
    const domain = isId(id) ? await domainById(on, id) : undefined
    if (domain?.organizationId !== organization.id) throw new Refusal('domain-claim.unknown', 404)
    return domain
  }
  async function renameIn(c: Visitor, place: Place): Promise<Rename> {
    const domain = await domainIn(c, place)
    const id = c.req.param('rename')
    const rename = isId(id) ? await renameById(on, id) : undefined
    if (rename?.fromDomainId !== domain.id) throw new Refusal('managed-account.rename-unknown', 404)
    return rename
  }

  async function startView(c: Visitor, place: Place) {
    const domain = await domainIn(c, place)
    const others = (await domainsOf(on, place.organization.id)).filter(
      (each) => isVerified(each) && each.id !== domain.id,
    )
    return { ...place, holder: await holderOf(place.me), domain, others, renames: await renamesOf(on, domain.id) }
  }
  readSensitive(root, 'org-admin', async (c, place) =>
    show(c, startRenamePage(c.get('say'), await startView(c, place))),
  )
  const back = async (c: Visitor) => `/domains/${c.req.param('domain')}/rename`
  writeSensitive(root, 'org-admin', back, async (c, place) => {
    const domain = await domainIn(c, place)
    const { to } = await formOf(c, 'to')
    try {
      const { id } = await database.transaction((tx) => startRename(tx, place.actor, domain.id, to))
      return c.redirect(`${place.base}/domains/${domain.id}/rename/${id}`, 303)
    } catch (error) {
      const problem = mended(error)
      const view = { ...(await startView(c, place)), problem }
      return show(c, startRenamePage(c.get('say'), view), { status: problem.status })
    }
  })

  async function runView(c: Visitor, place: Place) {
    const rename = await renameIn(c, place)
    const asked = rowStates.find((state) => state === queryOf(c, 'show', 20))
    const which = asked ?? (rename.blocked > 0 && rename.state === 'looked' ? 'blocked' : 'ready')
    const from = queryOf(c, 'after', 40)
    const after = isId(from) ? from : undefined
    const found = await rowsOf(on, rename.id, { state: which, after, most: onOnePage + 1 })
    const rows = found.slice(0, onOnePage)
    const more = found.length > onOnePage ? rows.at(-1)?.accountId : undefined
    const isLater = after !== undefined
    return {
      ...place,
      holder: await holderOf(place.me),
      rename,
      which,
      rows,
      more,
      isLater,
      status: queryOf(c, 'status', 40),
    }
  }
  read(`${root}/:rename`, 'auditor', async (c, place) => show(c, renamePage(c.get('say'), await runView(c, place))))

  const there = async (c: Visitor) => `/domains/${c.req.param('domain')}/rename/${c.req.param('rename')}`
  const act =
    (status: string, work: (tx: Tx, place: Place, id: string) => Promise<void>) =>
    async (c: Visitor, place: Place): Promise<Response> => {
      const { id } = await renameIn(c, place)
      try {
        await database.transaction((tx) => work(tx, place, id))
      } catch (error) {
        const problem = mended(error)
        const view = { ...(await runView(c, place)), problem }
        return show(c, renamePage(c.get('say'), view), { status: problem.status })
      }
      return c.redirect(`${place.base}${await there(c)}?status=${status}`, 303)
    }
  writeSensitive(
    `${root}/:rename/begin`,
    'org-admin',
    there,
    act('rename-begun', (tx, { actor }, id) => beginRename(tx, actor, id)),
  )
  write(
    `${root}/:rename/cancel`,
    'org-admin',
    act('rename-canceled', (tx, { actor }, id) => cancelRename(tx, actor, id)),
  )
  writeSensitive(`${root}/:rename/export`, 'auditor', there, async (c, place) => {
    const { id, from, to } = await renameIn(c, place)
    await database.transaction((tx) => record(tx, place.actor, 'managed-account.rename-exported', { from, to }))
    const say = c.get('say')
    const plan = writePlan(on, id, ({ obstacle }) => obstacle && obstacleWords(say, obstacle))
    return download(c, `umbel-addresses-${from}`, plan)
  })
}
