import { Refusal } from '#kernel'

/** A company that looks after accounts: its name is what it calls itself, and not unique (DOM-7). */
export type Organization = { readonly id: string; readonly name: string; readonly createdAt: Temporal.Instant }

/**
 * What somebody may do for an organization (ORG-1), each with all that those after it may: `org-admin` everything,
 * `user-admin` what concerns its accounts, `auditor` reads.
 */
export const roles = ['org-admin', 'user-admin', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Somebody who runs an organization. */
export type Admin = {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly since: Temporal.Instant
}

/** An invitation to run an organization that nobody has followed yet. */
export type Invitation = {
  readonly id: string
  readonly organizationId: string
  readonly email: string
  readonly emailKey: string
  readonly role: Role
  readonly sentAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

/** Whether a role may do what needs another one. */
export function covers(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed)
}

/** @throws Refusal 'organization.role-unknown' */
export function mustBeRole(text: string | undefined): Role {
  const role = roles.find((each) => each === text)
  if (!role) throw new Refusal('organization.role-unknown', 422)
  return role
}

const longestName = 100

/**
 * Reads an organization's name: one line in any script.
 * @throws Refusal 'organization.name-missing', 'organization.name-long', 'organization.name-malformed' (control or direction
 *   characters, or a web address, which would make our mails carry somebody's advertisement)
 */
export function parseOrganizationName(text: string | undefined): string {
  const name = (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name === '') throw new Refusal('organization.name-missing', 422)
  if ([...name].length > longestName) throw new Refusal('organization.name-long', 422, { most: longestName })
  const isVisible = /[\p{L}\p{N}]/u.test(name)
  if (!isVisible || /[\p{Cc}\u202a-\u202e\u2066-\u2069<>]|https?:|www\./iu.test(name)) {
    throw new Refusal('organization.name-malformed', 422)
  }
  return name
}
