/** Whom a claim is about (DOM-6): everybody at the domain now and later, those used in the organization’s sites, a list, one. */
export const modes = ['all', 'in-sites', 'listed', 'single'] as const
export type Mode = (typeof modes)[number]

/**
 * Where a claim is. `finding` and `telling`: persons are found and told, in batches. `told`: it waits for its date.
 * `taking-effect`: accounts become managed, in batches. `standing`: it is in force, and takes in who comes later. `done`: all
 * that it was about is over. `canceled`: before its date. `ended`: the domain was lost.
 */
export type ClaimState = 'finding' | 'telling' | 'told' | 'taking-effect' | 'standing' | 'done' | 'canceled' | 'ended'

/** Where one person stands in a claim (DOM-7). */
export const personStates = [
  'found',
  'told',
  'moving',
  'accepted',
  'moved-away',
  'disputed',
  'managed',
  'left-out',
] as const
export type PersonState = (typeof personStates)[number]

/** Why a person is left out, or is no longer part of it. */
export type LeftOutWhy = 'managed-already' | 'claimed-elsewhere' | 'released-before' | 'left' | 'canceled' | 'unclaimed'

export type Claim = {
  readonly id: string
  readonly organizationId: string
  readonly organization: string
  readonly domainId: string
  /** The domain’s name in IDNA’s ASCII form. */
  readonly domain: string
  readonly withSubdomains: boolean
  readonly mode: Mode
  readonly state: ClaimState
  readonly listId?: string | undefined
  readonly startedAt: Temporal.Instant
  readonly takesEffectAt: Temporal.Instant
  readonly endedAt?: Temporal.Instant | undefined
  /** How far the batches of the state have come: nothing at its beginning. */
  readonly reached?: { readonly domain: string; readonly id: string } | undefined
}

/** DOM-7, in days. */
export const notice = { least: 0, usual: 14, most: 60 } as const

/** Whether persons are still being asked: it can be canceled, and their answers count. */
export const isBeforeDate = (state: ClaimState): boolean => ['finding', 'telling', 'told'].includes(state)

/** Whether accounts become managed through it, now or whenever one comes. */
export const isInForce = (state: ClaimState): boolean => state === 'taking-effect' || state === 'standing'

export const isOver = (state: ClaimState): boolean => ['done', 'canceled', 'ended'].includes(state)

/** What a batch that found nothing more makes of a claim. */
export function nextState({ state, mode }: Pick<Claim, 'state' | 'mode'>): ClaimState {
  if (state === 'finding') return 'telling'
  if (state === 'telling') return 'told'
  if (state === 'told') return 'taking-effect'
  if (state === 'taking-effect') return mode === 'all' ? 'standing' : 'done'
  return state
}

/** The names that a domain’s accounts may be managed through: itself, and each domain above it, the nearest first. */
export function domainsOver(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_label, place) => labels.slice(place).join('.'))
}

/** A domain from its end, as addresses are sorted by it: those below it begin with it and a dot. */
export const fromItsEnd = (name: string): string => [...name].reverse().join('')
