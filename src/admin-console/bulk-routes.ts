import { accountById, accountNames } from '#account'
import { isId, Refusal } from '#kernel'
import {
  type BulkAct,
  type BulkRun,
  bulkActs,
  type Chosen,
  cancelRun,
  countAccounts,
  mostChosen,
  queryOfWanted,
  recordResultsExport,
  resultsOf,
  roleFor,
  runIn,
  searchFor,
  startRun,
  wantedIn,
  wantedNames,
  writeResults,
} from '#managed-account'
import { covers } from '#organization'
import { formOf, queryOf, show, type Visitor } from '#platform'
import { download, mostCounted, reasonText, told } from './account-routes.ts'
import type { Console, ConsoleContext, Place } from './console.ts'
import { clip } from './mended.ts'
import { bulkPage, bulkRunPage, whyRefused } from './pages/index.ts'

const refusedShown = 20

/** One act on many accounts (MAN-2): chosen, asked about, and looked at while it goes on. */
export function bulkRoutes(context: ConsoleContext, surface: Console): void {
  const { read, readSensitive, write, writeSensitive } = surface
  const { database } = context
  const on = database.durable

  /** What the page asks about: some accounts by their ids, or all that the filters find. */
  async function bulkView({ organization }: Place, act: BulkAct, chosen: Chosen) {
    if ('wanted' in chosen) {
      const { wanted } = chosen
      const count = await countAccounts(on, await searchFor(on, organization.id, wanted), mostCounted + 1)
      return { act, wanted, count, mostCounted }
    }
    const found = await Promise.all(chosen.accountIds.map((id) => accountById(on, id)))
    // Of others nothing is told; what becomes of them says the result.
    const accounts = found.filter((account) => account?.managedBy?.organizationId === organization.id)
    return {
      act,
      wanted: {},
      accounts: accounts.map((account) => ({ id: account!.id, name: account!.name, email: account!.email })),
      count: accounts.length,
      mostCounted,
    }
  }

  readSensitive('/accounts/bulk', 'user-admin', async (c, place, holder) => {
    const act = mustBeAct(queryOf(c, 'act'))
    if (!covers(place.role, roleFor(act))) throw new Refusal('organization.not-admin', 403)
    const chosen = chosenIn(queryOf(c, 'all'), c.req.queries('account[]') ?? [], (name) => queryOf(c, name))
    const view = await bulkView(place, act, chosen)
    if (view.count === 0) {
      const back = queryOfWanted('wanted' in chosen ? chosen.wanted : {}, { chosen: 'nobody' })
      return c.redirect(`${place.base}/accounts${back}`, 303)
    }
    return show(c, bulkPage(c.get('say'), { ...place, ...view, holder }))
  })

  const names = ['act', 'all', 'accounts', 'reason', 'words', ...wantedNames] as const
  const backToQuestion = async (c: Visitor) => {
    const fields = await formOf(c, ...names)
    const query = new URLSearchParams(queryOfWanted(wantedIn((name) => fields[name])))
    query.set('act', fields.act ?? '')
    if (fields.all) query.set('all', '1')
    for (const id of (fields.accounts ?? '').split(' ').slice(0, mostChosen))
      if (isId(id)) query.append('account[]', id)
    return `/accounts/bulk?${query.toString()}`
  }
  writeSensitive('/accounts/bulk', 'user-admin', backToQuestion, async (c, place) => {
    const fields = await formOf(c, ...names)
    const act = mustBeAct(fields.act)
    const chosen = chosenIn(fields.all, (fields.accounts ?? '').split(' '), (name) => fields[name])
    const reason = reasonText(c.get('say'), fields.reason, fields.words)
    try {
      const id = await database.transaction((tx) => startRun(tx, place.actor, { act, chosen, reason }))
      return c.redirect(`${place.base}/accounts/bulk/${id}`, 303)
    } catch (error) {
      const problem = told(error)
      const typed = { reason: fields.reason, words: clip(fields.words), problem }
      const view = {
        ...place,
        ...(await bulkView(place, act, chosen)),
        ...typed,
        holder: await surface.holderOf(place.me),
      }
      return show(c, bulkPage(c.get('say'), view), { status: problem.status })
    }
  })

  // ---------- one run ----------

  async function runOf(c: Visitor, { organization }: Place): Promise<BulkRun> {
    const id = c.req.param('run')
    const run = isId(id) ? await runIn(on, organization.id, id) : undefined
    if (!run) throw new Refusal('managed-account.run-unknown', 404)
    return run
  }

  read('/accounts/bulk/:run', 'auditor', async (c, place, holder) => {
    const run = await runOf(c, place)
    const refused = await resultsOf(on, run.id, { outcome: 'refused', most: refusedShown })
    const startedBy = run.startedBy && (await accountNames(on, [run.startedBy])).get(run.startedBy)
    const view = { run, refused, startedBy, status: queryOf(c, 'status', 40) }
    return show(c, bulkRunPage(c.get('say'), { ...place, ...view, holder }))
  })
  write('/accounts/bulk/:run/cancel', 'user-admin', async (c, place) => {
    const { id } = await runOf(c, place)
    await database.transaction((tx) => cancelRun(tx, place.actor, id))
    return c.redirect(`${place.base}/accounts/bulk/${id}`, 303)
  })
  const backToRun = async (c: Visitor) => `/accounts/bulk/${c.req.param('run')}`
  writeSensitive('/accounts/bulk/:run/export', 'auditor', backToRun, async (c, place) => {
    const run = await runOf(c, place)
    const say = c.get('say')
    await database.transaction((tx) => recordResultsExport(tx, place.actor, run.id))
    return download(
      c,
      'umbel-results',
      writeResults(on, run.id, (result) => whyRefused(say, result)),
    )
  })
}

function mustBeAct(text: string | undefined): BulkAct {
  const act = bulkActs.find((each) => each === text)
  if (!act) throw new Refusal('managed-account.act-unknown', 422)
  return act
}

type Read = Parameters<typeof wantedIn>[0]

function chosenIn(all: string | undefined, ids: readonly string[], read: Read): Chosen {
  if (all === '1') return { wanted: wantedIn(read) }
  return { accountIds: [...new Set(ids.filter(isId))].slice(0, mostChosen) }
}
