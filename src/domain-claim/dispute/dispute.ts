import { parseAddress, Refusal } from '#kernel'

/** What is the matter (DOM-9). `mine`: part of the organization, but the account is the holder’s own. */
export const matters = ['never-part', 'left', 'mine'] as const
export type Matter = (typeof matters)[number]

/** `withdrawn` is the holder’s, `kept` an operator’s alone. */
export const outcomes = ['released', 'kept', 'withdrawn'] as const
export type Outcome = (typeof outcomes)[number]

/** Who writes in a case, and who reads it. */
export type Side = 'holder' | 'organization' | 'operator'
export type SeenBy = 'both' | 'holder' | 'organization'

/** Which organization an account can say it does not belong to: one that manages it, or is about to. */
export type Subject = {
  readonly organizationId: string
  readonly organization: string
  /** Through which domain. */
  readonly domain: string
  /** Since when it manages the account; absent while it only has a claim. */
  readonly since?: Temporal.Instant | undefined
  readonly claimId?: string | undefined
  readonly takesEffectAt?: Temporal.Instant | undefined
}

/** A case: a holder says that the account does not belong to the organization (DOM-9). */
export type Dispute = {
  readonly id: string
  readonly number: number
  readonly accountId: string
  /** The holder’s, as they are now. */
  readonly name: string
  readonly email: string
  readonly organizationId: string
  readonly organization: string
  /** Through which the organization has the account, or claims it. Absent once it has neither. */
  readonly domainId?: string | undefined
  readonly domain?: string | undefined
  readonly claimId?: string | undefined
  readonly matter: Matter
  /** An address that the organization cannot read. It is shown to the holder and to operators only. */
  readonly reach?: string | undefined
  readonly openedAt: Temporal.Instant
  readonly explainBy: Temporal.Instant
  readonly settleBy: Temporal.Instant
  /** When the organization first wrote. */
  readonly answeredAt?: Temporal.Instant | undefined
  /** When the organization asked operators to decide. */
  readonly handedOverAt?: Temporal.Instant | undefined
  readonly mediatorId?: string | undefined
  readonly mediator?: string | undefined
  readonly settledAt?: Temporal.Instant | undefined
  readonly outcome?: Outcome | undefined
  readonly outcomeReason?: string | undefined
}

/** A message of a case. */
export type DisputeMessage = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly author: Side
  /** What its writer is called; absent once the account is gone. */
  readonly name?: string | undefined
  readonly seenBy: SeenBy
  readonly text: string
}

export const longestText = 2000
const explainDays = 10
const settleDays = 20
/** How long before its deadline the organization is reminded. */
export const remindHours = 48

/** What people call a case: C-20418. */
export const caseName = (number: number): string => `C-${number}`

/** The deadlines of a case that is opened now: ten working days to explain, ten more to settle it. */
export function deadlinesFrom(now: Temporal.Instant): Pick<Dispute, 'explainBy' | 'settleBy'> {
  return { explainBy: addWorkingDays(now, explainDays), settleBy: addWorkingDays(now, settleDays) }
}

/** The same time so many working days later, by the calendar of UTC. Public holidays differ from place to place, and count. */
export function addWorkingDays(from: Temporal.Instant, days: number): Temporal.Instant {
  let day = from.toZonedDateTimeISO('UTC')
  for (let left = days; left > 0; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5) left -= 1
  }
  return day.toInstant()
}

type Dated = Pick<Dispute, 'explainBy' | 'settleBy' | 'answeredAt' | 'settledAt'>
const isPast = (at: Temporal.Instant, now: Temporal.Instant) => Temporal.Instant.compare(at, now) <= 0

/** Whether somebody is late: the organization with its explanation, or all of them with an outcome. */
export function isOverdue({ explainBy, settleBy, answeredAt, settledAt }: Dated, now: Temporal.Instant): boolean {
  if (settledAt) return false
  return isPast(settleBy, now) || (!answeredAt && isPast(explainBy, now))
}

/** The next thing that has to happen by a day. */
export const dueAt = ({ explainBy, settleBy, answeredAt }: Dated): Temporal.Instant =>
  answeredAt ? settleBy : explainBy

/** @throws Refusal 'domain-claim.matter-missing' 422 */
export function parseMatter(text: string | undefined): Matter {
  const matter = matters.find((each) => each === text)
  if (!matter) throw new Refusal('domain-claim.matter-missing', 422)
  return matter
}

/**
 * Reads what somebody wrote, in any script: lines end in one way, and what cannot be seen is gone.
 * @returns nothing where nothing was written
 * @throws Refusal 'domain-claim.text-long' 422
 */
export function parseText(text: string | undefined): string | undefined {
  const plain = (text ?? '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .toWellFormed()
    .normalize('NFC')
    .trim()
  const length = [...plain].length
  if (length > longestText) throw new Refusal('domain-claim.text-long', 422, { over: length - longestText })
  return plain === '' ? undefined : plain
}

/** @throws Refusal 'domain-claim.text-missing' 422, and those of `parseText` */
export function mustHaveText(text: string | undefined): string {
  const plain = parseText(text)
  if (plain === undefined) throw new Refusal('domain-claim.text-missing', 422)
  return plain
}

/**
 * Reads an address at which the holder can be reached, if there is one. Whoever holds a domain can read what is sent to those
 * below it, too.
 * @param domains what the organization has verified
 * @throws Refusal 'domain-claim.reach-theirs' 422, and those of `parseAddress`
 */
export function parseReach(text: string | undefined, domains: readonly string[]): string | undefined {
  if (!text?.trim()) return undefined
  const { typed, domain } = parseAddress(text)
  const theirs = domains.find((name) => domain === name || domain.endsWith(`.${name}`))
  if (theirs) throw new Refusal('domain-claim.reach-theirs', 422, { domain: theirs })
  return typed
}
