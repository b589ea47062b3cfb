/** Somebody whom the stand-in for Google knows. */
export interface GoogleUser {
  /** Google's are long numbers, too, and the only thing about a person that never changes. */
  sub: string
  email: string
  givenName: string
  familyName: string
  /** The Workspace domain that the account belongs to; people's own accounts have none. */
  domain?: string
  /** Other addresses of the same mailbox. Whoever types one is logged in under `email`, as at Google. */
  aliases?: readonly string[]
  /** Whether the address was never proved. */
  unverified?: boolean
}

export const demoDomain = 'brightwater.example.com'

/** Who lives at the demo's Google: two people of a Workspace, and two whom nobody should let in through it. */
export const demoUsers: readonly GoogleUser[] = [
  {
    sub: '104213370000000000001',
    email: `lena.fischer@${demoDomain}`,
    givenName: 'Lena',
    familyName: 'Fischer',
    domain: demoDomain,
    aliases: [`lena@${demoDomain}`],
  },
  {
    sub: '104213370000000000002',
    email: `jonas.weber@${demoDomain}`,
    givenName: 'Jonas',
    familyName: 'Weber',
    domain: demoDomain,
  },
  {
    sub: '104213370000000000003',
    email: `tara.nowak@${demoDomain}`,
    givenName: 'Tara',
    familyName: 'Nowak',
    domain: demoDomain,
    unverified: true,
  },
  { sub: '104213370000000000004', email: 'sam.rivera@mail.example.com', givenName: 'Sam', familyName: 'Rivera' },
]

/** Whose address it is, of an account or an alias of it. */
export function userOf(users: readonly GoogleUser[], address: string): GoogleUser | undefined {
  const wanted = address.trim().toLowerCase()
  return users.find(({ email, aliases = [] }) => [email, ...aliases].includes(wanted))
}

/** What Google says of a person, in its ID tokens and at its userinfo endpoint. */
export function claimsOf({ sub, email, givenName, familyName, domain, unverified }: GoogleUser) {
  return {
    sub,
    email,
    email_verified: !unverified,
    name: `${givenName} ${familyName}`,
    given_name: givenName,
    family_name: familyName,
    ...(domain && { hd: domain }),
  }
}
