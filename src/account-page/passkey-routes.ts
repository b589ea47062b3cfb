import {
  addPasskey,
  askToEnrol,
  boundTo,
  checkNewPasskey,
  mostPasskeys,
  type Passkey,
  type PasskeyKind,
  parsePasskeyName,
  passkeyById,
  passkeysOf,
  removePasskey,
  renamePasskey,
  secondStepOf,
  whyItStays,
} from '#credential'
import { isId, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visitor } from '#platform'
import type { Holder } from '#platform/page'
import type { Presented, SignInContext } from '#sign-in'
import { addPasskeyPage, offerTwoStepPage, removePasskeyPage, renamePasskeyPage } from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

/** Passkeys and security keys: add, rename, remove (LOG-10). */
export function passkeyRoutes(context: SignInContext, surface: Surface): void {
  const { database, relyingParty } = context
  const { app, page, form, sensitivePage, sensitiveForm, holderOf } = surface
  const on = database.durable
  const addPath = '/security/passkeys/add'

  // Where password managers send people (W3C, A Well-Known URL for Relying Party Passkey Endpoints).
  app.get('/.well-known/passkey-endpoints', (c) =>
    c.json({ enroll: relyingParty.origin + addPath, manage: `${relyingParty.origin}/security` }),
  )

  sensitivePage(addPath, async (c, me, holder) => {
    const kind = kindIn(queryOf(c, 'kind'))
    return showAdd(c, me, holder, { kind, name: suggested(c, kind) })
  })

  sensitiveForm(
    '/security/passkeys/options',
    async (c, me) => {
      const { kind } = await formOf(c, 'kind')
      const account = { id: me.accountId, name: me.name, email: me.email }
      const wanted = { account, kind: kindIn(kind), boundTo: boundTo('session', me.sessionId) }
      return c.json(await askToEnrol(on, relyingParty, wanted))
    },
    addPath,
  )

  sensitiveForm(addPath, async (c, me) => {
    const typed = await formOf(c, 'kind', 'name', 'answer')
    const kind = kindIn(typed.kind)
    try {
      const name = parsePasskeyName(typed.name)
      const asked = { kind, boundTo: boundTo('session', me.sessionId) }
      const made = await checkNewPasskey(on, relyingParty, typed.answer, asked)
      const count = await database.transaction((tx) => addPasskey(tx, actorOf(c, me), me.accountId, { ...made, name }))
      const { turnedOnAt } = await secondStepOf(on, me.accountId)
      const isUseful = !turnedOnAt && (count === 1 || kind === 'security-key')
      return c.redirect(isUseful ? `/security/passkeys/two-step?kind=${kind}` : '/security?status=passkey-added', 303)
    } catch (error) {
      if (!isAboutPasskey(error)) throw error
      const state = { kind, name: typed.name?.slice(0, 400) ?? suggested(c, kind), problem: error }
      return showAdd(c, me, await holderOf(me), state)
    }
  })

  page('/security/passkeys/two-step', async (c, me, holder) => {
    const { turnedOnAt, passkeys } = await secondStepOf(on, me.accountId)
    if (turnedOnAt || passkeys === 0) return c.redirect('/security', 303)
    return show(c, offerTwoStepPage(c.get('say'), { holder, kind: kindIn(queryOf(c, 'kind')) }))
  })

  page('/security/passkeys/:passkey/rename', async (c, me, holder) => {
    const passkey = await passkeyIn(c, me)
    return show(c, renamePasskeyPage(c.get('say'), { holder, passkey, name: passkey.name }))
  })

  form('/security/passkeys/:passkey/rename', async (c, me) => {
    const typed = await formOf(c, 'name')
    const passkey = await passkeyIn(c, me)
    try {
      const name = parsePasskeyName(typed.name)
      await database.transaction((tx) => renamePasskey(tx, actorOf(c, me), me.accountId, passkey.id, name))
      return c.redirect('/security?status=passkey-renamed', 303)
    } catch (error) {
      if (!isAboutPasskey(error) || error.status !== 422) throw error
      const holder = await holderOf(me)
      const state = { holder, passkey, name: typed.name?.slice(0, 400) ?? '', problem: error }
      return show(c, renamePasskeyPage(c.get('say'), state), { status: error.status })
    }
  })

  sensitivePage('/security/passkeys/:passkey/remove', async (c, me, holder) => {
    const passkey = await passkeyIn(c, me)
    const reason = await whyItStays(on, passkey)
    return show(c, removePasskeyPage(c.get('say'), { holder, passkey, reason }))
  })

  sensitiveForm('/security/passkeys/:passkey/remove', async (c, me) => {
    const passkey = await passkeyIn(c, me)
    try {
      await database.transaction((tx) => removePasskey(tx, actorOf(c, me), me.accountId, passkey.id))
      return c.redirect('/security?status=passkey-removed', 303)
    } catch (error) {
      if (!isAboutPasskey(error) || error.status !== 409) throw error
      const state = { holder: await holderOf(me), passkey, reason: error }
      return show(c, removePasskeyPage(c.get('say'), state), { status: error.status })
    }
  })

  async function showAdd(
    c: Visitor,
    me: Presented,
    holder: Holder,
    state: { kind: PasskeyKind; name: string; problem?: Refusal },
  ): Promise<Response> {
    const isFull = (await passkeysOf(on, me.accountId)).length >= mostPasskeys
    const page = addPasskeyPage(c.get('say'), { ...state, holder, isFull })
    return show(c, page, { status: state.problem?.status ?? 200 })
  }

  /** @throws Refusal 'credential.passkey-gone' 410 */
  async function passkeyIn(c: Visitor, me: Presented): Promise<Passkey> {
    const id = c.req.param('passkey')
    const passkey = isId(id) ? await passkeyById(on, me.accountId, id) : undefined
    if (!passkey) throw new Refusal('credential.passkey-gone', 410)
    return passkey
  }
}

const kindIn = (text: string | undefined): PasskeyKind => (text === 'security-key' ? text : 'passkey')

/** What a passkey is called at first: browsers do not say which device or service keeps it. */
function suggested(c: Visitor, kind: PasskeyKind): string {
  const say = c.get('say')
  return kind === 'security-key'
    ? say('account-page.passkeys.suggested-key')
    : say('account-page.passkeys.suggested', { device: say.device(c.get('device')) })
}

const isAboutPasskey = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code.startsWith('credential.passkey')
