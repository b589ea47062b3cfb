/** How an account stands, as the list tells it: the first of these that holds. */
export const states = ['leaving', 'deactivated', 'suspended', 'active'] as const
export type State = (typeof states)[number]

export const twoSteps = ['on', 'off'] as const
/** When it was last used: within 30 days, not for 90 (which includes never), or never. */
export const uses = ['lately', 'long-ago', 'never'] as const

/** Which of the managed accounts somebody wants to see, as it stands in the address of the list (MAN-1). */
export type Wanted = {
  /** How the name, or the address, begins. */
  readonly q?: string | undefined
  readonly state?: State | undefined
  /** The domain through which it is managed, by its name. */
  readonly domain?: string | undefined
  readonly two?: (typeof twoSteps)[number] | undefined
  readonly used?: (typeof uses)[number] | undefined
}

export const wantedNames = ['q', 'state', 'domain', 'two', 'used'] as const
export type WantedName = (typeof wantedNames)[number]

const longest = 320

/**
 * Whatever means nothing is left out, so it finds more, and the page says what it looked for.
 * @param read what the address, or a form, has under a name
 */
export function wantedIn(read: (name: WantedName) => string | undefined): Wanted {
  const typed = (name: WantedName) => read(name)?.trim().slice(0, longest) || undefined
  return {
    q: typed('q'),
    state: states.find((state) => state === read('state')),
    domain: typed('domain')?.toLowerCase(),
    two: twoSteps.find((two) => two === read('two')),
    used: uses.find((used) => used === read('used')),
  }
}

/** The same as it stands in an address, after a `?` if there is any. */
export function queryOfWanted(wanted: Wanted, more: Readonly<Record<string, string>> = {}): string {
  const fields = wantedNames.flatMap((name) => (wanted[name] === undefined ? [] : [[name, wanted[name]]]))
  const query = new URLSearchParams([...fields, ...Object.entries(more)]).toString()
  return query === '' ? '' : `?${query}`
}

/** The way back from the address. */
export function wantedFrom(query: string): Wanted {
  const fields = new URLSearchParams(query)
  return wantedIn((name) => fields.get(name) ?? undefined)
}

export const isFiltered = (wanted: Wanted): boolean => wantedNames.some((name) => wanted[name] !== undefined)

/**
 * How the list is sorted. What somebody searches for comes by name, then by address; what is filtered by its last use comes by
 * that: every order is the one of an index.
 */
export const orders = ['name', '-name', 'used', '-used'] as const
export type Order = (typeof orders)[number]

export function orderIn(wanted: Wanted, text: string | undefined): Order {
  const order = orders.find((each) => each === text)
  if (wanted.q !== undefined) return 'name'
  if (wanted.used === undefined) return order ?? 'name'
  return order === 'used' ? 'used' : '-used'
}

/** Where one page of the list ends and the next begins. */
export type ListPlace = {
  /** Found by the name, 0, or only by the address, 1. */
  readonly part: 0 | 1
  /** The day of the last use, as PostgreSQL writes it, where the list is sorted by that. */
  readonly day: string
  readonly key: string
  readonly id: string
}

export const placeText = ({ part, day, key, id }: ListPlace): string => `${part}.${day}.${id}.${key}`

export function placeIn(text: string | undefined): ListPlace | undefined {
  const found =
    /^([01])\.(\d{4}-\d\d-\d\d|-infinity)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([^\0]{0,2000})$/s.exec(
      text ?? '',
    )
  if (!found) return undefined
  const [, part, day = '', id = '', key = ''] = found
  if (day !== '-infinity' && !isDay(day)) return undefined
  return { part: part === '1' ? 1 : 0, day, key, id }
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).year > 0
  } catch {
    return false
  }
}
