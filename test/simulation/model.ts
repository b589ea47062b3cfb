/** An organization of the simulation, by its place in the list of them. */
export type Org = 0 | 1 | 2

/** What should be true of an account. */
export type Person = {
  readonly id: string
  /** The domain of its address. */
  at: string
  /** Who manages it, through which domain of theirs. */
  by?: { org: Org; domain: string } | undefined
  off: boolean
  /** The day on which it is erased, by the clock of the model. */
  leaves?: number | undefined
  gone: boolean
  /** The case that is open, and with whom. */
  dispute?: { readonly id: string; readonly org: Org; readonly claim?: Claim | undefined } | undefined
  /** The days on which cases were opened: three in thirty days. */
  readonly cases: number[]
  /** Who may never claim it again. */
  readonly releasedBy: Set<Org>
}

/** How a person answered, or what became of them. */
export type Stand = 'told' | 'accepted' | 'moved' | 'disputed' | 'managed' | 'out'

export type Claim = {
  readonly id: string
  readonly org: Org
  readonly domain: string
  readonly mode: 'all' | 'single'
  readonly due: number
  /** `done` of itself or stopped, `gone` when it was canceled or its domain was lost. */
  state: 'asking' | 'standing' | 'done' | 'gone'
  readonly persons: Map<Person, Stand>
}

/** How a domain stands with an organization: as the simulation sees it after each day. */
export type Holding = { readonly isVerified: boolean; readonly mayManage: boolean; readonly isFailing: boolean }

/**
 * What claims do, in the plainest words that say it: no batches, no jobs, no crashes. The real thing is compared with it.
 */
export type Model = {
  day: number
  readonly persons: Person[]
  readonly claims: Claim[]
  /** By organization and domain. */
  readonly holdings: Map<string, Holding>
}

export const keyOf = (org: Org, domain: string): string => `${org} ${domain}`

/** Whether a domain’s claims are about an address: here, sub-domains always belong to the domain above. */
export const covers = (domain: string, at: string): boolean => at === domain || at.endsWith(`.${domain}`)

const asks = (stand: Stand | undefined) => stand === 'told' || stand === 'disputed'

/** The claim that waits for somebody’s answer. */
export const openFor = (model: Model, person: Person): Claim | undefined =>
  model.claims.find((claim) => claim.state !== 'gone' && asks(claim.persons.get(person)))

const isFree = (model: Model, person: Person, org: Org) =>
  !person.gone && !person.by && !openFor(model, person) && !person.releasedBy.has(org)

export function started(model: Model, claim: Claim, only?: Person): void {
  model.claims.push(claim)
  for (const person of only ? [only] : model.persons) {
    if (covers(claim.domain, person.at) && isFree(model, person, claim.org)) claim.persons.set(person, 'told')
  }
}

/** What a day brings: claims whose time has come, cases that were settled, and accounts whose time is up. */
export function caughtUp(model: Model): void {
  for (const claim of model.claims) {
    const holding = model.holdings.get(keyOf(claim.org, claim.domain))
    if (!holding?.isVerified) lost(claim)
    if (claim.state === 'asking' && claim.due <= model.day && holding?.mayManage) {
      claim.state = claim.mode === 'all' ? 'standing' : 'done'
      for (const [person, stand] of claim.persons) if (stand === 'told') take(claim, person)
    }
    // A case that was settled after the date, while the domain was in doubt.
    if ((claim.state === 'standing' || claim.state === 'done') && holding?.mayManage) {
      for (const [person, stand] of claim.persons) if (stand === 'told') take(claim, person)
    }
  }
  for (const person of model.persons) {
    const holding = person.by && model.holdings.get(keyOf(person.by.org, person.by.domain))
    if (person.by && !holding?.isVerified) letGo(person)
    if (person.leaves !== undefined && person.leaves <= model.day) leave(model, person)
  }
}

function lost(claim: Claim): void {
  if (claim.state === 'gone' || claim.state === 'done') return
  claim.state = 'gone'
  for (const [person, stand] of claim.persons) {
    if (asks(stand)) claim.persons.set(person, 'out')
    if (person.dispute?.claim === claim && !person.by) person.dispute = undefined
  }
}

function leave(model: Model, person: Person): void {
  Object.assign(person, { gone: true, by: undefined, off: false, leaves: undefined, dispute: undefined })
  for (const claim of model.claims) claim.persons.delete(person)
}

export function take(claim: Claim, person: Person, stand: 'managed' | 'accepted' = 'managed'): void {
  claim.persons.set(person, stand)
  person.by = { org: claim.org, domain: claim.domain }
}

/** Personal again, and whatever the organization had decided is over. */
export function letGo(person: Person): void {
  Object.assign(person, { by: undefined, off: false, leaves: undefined, dispute: undefined })
}

export function canceled(claim: Claim): void {
  claim.state = 'gone'
  for (const [person, stand] of claim.persons) {
    if (stand === 'accepted' && person.by?.org === claim.org) letGo(person)
    if (person.dispute?.claim === claim) person.dispute = undefined
    claim.persons.set(person, 'out')
  }
}

/** Somebody has another address, or one at all. */
export function arrived(model: Model, person: Person, at: string): void {
  person.at = at
  const open = openFor(model, person)
  if (open && !covers(open.domain, at)) {
    open.persons.set(person, 'moved')
    if (person.dispute?.claim === open) person.dispute = undefined
  }
  if (person.by || openFor(model, person)) return
  for (const claim of model.claims) {
    if (
      claim.mode !== 'all' ||
      claim.state === 'gone' ||
      claim.state === 'done' ||
      !covers(claim.domain, at) ||
      person.releasedBy.has(claim.org)
    )
      continue
    if (claim.state === 'asking') claim.persons.set(person, 'told')
    else if (model.holdings.get(keyOf(claim.org, claim.domain))?.mayManage) take(claim, person)
  }
}
