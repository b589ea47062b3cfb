import type { Manager } from '../src/account/index.ts'
import type * as account from '../src/account-page/pages/index.ts'
import type { Receipt } from '../src/openid/receipt-store.ts'
import type { Holder } from '../src/platform/page/index.ts'

/** What the gallery fills its pages with: everyday data, and hostile data. */

export const product = { id: 'tracker', name: 'Tracker', site: 'acme.umbel.example' }
export const suite = ['tracker', 'board', 'desk', 'wiki', 'chat', 'code'].map((id) => ({
  id,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  homeUrl: `https://${id}.umbel.example/`,
  host: `${id}.umbel.example`,
}))
export const names = suite.map(({ name }) => name)
export const now = Temporal.Instant.from('2026-04-17T14:22:00Z')
export const before = (minutes: number) => now.subtract({ minutes })
export const holder: Holder = {
  account: { id: '0199f0aa', name: 'Mira Okafor', email: 'mira@okafor.example' },
  products: suite,
}
export const manager: Manager = {
  organizationId: '0199f0ac',
  organization: 'Acme Inc.',
  domain: 'acme.example',
  since: Temporal.Instant.from('2026-03-28T09:00:00Z'),
}
export const nasty = {
  long: 'Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaft',
  rtl: 'عبد الرحمن بن محمد الأنصاري‮',
  script: '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>',
  email: `${'very.long.local.part.of.an.address.'.repeat(2)}x@${'sub.'.repeat(12)}example.com`,
}
export const hostile = (name: string): Holder => ({
  account: { id: 'x', name, email: nasty.email },
  products: [{ id: 'other', name: nasty.script, homeUrl: 'https://x.example/?a=1&b="2', host: nasty.long }, ...suite],
})
export { controlRows as control } from '../src/account-page/index.ts'
export const entry = (
  action: string,
  minutes: number,
  more: Partial<account.ActivityEntry> = {},
): account.ActivityEntry => ({
  action,
  at: before(minutes),
  actorKind: 'holder',
  byHolder: true,
  device: 'Chrome on macOS',
  network: '203.0.113.24',
  detail: {},
  ...more,
})
export const entries = [
  entry('sign-in.logged-in', 300),
  entry('sign-in.logged-in', 400, { detail: { newDevice: true } }),
  entry('sign-in.password-wrong', 5000, { byHolder: false, actorKind: 'visitor', device: 'Firefox on Windows' }),
  entry('sign-in.session-ended', 6000, { detail: { cause: 'device-ended', device: nasty.script } }),
  entry('account.suspended', 9000, {
    byHolder: false,
    actorKind: 'operator',
    device: undefined,
    network: undefined,
    detail: { reason: nasty.script },
  }),
  entry('account.created', 400_000),
]
export const sessions = [
  {
    id: 's1',
    device: 'Chrome on macOS',
    kind: 'computer',
    network: '203.0.113.24',
    seenAt: now,
    current: true,
    products: ['Tracker', 'Wiki', 'Code'],
    trusted: false,
  },
  {
    id: 's2',
    device: 'Safari on iPhone',
    kind: 'phone',
    network: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    seenAt: before(12),
    current: false,
    products: ['Chat'],
    trusted: false,
  },
  {
    id: 's3',
    device: 'Safari on iPad',
    kind: 'tablet',
    network: '198.51.100.7',
    seenAt: before(1100),
    current: false,
    products: [],
    trusted: false,
  },
  {
    id: 's4',
    device: 'Firefox on Windows',
    kind: 'computer',
    network: '198.51.100.7',
    seenAt: before(4000),
    current: false,
    products: ['Tracker'],
    trusted: false,
  },
] as const
export const receipt = (productName: string, minutes: number, more: Partial<Receipt> = {}): Receipt => ({
  productId: productName.toLowerCase(),
  productName,
  toldAt: before(minutes),
  open: 0,
  ...more,
})
export const receipts = [
  receipt('Board', 5000, { acknowledgedAt: before(5000) }),
  receipt('Chat', 90, { acknowledgedAt: before(5000), failingSince: before(89), open: 1 }),
  receipt('Tracker', 90, { acknowledgedAt: before(90) }),
  receipt('Code', 0, { open: 1 }),
  receipt('Wiki', 4000, { givenUpAt: before(2560), open: 2 }),
]
export const attempt = '0199f0bb-aaaa'
export const email = 'mira.okafor@acme.example'
export const lena = 'lena.fischer@brightwater.example'
export const wiki = { id: 'wiki', name: 'Wiki', site: 'brightwater.umbel.example' }
export const signUp = { attempt, products: names, minLength: 12 }
/** Work that a form carries, soon done. */
const challenge = { parameters: { salt: '00', nonce: '00', cost: 1, keyLength: 32, keyPrefix: '0' } }
export const work = { token: Buffer.from(JSON.stringify({ challenge })).toString('base64url'), waitSeconds: 15 }

export const check = {
  attempt,
  email: 'mira@okafor.example',
  codeUntil: now.add({ minutes: 30 }),
  sender: 'hello@umbel.example',
}
