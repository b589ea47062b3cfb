import { addDomain, lookNow, removeDomain, renewToken, type Way } from '#domain-claim'
import { formOf, queryOf, show, type Visitor } from '#platform'
import type { Console, ConsoleContext } from './console.ts'
import { domainIn } from './domain-in.ts'
import { claimedDomainsIn, withClaims, withContest } from './domains-in.ts'
import { clip, mended } from './mended.ts'
import { addDomainPage, domainPage, domainsPage, removeDomainPage } from './pages/index.ts'

/** Domains: added, proved, looked at, removed (DOM-1 to DOM-4). */
export function domainRoutes(context: ConsoleContext, { read, write, writeSensitive, holderOf }: Console): void {
  const { database, isMailProvider } = context
  const on = database.durable
  const status = (c: Visitor) => queryOf(c, 'status', 40)
  const wayIn = (c: Visitor): Way => (queryOf(c, 'way', 10) === 'file' ? 'file' : 'dns')

  read('/domains', 'auditor', async (c, place, holder) => {
    const domains = await claimedDomainsIn(on, place.organization.id)
    return show(c, domainsPage(c.get('say'), { ...place, holder, domains, status: status(c) }))
  })

  read('/domains/add', 'org-admin', async (c, place, holder) =>
    show(c, addDomainPage(c.get('say'), { ...place, holder })),
  )
  write('/domains/add', 'org-admin', async (c, place) => {
    const { name, subdomains } = await formOf(c, 'name', 'subdomains')
    const wishes = { name, withSubdomains: subdomains !== undefined }
    try {
      const added = await database.transaction((tx) => addDomain(tx, place.actor, wishes, isMailProvider))
      const said = added.hadMore ? '?status=domain-understood' : ''
      return c.redirect(`${place.base}/domains/${added.id}${said}`, 303)
    } catch (error) {
      const known = mended(error)
      const typed = { name: clip(name), withSubdomains: wishes.withSubdomains }
      const view = { ...place, ...typed, holder: await holderOf(place.me), error: known }
      return show(c, addDomainPage(c.get('say'), view), { status: known.status })
    }
  })

  read('/domains/:domain', 'auditor', async (c, place, holder) => {
    const domain = await withClaims(on, await domainIn(on, c, place))
    const view = { ...place, holder, domain, way: wayIn(c), status: status(c) }
    return show(c, domainPage(c.get('say'), view))
  })
  write('/domains/:domain/check', 'org-admin', async (c, place) => {
    const { id } = await domainIn(on, c, place)
    const way = wayIn(c)
    try {
      await lookNow(context, place.actor, id)
    } catch (error) {
      const known = mended(error)
      const domain = await withClaims(on, await domainIn(on, c, place))
      const view = { ...place, holder: await holderOf(place.me), domain, way, error: known }
      return show(c, domainPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`${place.base}/domains/${id}${way === 'file' ? '?way=file' : ''}`, 303)
  })
  write('/domains/:domain/renew', 'org-admin', async (c, place) => {
    const { id } = await domainIn(on, c, place)
    await database.transaction((tx) => renewToken(tx, place.actor, id))
    return c.redirect(`${place.base}/domains/${id}?status=token-renewed`, 303)
  })

  // The file itself, for whoever would rather not make one by hand.
  read('/domains/:domain/file', 'auditor', async (c, place) => {
    const { token } = await domainIn(on, c, place)
    return c.body(`${token}\n`, 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename="umbel-verify.txt"',
      'cache-control': 'no-store',
    })
  })

  read('/domains/:domain/remove', 'org-admin', async (c, place, holder) => {
    const domain = await withContest(on, await domainIn(on, c, place))
    return show(c, removeDomainPage(c.get('say'), { ...place, holder, domain }))
  })
  writeSensitive('/domains/:domain/remove', 'org-admin', '/domains', async (c, place) => {
    const known = await domainIn(on, c, place)
    try {
      await database.transaction((tx) => removeDomain(tx, place.actor, known.id))
    } catch (refused) {
      const error = mended(refused)
      const domain = await withContest(on, known)
      const view = { ...place, holder: await holderOf(place.me), domain, error }
      return show(c, removeDomainPage(c.get('say'), view), { status: error.status })
    }
    return c.redirect(`${place.base}/domains?status=domain-removed`, 303)
  })
}
