import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  askAddressChange,
  askToDelete,
  changeName,
  changePicture,
  deactivate,
  removePicture,
  restore,
  suspend,
} from '#account'
import { type Actor, parseAddress, Refusal } from '#kernel'
import { adminActor } from '#organization'
import { sql, type Tx } from '#platform'
import { aManagedHolder, anOrganization, idOf, type Managing } from './a-managed-holder.ts'
import { anUmbel, type Browser, type OpenUmbel } from './an-umbel.ts'

// CTL: who controls what, walked through every door there is. A form that is not in these tables fails the last test; commands and callers of acts are in control-callers.test.ts.

/** What the specification's table says that somebody may do by themselves; typed in, so that the code's own is not its own judge. */
const may = {
  'change-email': { personal: ['holder'], managed: ['org-admin', 'user-admin'] },
  'change-name': { personal: ['holder'], managed: ['holder', 'org-admin', 'user-admin'] },
  'change-picture': { personal: ['holder'], managed: ['holder', 'org-admin', 'user-admin'] },
  delete: { personal: ['holder'], managed: ['org-admin', 'user-admin'] },
  deactivate: { personal: [], managed: ['org-admin', 'user-admin'] },
  suspend: { personal: ['operator'], managed: ['operator'] },
  'see-products': { personal: ['holder'], managed: ['holder', 'org-admin', 'user-admin', 'auditor'] },
} as const satisfies Record<string, Record<Kind, readonly Who[]>>
type Action = keyof typeof may
type Kind = 'personal' | 'managed'

/** Who tries. There are no site administrators yet. */
const everybody = [
  'holder',
  'another holder',
  'org-admin',
  'user-admin',
  'auditor',
  'org-admin elsewhere',
  'operator',
  'visitor',
  'product',
] as const
type Who = (typeof everybody)[number]
const kinds = ['personal', 'managed'] as const
const allowed = (action: Action, kind: Kind): readonly Who[] => may[action][kind]

const password = 'umbels grow in spring'
const ends: (() => unknown)[] = []
let umbel: OpenUmbel
let acme: Managing
let bolt: Managing
const target = {} as Record<Kind, string>
const browsers = {} as Record<Who, Browser>
const ids = {} as Record<Who, string>
before(async () => {
  umbel = await anUmbel({ after: (end) => void ends.push(end as () => unknown) })
  acme = await anOrganization(umbel, 'Acme Inc.', 'acme.example')
  bolt = await anOrganization(umbel, 'Bolt Ltd.', 'bolt.example')
  const managed = await aManagedHolder(umbel, acme, 'mira@acme.example', password)
  target.managed = managed.accountId
  const on = umbel.database.durable
  const somebody = async (who: Who, email: string) => {
    browsers[who] = await umbel.holder(email, password)
    ids[who] = await idOf(umbel, email)
  }
  browsers.holder = managed.browser
  browsers['org-admin'] = acme.browser
  browsers['org-admin elsewhere'] = bolt.browser
  ids['org-admin'] = acme.admin.accountId
  ids['org-admin elsewhere'] = bolt.admin.accountId
  await somebody('another holder', 'pat@acme.example')
  target.personal = ids['another holder']
  for (const role of ['user-admin', 'auditor'] as const) {
    await somebody(role, `${role}@home.example`)
    await on.run(sql`
      insert into organization_admin (organization_id, account_id, role, since) values (${acme.id}, ${ids[role]}, ${role}, now())`)
  }
  await somebody('operator', 'operator@home.example')
  await on.run(sql`insert into operator (account_id, since) values (${ids.operator}, now())`)
  browsers.visitor = umbel.browser()
  browsers.product = umbel.browser()
})
after(async () => {
  for (const end of ends) await end()
})

/** Somebody as acts get them. */
function actorFor(who: Who, accountId: string): Actor {
  const origin = { network: '192.0.2.1', device: 'Firefox' }
  if (who === 'holder') return { kind: 'holder', accountId, ...origin }
  if (who === 'another holder') return { kind: 'holder', accountId: ids.auditor, ...origin }
  if (who === 'operator') return { kind: 'operator', accountId: ids.operator, ...origin }
  if (who === 'visitor') return { kind: 'visitor', ...origin }
  if (who === 'product') return { kind: 'product', productId: 'tracker', ...origin }
  return adminActor(ids[who], who === 'org-admin elsewhere' ? bolt.id : acme.id, origin)
}

