import { parseAddress, Refusal } from '#kernel'
import type { Visibility } from './profile.ts'

/** Who manages an account, when somebody does: the organization's id and name, and the domain through which it does. */
export type Manager = {
  readonly organizationId: string
  readonly organization: string
  readonly domain: string
  readonly since: Temporal.Instant
}

/** A person's identity, whole enough for pages and claims. */
export type Account = {
  readonly id: string
  readonly name: string
  /** What products may call the holder in passing, or where the full name is hidden (ACC-8). */
  readonly publicName?: string
  /** The picture's address is made of it: another picture has another one. */
  readonly pictureId?: string
  readonly visibility: Visibility
  /** Set from the moment the address is proved; unique, and never given to another account (DEV-2). */
  readonly username?: string
  readonly email: string
  readonly emailKey: string
  readonly emailVerifiedAt?: Temporal.Instant
  readonly locale: string
  readonly zone: string
  readonly createdAt: Temporal.Instant
  /** Absent: nobody manages it. */
  readonly managedBy?: Manager
  /** Turned off by the organization that manages it (MAN-2). */
  readonly deactivatedAt?: Temporal.Instant
  /** Turned off by whoever runs Umbel, for abuse (CTL). */
  readonly suspendedAt?: Temporal.Instant
  /** The day it was last used, in UTC. */
  readonly lastActiveOn?: Temporal.PlainDate
}

export type Kind = 'personal' | 'managed'

/** ACC-2: the kind follows from who manages the account; it is stored nowhere. */
export function kindOf(account: { readonly managedBy?: object }): Kind {
  return account.managedBy ? 'managed' : 'personal'
}

/** Whether the address is proved to be its holder's (ACC-4). */
export function isVerified(account: { readonly emailVerifiedAt?: Temporal.Instant }): boolean {
  return account.emailVerifiedAt !== undefined
}

const longestName = 200

/**
 * Reads a person's name: one line in any script, inner runs of white space folded.
 * @throws Refusal 'account.name-missing', 'account.name-long', 'account.name-malformed' (control or direction characters,
 *   or a web address, which would make our mails carry somebody's advertisement)
 */
export function parseName(text: string | undefined): string {
  const name = (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name === '') throw new Refusal('account.name-missing', 422)
  if ([...name].length > longestName) throw new Refusal('account.name-long', 422, { most: longestName })
  const isVisible = /[\p{L}\p{N}\p{S}]/u.test(name)
  if (!isVisible || /[\p{Cc}\u202a-\u202e\u2066-\u2069<>]|https?:|www\.|\p{L}\.\p{L}+\//iu.test(name)) {
    throw new Refusal('account.name-malformed', 422)
  }
  return name
}

/** The name split for OpenID Connect's `given_name` and `family_name` (Core §5.1): the last word is the family's. */
export function namesOf(name: string): { given?: string; family?: string } {
  const words = name.split(' ')
  if (words.length < 2) return { given: name }
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) }
}

/** What a username starts from: the letters and digits of the address's local part. */
export function usernameSeed(email: string): string {
  const local = parseAddress(email).key.split('@')[0] ?? ''
  const plain = local
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 40)
  return plain.length >= 2 ? plain : 'person'
}
