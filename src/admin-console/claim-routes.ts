import { ReadableStream } from 'node:stream/web'
import {
  accountAt,
  accountsAt,
  type Claim,
  cancelClaim,
  claimById,
  claimsUnderWay,
  countAt,
  countPersons,
  everyAccountAt,
  everyPersonOf,
  type Found,
  type FoundPlace,
  isFailing,
  isVerified,
  listLimits,
  listOf,
  type Mode,
  modes,
  personStates,
  personsOf,
  reachOf,
  recordPeopleExport,
  startClaim,
  stopClaim,
  writePersons,
  writePreview,
} from '#domain-claim'
import { isId, Refusal } from '#kernel'
import { formOf, queryOf, show, uploadStream, type Visitor } from '#platform'
import type { Problem } from '#platform/page'
import type { Console, ConsoleContext, Place } from './console.ts'
import { domainIn } from './domain-in.ts'
import { type DomainView, withContest } from './domains-in.ts'
import { keepUploaded, parts } from './keep-uploaded.ts'
import { clip, mended } from './mended.ts'
import { claimAskPage, claimListPage, claimPage, claimPreviewPage, claimStartPage } from './pages/index.ts'

const onOnePage = 10

/** Claims: looked at before, begun, followed (DOM-5 to DOM-8, DOM-11). */
export function claimRoutes(
  context: ConsoleContext,
  { read, write, writeUpload, writeSensitive, holderOf }: Console,
): void {
  const { database } = context
  const on = database.durable
  const todayIn = (c: Visitor) => on.now.toZonedDateTimeISO(c.get('say').zone).toPlainDate()
  const ofClaim = '/claims/:claim'
  const ofDomain = '/domains/:domain/claim'

  // ---------- before ----------

  async function preview(c: Visitor, place: Place) {
    const domain = await withContest(on, await domainIn(on, c, place))
    const reach = reachOf(domain)
    const [before, after] = [placeIn(queryOf(c, 'before')), placeIn(queryOf(c, 'after'))]
    const isHeld = isVerified(domain)
    const some = isHeld ? await accountsAt(on, reach, { most: onOnePage + 1, before, after }) : []
    const found = before ? some.slice(-onOnePage) : some.slice(0, onOnePage)
    const hasMore = some.length > onOnePage
    const here = `${place.base}/domains/${domain.id}/claim`
    const [first, last] = [found[0], found.at(-1)]
    const [claim] = (await claimsUnderWay(on, [domain.id])).filter(({ mode }) => mode === 'all')
    return {
      ...place,
      domain,
      count: isHeld ? await countAt(on, reach) : { found: 0, leftOut: 0, inSites: 0, isExact: true },
      found,
      previous: first && (before ? hasMore : after) ? `${here}?before=${placeText(first)}` : undefined,
      next: last && (before || hasMore) ? `${here}?after=${placeText(last)}` : undefined,
      problem: problemOf(domain),
      claim,
      today: todayIn(c),
    }
  }

  read(ofDomain, 'auditor', async (c, place, holder) =>
    show(c, claimPreviewPage(c.get('say'), { ...(await preview(c, place)), holder, status: queryOf(c, 'status', 40) })),
  )

  writeSensitive(`${ofDomain}/export`, 'auditor', '/domains', async (c, place) => {
    const domain = await domainIn(on, c, place)
    const { name } = domain
    await database.transaction((tx) => recordPeopleExport(tx, place.actor, { domain: name, what: 'preview' }))
    return download(c, `claim-${name}`, writePreview(everyAccountAt(on, reachOf(domain))))
  })

  read(`${ofDomain}/list`, 'org-admin', async (c, place, holder) => {
    const domain = await withContest(on, await domainIn(on, c, place))
    return show(c, claimListPage(c.get('say'), { ...place, holder, domain, use: 'claim' }))
  })
  const listed = async (c: Visitor, place: Place, bytes: AsyncIterable<Uint8Array>) => {
    const domain = await withContest(on, await domainIn(on, c, place))
    const kept = await keepUploaded(database, place.actor, bytes)
    if (typeof kept === 'string')
      return c.redirect(`${place.base}/domains/${domain.id}/claim/start?mode=listed&list=${kept}`, 303)
    const view = { ...place, holder: await holderOf(place.me), domain, use: 'claim' as const, error: kept }
    return show(c, claimListPage(c.get('say'), view), { status: kept.status })
  }
  writeUpload(`${ofDomain}/list`, 'org-admin', async (c, place) => listed(c, place, uploadStream(c, listLimits.bytes)))
  write(`${ofDomain}/paste`, 'org-admin', async (c, place) =>
    listed(c, place, parts((await formOf(c, 'addresses')).addresses)),
  )

  // ---------- its beginning ----------

  type Chosen = {
    mode?: string | undefined
    on?: string | undefined
    list?: string | undefined
    account?: string | undefined
  }

  async function startView(c: Visitor, place: Place, chosen: Chosen) {
    const domain = await withContest(on, await domainIn(on, c, place))
    const mode: Mode = modes.find((each) => each === chosen.mode) ?? 'all'
    const list = mode === 'listed' ? await listOf(on, chosen.list, place.organization.id) : undefined
    if (mode === 'listed' && !list) throw new Refusal('domain-claim.list-gone', 410)
    const isOne = mode === 'single' && isId(chosen.account)
    const account = isOne ? await accountAt(on, reachOf(domain), chosen.account ?? '') : undefined
    if (mode === 'single' && !account) throw new Refusal('domain-claim.claimable-nobody', 422)
    const day = dayIn(chosen.on)?.toString()
    return {
      ...place,
      domain,
      mode,
      list,
      account,
      on: day,
      count: await countAt(on, reachOf(domain)),
      today: todayIn(c),
    }
  }

  read(`${ofDomain}/start`, 'org-admin', async (c, place, holder) => {
    const chosen = {
      mode: queryOf(c, 'mode'),
      on: queryOf(c, 'on'),
      list: queryOf(c, 'list'),
      account: queryOf(c, 'account'),
    }
    return show(c, claimStartPage(c.get('say'), { ...(await startView(c, place, chosen)), holder }))
  })
  writeSensitive(`${ofDomain}/start`, 'org-admin', '/domains', async (c, place) => {
    const sent = await formOf(c, 'mode', 'on', 'allowed', 'list', 'account')
    const { id } = await domainIn(on, c, place)
    const isAllowed = sent.allowed !== undefined
    const wish = {
      mode: sent.mode,
      on: dayIn(sent.on),
      zone: c.get('say').zone,
      isAllowed,
      listId: sent.list,
      accountId: sent.account,
    }
    try {
      const claimId = await database.transaction((tx) => startClaim(tx, place.actor, id, wish))
      return c.redirect(`${place.base}/claims/${claimId}?status=claim-started`, 303)
    } catch (error) {
      const known = mended(error)
      const view = { ...(await startView(c, place, sent)), on: clip(sent.on), isAllowed, error: known }
      return show(c, claimStartPage(c.get('say'), { ...view, holder: await holderOf(place.me) }), {
        status: known.status,
      })
    }
  })

  // ---------- while it runs ----------

  async function claimIn(c: Visitor, { organization }: Place): Promise<Claim> {
    const id = c.req.param('claim')
    const claim = isId(id) ? await claimById(on, id) : undefined
    if (claim?.organizationId !== organization.id) throw new Refusal('domain-claim.claim-unknown', 404)
    return claim
  }
  const stateIn = (text: string | undefined) => personStates.find((each) => each === text)

  read(ofClaim, 'auditor', async (c, place, holder) => {
    const claim = await claimIn(c, place)
    const state = stateIn(queryOf(c, 'state'))
    const [before, after] = [idIn(queryOf(c, 'before')), idIn(queryOf(c, 'after'))]
    const some = await personsOf(on, claim, { state, before, after, most: onOnePage + 1 })
    const persons = before ? some.slice(-onOnePage) : some.slice(0, onOnePage)
    const hasMore = some.length > onOnePage
    const to = (name: string, id: string) =>
      `${place.base}/claims/${claim.id}?${new URLSearchParams({ ...(state && { state }), [name]: id })}`
    const [first, last] = [persons[0], persons.at(-1)]
    const view = {
      claim,
      count: await countPersons(on, claim),
      persons,
      state,
      previous: first && (before ? hasMore : after) ? to('before', first.id) : undefined,
      next: last && (before || hasMore) ? to('after', last.id) : undefined,
      waits: claim.state === 'told' && Temporal.Instant.compare(claim.takesEffectAt.add({ minutes: 5 }), on.now) < 0,
    }
    return show(c, claimPage(c.get('say'), { ...place, ...view, holder, status: queryOf(c, 'status', 40) }))
  })
  writeSensitive(`${ofClaim}/export`, 'auditor', '/domains', async (c, place) => {
    const claim = await claimIn(c, place)
    const state = stateIn((await formOf(c, 'state')).state)
    await database.transaction((tx) => recordPeopleExport(tx, place.actor, { domain: claim.domain, what: 'claim' }))
    return download(c, `claim-${claim.domain}-people`, writePersons(everyPersonOf(on, claim, state)))
  })

  for (const [act, run] of [
    ['cancel', cancelClaim],
    ['stop', stopClaim],
  ] as const) {
    read(`${ofClaim}/${act}`, 'org-admin', async (c, place, holder) => {
      const { id, domain } = await claimIn(c, place)
      const path = `/claims/${id}`
      return show(c, claimAskPage(c.get('say'), { ...place, holder, act, domain, path: `${path}/${act}`, back: path }))
    })
    writeSensitive(`${ofClaim}/${act}`, 'org-admin', '/domains', async (c, place) => {
      const { id } = await claimIn(c, place)
      await database.transaction((tx) => run(tx, place.actor, id))
      return c.redirect(`${place.base}/claims/${id}?status=claim-${act}`, 303)
    })
  }
}

/** Why a domain cannot be claimed at present, if so. */
function problemOf(domain: DomainView): Problem | undefined {
  if (!isVerified(domain)) return 'domain-claim.not-verified'
  if (domain.contest && !domain.contest.outcome) return 'domain-claim.contest-open'
  return isFailing(domain) ? 'domain-claim.proof-missing' : undefined
}

const placeText = ({ domain, id }: Found): string => encodeURIComponent(`${domain}~${id}`)

function placeIn(text: string | undefined): FoundPlace | undefined {
  const [, domain, id] = /^([a-z0-9.-]{1,253})~([0-9a-f-]{36})$/.exec(text ?? '') ?? []
  return domain !== undefined && isId(id) ? { domain, id } : undefined
}

const idIn = (text: string | undefined): string | undefined => (isId(text) ? text : undefined)

function dayIn(text: string | undefined): Temporal.PlainDate | undefined {
  return /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(text ?? '') ? plainDate(text ?? '') : undefined
}

function plainDate(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

function download(c: Visitor, name: string, lines: AsyncIterable<string>): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="umbel-${name}.csv"`)
  return c.body(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()) as never)
}
