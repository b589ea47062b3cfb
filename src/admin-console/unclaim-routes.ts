import { accountById } from '#account'
import { claimById, claimsUnderWay, isInForce, listLimits, listOf, startUnclaim, unclaimOne } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import { formOf, queryOf, show, uploadStream, type Visitor } from '#platform'
import type { Console, ConsoleContext, Place } from './console.ts'
import { domainIn } from './domain-in.ts'
import { withContest } from './domains-in.ts'
import { keepUploaded, parts } from './keep-uploaded.ts'
import { claimAskPage, claimListPage } from './pages/index.ts'

/** Accounts made personal again: one, those of a claim, those in a list, all of a domain (DOM-10). */
export function unclaimRoutes(
  context: ConsoleContext,
  { read, write, writeUpload, writeSensitive, holderOf }: Console,
): void {
  const { database } = context
  const on = database.durable
  const act = 'unclaim' as const

  async function claimIn(c: Visitor, { organization }: Place) {
    const id = c.req.param('claim')
    const claim = isId(id) ? await claimById(on, id) : undefined
    if (claim?.organizationId !== organization.id) throw new Refusal('domain-claim.claim-unknown', 404)
    return claim
  }
  read('/claims/:claim/unclaim', 'org-admin', async (c, place, holder) => {
    const { id, domain, state } = await claimIn(c, place)
    const path = `/claims/${id}`
    const view = { act, domain, path: `${path}/unclaim`, back: path, goesOn: state === 'standing' }
    return show(c, claimAskPage(c.get('say'), { ...place, ...view, holder }))
  })
  writeSensitive('/claims/:claim/unclaim', 'org-admin', '/domains', async (c, place) => {
    const { id } = await claimIn(c, place)
    await database.transaction((tx) => startUnclaim(tx, place.actor, { claimId: id }))
    return c.redirect(`${place.base}/claims/${id}?status=unclaiming`, 303)
  })

  read('/domains/:domain/unclaim', 'org-admin', async (c, place, holder) => {
    const { id, name } = await domainIn(on, c, place)
    const wanted = queryOf(c, 'list')
    const list = await listOf(on, wanted, place.organization.id)
    if (wanted !== undefined && !list) throw new Refusal('domain-claim.list-gone', 410)
    const goesOn = (await claimsUnderWay(on, [id])).some(({ mode, state }) => mode === 'all' && isInForce(state))
    const path = `/domains/${id}`
    const view = { act, domain: name, path: `${path}/unclaim`, back: path, goesOn, list }
    return show(c, claimAskPage(c.get('say'), { ...place, ...view, holder }))
  })
  writeSensitive('/domains/:domain/unclaim', 'org-admin', '/domains', async (c, place) => {
    const { id: domainId } = await domainIn(on, c, place)
    const { list: listId } = await formOf(c, 'list')
    await database.transaction((tx) => startUnclaim(tx, place.actor, listId ? { domainId, listId } : { domainId }))
    return c.redirect(`${place.base}/domains/${domainId}?status=unclaiming`, 303)
  })

  read('/domains/:domain/unclaim/list', 'org-admin', async (c, place, holder) => {
    const domain = await withContest(on, await domainIn(on, c, place))
    return show(c, claimListPage(c.get('say'), { ...place, holder, domain, use: act }))
  })
  const listed = async (c: Visitor, place: Place, bytes: AsyncIterable<Uint8Array>) => {
    const domain = await withContest(on, await domainIn(on, c, place))
    const kept = await keepUploaded(database, place.actor, bytes)
    if (typeof kept === 'string') return c.redirect(`${place.base}/domains/${domain.id}/unclaim?list=${kept}`, 303)
    const view = { ...place, holder: await holderOf(place.me), domain, use: act, error: kept }
    return show(c, claimListPage(c.get('say'), view), { status: kept.status })
  }
  writeUpload('/domains/:domain/unclaim/list', 'org-admin', async (c, place) =>
    listed(c, place, uploadStream(c, listLimits.bytes)),
  )
  write('/domains/:domain/unclaim/paste', 'org-admin', async (c, place) =>
    listed(c, place, parts((await formOf(c, 'addresses')).addresses)),
  )

  async function accountIn(c: Visitor, { organization }: Place) {
    const id = c.req.param('account')
    const account = isId(id) ? await accountById(on, id) : undefined
    const { managedBy } = account ?? {}
    if (!account || !managedBy || managedBy.organizationId !== organization.id)
      throw new Refusal('account.unknown', 404)
    return { account, managedBy }
  }
  read('/accounts/:account/unclaim', 'org-admin', async (c, place, holder) => {
    const { account, managedBy } = await accountIn(c, place)
    const path = `/accounts/${account.id}`
    const view = { act, domain: managedBy.domain, path: `${path}/unclaim`, back: path, account }
    return show(c, claimAskPage(c.get('say'), { ...place, ...view, holder }))
  })
  writeSensitive('/accounts/:account/unclaim', 'org-admin', '/accounts', async (c, place) => {
    const { account } = await accountIn(c, place)
    await database.transaction((tx) => unclaimOne(tx, place.actor, account.id))
    return c.redirect(`${place.base}/accounts?status=unclaimed`, 303)
  })
}

/** Forms of claims that carry a file. */
export const claimUploads: readonly RegExp[] = [/^\/organizations\/[^/]+\/domains\/[^/]+\/(un)?claim\/list$/]