const rolledBack = Symbol('rolled back')
/** Whether an act is let do it; what it did is taken back. */
async function isLet(work: (tx: Tx) => Promise<unknown>): Promise<boolean> {
  try {
    await umbel.database.transaction(async (tx) => {
      await work(tx)
      throw rolledBack
    })
    return false
  } catch (error) {
    if (error === rolledBack) return true
    if (!(error instanceof Refusal)) throw error
    // What is wrong with the entry, or with the moment, is not a matter of who asks.
    return error.status !== 403 && error.status !== 404
  }
}

// Of an organization, acts of this room ask whether it may at all; which of its roles may is asked by the doors of the console.
const ruledBy = (action: Action, kind: Kind, who: Who) =>
  who === 'auditor' || who === 'user-admin' ? undefined : allowed(action, kind).includes(who)

type Act = (tx: Tx, actor: never, accountId: string) => Promise<unknown>
const acts: readonly (readonly [Action, string, Act, readonly Who[]])[] = [
  ['change-name', 'changeName', (tx, actor, id) => changeName(tx, actor, id, 'Somebody Else'), everybody],
  ['change-picture', 'changePicture', (tx, actor, id) => changePicture(tx, actor, id, {} as never), everybody],
  ['change-picture', 'removePicture', (tx, actor, id) => removePicture(tx, actor, id), everybody],
  [
    'change-email',
    'askAddressChange',
    (tx, actor, id) => askAddressChange(tx, actor, umbel.secretKey, id, parseAddress('new@acme.example')),
    everybody,
  ],
  [
    'delete',
    'askToDelete',
    (tx, actor, id) => askToDelete(tx, actor, umbel.secretKey, id, { freeAddress: false }),
    everybody,
  ],
  [
    'deactivate',
    'deactivate',
    (tx, actor, id) => deactivate(tx, actor, id, 'Left'),
    everybody.filter((who) => who !== 'operator'),
  ],
  [
    'suspend',
    'suspend',
    (tx, actor, id) => suspend(tx, actor, id, 'Spam'),
    everybody.filter((who) => !/admin/.test(who)),
  ],
  ['suspend', 'restore', (tx, actor, id) => restore(tx, actor, id), everybody.filter((who) => !/admin/.test(who))],
]

for (const [action, name, act, tried] of acts) {
  for (const kind of kinds) {
    test(`CTL ${action}: the act ${name} lets do it whom the table lets, with a ${kind} account`, async () => {
      for (const who of tried) {
        const wanted = ruledBy(action, kind, who)
        if (wanted === undefined) continue
        const actor = actorFor(who, target[kind]) as never
        assert.equal(await isLet((tx) => act(tx, actor, target[kind])), wanted, who)
      }
    })
  }
}

/** Forms of the console about one account: what each does, and the field that makes it a whole wish. */
const consoleForms: Record<string, { action: Action | 'look after' | 'unclaim'; fields?: Record<string, string> }> = {
  name: { action: 'change-name', fields: { name: '' } },
  picture: { action: 'change-picture' },
  address: { action: 'change-email', fields: { email: '' } },
  delete: { action: 'delete' },
  keep: { action: 'delete' },
  deactivate: { action: 'deactivate', fields: { reason: '' } },
  reactivate: { action: 'deactivate' },
  'log-out': { action: 'look after' },
  'reset-password': { action: 'look after' },
  'second-step': { action: 'look after' },
  release: { action: 'look after', fields: { email: '' } },
  'release/take-back': { action: 'look after' },
  unclaim: { action: 'unclaim' },
}
// No rows of their own in the table: of a managed account, whoever looks after accounts may, and claims are the org admins'
// (DOM-10); of others, nobody of an organization.
const besides = { 'look after': ['org-admin', 'user-admin'], unclaim: ['org-admin'] } as const satisfies Record<
  string,
  readonly Who[]
>

/** Whether a page or form of Umbel's lets somebody: 403, 404, and being sent to log in are three ways to say no. */
const isOpen = ({ status, headers }: { status: number; headers: { location?: string } }) =>
  status !== 403 && status !== 404 && !/^\/sign-in(\?|$)/.test(headers.location ?? '')

