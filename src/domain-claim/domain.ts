/** How a domain was proved: by a record of its name servers, or by a file of its web server (DOM-2). */
export type Way = 'dns' | 'file'

/** Why a look did not find the token. Sentences stand under `admin-console.domain.error`. */
export const troubles = [
  ...(['none', 'other', 'no-domain', 'timeout', 'server'] as const),
  ...(['redirect', 'too-large', 'private-address', 'certificate', 'unreachable', 'status'] as const),
] as const
export type Trouble = (typeof troubles)[number]

/** What one look in one place saw: what stood there, shortened, and why that is no proof. */
export type Sight = { readonly found: readonly string[]; readonly trouble?: Trouble | undefined }

/** What a look saw. The web server is asked only when the name servers have no proof. */
export type Finding = { readonly dns: Sight; readonly file?: Sight | undefined }

/** A domain of an organization. */
export type Domain = {
  readonly id: string
  readonly organizationId: string
  /** In IDNA’s ASCII form. */
  readonly name: string
  readonly withSubdomains: boolean
  /** What has to be found: `umbel-verify=…`. No secret. */
  readonly token: string
  readonly tokenMadeAt: Temporal.Instant
  readonly tokenExpiresAt: Temporal.Instant
  readonly provedBy?: Way | undefined
  /** When the proof was last found. */
  readonly provedAt?: Temporal.Instant | undefined
  readonly verifiedAt?: Temporal.Instant | undefined
  readonly failingSince?: Temporal.Instant | undefined
  readonly checkedAt?: Temporal.Instant | undefined
  readonly nextLookAt?: Temporal.Instant | undefined
  readonly dns: Sight
  readonly file: Sight
  readonly createdAt: Temporal.Instant
}

/** Two organizations have proved the same domain (DOM-3). */
export type Contest = {
  readonly id: string
  readonly holderId: string
  readonly challengerId: string
  readonly openedAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly outcome?: Outcome | undefined
}

/**
 * `kept`: the holder’s proof still stood. `moved`: only the challenger’s did. `neither`: nobody’s did. `ended`: the holder had
 * lost the domain before.
 */
export type Outcome = 'kept' | 'moved' | 'neither' | 'ended'

const day = 24
/** DOM-2, DOM-3, DOM-4, in hours. */
export const hours = {
  token: 7 * day,
  often: 3 * day,
  freeze: 14 * day,
  lapse: 30 * day,
  contest: 7 * day,
} as const
// Longer than from one daily look to the next, so that an hour without a network frightens nobody.
const patienceHours = 26

export const isVerified = (domain: Pick<Domain, 'verifiedAt'>): boolean => domain.verifiedAt !== undefined
export const isFailing = (domain: Pick<Domain, 'failingSince'>): boolean => domain.failingSince !== undefined

/** Whether a look can still make it verified; otherwise it takes a new token. */
export const isTokenGood = (domain: Pick<Domain, 'tokenExpiresAt'>, now: Temporal.Instant): boolean =>
  isBefore(now, domain.tokenExpiresAt)

/**
 * Whether acts that destroy have to wait on this domain’s accounts: its proof has been missing for 14 days (DOM-4), or another
 * organization has proved it, too (DOM-3).
 */
export function isFrozen(domain: Pick<Domain, 'failingSince'>, isContested: boolean, now: Temporal.Instant): boolean {
  return isContested || (domain.failingSince !== undefined && hoursBetween(domain.failingSince, now) >= hours.freeze)
}

/** When a failing domain is no longer its organization’s, unless the proof is back (DOM-4). */
export const lapsesAt = (failingSince: Temporal.Instant): Temporal.Instant => failingSince.add({ hours: hours.lapse })
export const freezesAt = (failingSince: Temporal.Instant): Temporal.Instant => failingSince.add({ hours: hours.freeze })

/** By which way a look found the proof, if it did. */
export function wayFound({ dns, file }: Finding): Way | undefined {
  if (!dns.trouble) return 'dns'
  return file && !file.trouble ? 'file' : undefined
}

/** Whether a look without proof only tells that nobody could be asked, in the place where the proof was. */
export function isUnclear(finding: Finding, way: Way | undefined): boolean {
  const { trouble } = (way === 'file' && finding.file) || finding.dns
  return trouble === 'timeout' || trouble === 'server' || trouble === 'unreachable'
}

/** What becomes of a domain by a look. */
export type Verdict =
  /** Nothing new. */
  | 'same'
  /** Not verified before, and the proof is there. */
  | 'proved'
  /** Not verified, and the token is too old now. */
  | 'given-up'
  | 'failing'
  | 'frozen'
  | 'lapsed'
  | 'recovered'

/** Judges one look (DOM-2, DOM-4). */
export function judge(domain: Domain, finding: Finding, now: Temporal.Instant): Verdict {
  const isFound = wayFound(finding) !== undefined
  if (!isVerified(domain)) {
    if (!isTokenGood(domain, now)) return 'given-up'
    return isFound ? 'proved' : 'same'
  }
  if (isFound) return isFailing(domain) ? 'recovered' : 'same'
  const { failingSince, checkedAt, provedAt, provedBy } = domain
  if (!failingSince) {
    const isEarly = provedAt !== undefined && hoursBetween(provedAt, now) < patienceHours
    return isEarly && isUnclear(finding, provedBy) ? 'same' : 'failing'
  }
  if (hoursBetween(failingSince, now) >= hours.lapse) return 'lapsed'
  const wasFrozen = checkedAt !== undefined && isFrozen(domain, false, checkedAt)
  return !wasFrozen && isFrozen(domain, false, now) ? 'frozen' : 'same'
}

/**
 * When to look next: daily where all is well, hourly where something is missing or contested; at a new domain every five
 * minutes for three days, then hourly until its token is too old.
 */
export function nextLook(
  domain: Domain,
  { isFound, isContested }: { isFound: boolean; isContested: boolean },
  now: Temporal.Instant,
): Temporal.Instant {
  const soon = now.add({ hours: 1 })
  if (isContested) return soon
  if (isVerified(domain)) return isFound ? now.add({ hours: day }) : soon
  return hoursBetween(domain.tokenMadeAt, now) < hours.often
    ? now.add({ minutes: 5 })
    : isBefore(soon, domain.tokenExpiresAt)
      ? soon
      : domain.tokenExpiresAt
}

const hoursBetween = (from: Temporal.Instant, to: Temporal.Instant): number => to.since(from).total('hours')
const isBefore = (one: Temporal.Instant, other: Temporal.Instant): boolean => Temporal.Instant.compare(one, other) < 0
