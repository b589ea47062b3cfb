/** The map: what each room means, and which rooms it may use. A test fails on any other import. */
export const rooms = {
  kernel: { means: 'shared words, no I/O: ids, addresses, actors, secrets, Refusal', uses: [] },
  platform: { means: 'the outside: PostgreSQL, HTTP, pages, mail, jobs, clock, settings, log', uses: ['kernel'] },
  audit: { means: 'who did what to whom, written with the change itself', uses: ['kernel', 'platform'] },
  events: { means: 'what happened: an outbox, and reactions in the same transaction', uses: ['platform'] },
  account: {
    means: 'a person’s identity: name, address and its proof, the control table',
    uses: ['kernel', 'platform', 'audit', 'events'],
  },
  organization: {
    means: 'a company: its admins, roles, invitations',
    uses: ['kernel', 'platform', 'audit', 'events', 'account'],
  },
  product: {
    means: 'what people log in to use; an OpenID client each',
    uses: ['kernel', 'platform', 'audit', 'events'],
  },
  site: {
    means: 'an organization’s place where products run',
    uses: ['kernel', 'platform', 'audit', 'events', 'product'],
  },
  'domain-claim': {
    means: 'an organization’s domains: proved, checked, lapsed, contested, removed',
    uses: ['kernel', 'platform', 'audit', 'events', 'account', 'organization'],
  },
  'identity-source': {
    means: 'where a company already keeps its people: Google',
    uses: ['kernel', 'platform', 'audit', 'events', 'account', 'site'],
  },
  credential: {
    means: 'passwords: hashing, strength, reset',
    uses: ['kernel', 'platform', 'audit', 'events', 'account'],
  },
  'sign-in': {
    means: 'identifier first, the steps, browsers, sessions, devices',
    uses: ['kernel', 'platform', 'audit', 'events', 'account', 'product', 'site', 'identity-source', 'credential'],
  },
  openid: {
    means: 'the provider: authorize, token, userinfo, discovery, keys, log-out',
    uses: ['kernel', 'platform', 'audit', 'events', 'account', 'product', 'site', 'sign-in'],
  },
  help: {
    means: 'articles, whether they help, and messages to whoever runs this; readable while logged out',
    uses: ['kernel', 'platform', 'audit', 'account', 'sign-in'],
  },
  'account-page': {
    means: 'the holder’s pages',
    uses: [
      'kernel',
      'platform',
      'audit',
      'events',
      'account',
      'organization',
      'product',
      'identity-source',
      'credential',
      'sign-in',
      'openid',
      'help',
    ],
  },
  'admin-console': {
    means: 'the pages of those who run an organization',
    uses: ['kernel', 'platform', 'audit', 'account', 'organization', 'domain-claim', 'sign-in', 'account-page'],
  },
} as const satisfies Record<string, { means: string; uses: readonly string[] }>

export type Room = keyof typeof rooms