const inConsole = (who: Who) => (who === 'org-admin elsewhere' ? bolt.id : acme.id)

for (const kind of kinds) {
  for (const [form, { action, fields = {} }] of Object.entries(consoleForms)) {
    test(`CTL ${action}: the console’s form “${form}” is for whom the table lets, with a ${kind} account`, async () => {
      const letIn: readonly Who[] =
        action in may
          ? allowed(action as Action, kind)
          : kind === 'managed'
            ? besides[action as keyof typeof besides]
            : []
      const hasPage = umbel.umbel.routes.some(
        ({ method, path }) => method === 'GET' && path === `/organizations/:organization/accounts/:account/${form}`,
      )
      for (const who of everybody) {
        // A wish that is not whole: whoever may is told what is missing, and nothing is done.
        const isHolder = who === 'holder' || who === 'another holder'
        const path = `/organizations/${inConsole(who)}/accounts/${target[kind]}/${form}`
        const bearer = who === 'product' ? { authorization: 'Bearer of-a-product' } : undefined
        const wanted = !isHolder && letIn.includes(who)
        if (hasPage) assert.equal(isOpen(await browsers[who].get(path)), wanted, `${who}, the page that asks`)
        // What has no field to leave out is not done for the sake of this test.
        if (wanted && Object.keys(fields).length === 0) continue
        assert.equal(isOpen(await browsers[who].post(path, fields, bearer)), wanted, who)
      }
    })
  }

  test(`CTL see-products: the page of an account is for whom the table lets, with a ${kind} account`, async () => {
    for (const who of everybody) {
      const isHolder = who === 'holder' || who === 'another holder'
      const answer = await browsers[who].get(`/organizations/${inConsole(who)}/accounts/${target[kind]}`)
      assert.equal(isOpen(answer), !isHolder && allowed('see-products', kind).includes(who), who)
    }
  })
}

test('CTL-1 the holder’s own pages do what the table lets a holder do, and refuse the rest with the organization’s name', async () => {
  const doors: Record<string, Action> = {
    '/profile/name': 'change-name',
    '/profile/picture/remove': 'change-picture',
    '/profile/email': 'change-email',
    '/profile/delete': 'delete',
    '/products': 'see-products',
  }
  const own: Record<Kind, Browser> = { managed: browsers.holder, personal: browsers['another holder'] }
  for (const kind of kinds) {
    for (const [path, action] of Object.entries(doors)) {
      const answer = await own[kind].get(path)
      assert.equal(isOpen(answer), allowed(action, kind).includes('holder'), `${path}, ${kind}`)
      if (answer.status === 403) assert.match(answer.body, /Acme Inc\. decides this/)
    }
  }
})

// ---------- no door is left out ----------

/** Forms about an account that do nothing the table speaks of; each acts on whoever is logged in, and on nobody else. */
const onlyOnesOwn = [
  /^\/profile\/(name|public-name|language|email|email\/(again|cancel)|delete|export|export\/download)$/,
  /^\/profile\/picture(\/(crop|remove|visibility))?$/,
  /^\/profile\/suggestion\/(accept|ignore)$/,
  /^\/security\/(password|recovery-codes|passkeys|two-step)(\/|$)/,
  /^\/organization\//,
]
/** Forms about many accounts, or none: each account goes through the act of its own form. */
const aboutMany = ['/bulk', '/bulk/:run/cancel', '/bulk/:run/export', '/export']

test('CTL every form about an account stands in the tables of this file', () => {
  const paths = umbel.umbel.routes.filter(({ method }) => method === 'POST').map(({ path }) => path)
  const below = '/organizations/:organization/accounts'
  const known = [...Object.keys(consoleForms).map((form) => `/:account/${form}`), ...aboutMany].map(
    (path) => below + path,
  )
  const inOrganizations = paths.filter((path) => path.startsWith(below))
  assert.deepEqual([...new Set(inOrganizations)].sort(), known.sort())
  const own = paths.filter((path) => /^\/(profile|security|organization)\//.test(path))
  assert.deepEqual(
    own.filter((path) => !onlyOnesOwn.some((pattern) => pattern.test(path))),
    [],
  )
})
