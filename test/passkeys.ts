import type { TestContext } from 'node:test'
import {
  addPasskey,
  askToEnrol,
  askToProve,
  boundTo,
  checkNewPasskey,
  checkPasskey,
  type PasskeyKind,
  relyingPartyOf,
  usePasskey,
} from '#credential'
import { newSecret } from '#kernel'
import { type Algorithm, aSoftKey, type SoftKey, type Twist } from './authenticator.ts'
import { aWorld, type World } from './world.ts'

/** Passkeys in a world of one's own: what pages and browsers do, without either. */

export const url = new URL('http://localhost:4400')
export const rp = relyingPartyOf(url)
export const here = boundTo('session', newSecret())
export const holder = (accountId: string) => ({ kind: 'holder', accountId, device: 'Chrome on macOS' }) as const

export async function optionsToEnrol(world: World, accountId: string, kind: PasskeyKind = 'passkey') {
  const account = { id: accountId, name: 'Ana Example', email: 'ana@example.com' }
  return askToEnrol(world.on, rp, { account, kind, boundTo: here })
}

export type Enrolling = { algorithm?: Algorithm; kind?: PasskeyKind; twist?: Twist; name?: string; key?: SoftKey }

/** Adds a passkey to an account the way a browser would. */
export async function enrol(world: World, accountId: string, wanted: Enrolling = {}): Promise<SoftKey> {
  const { algorithm, kind = 'passkey', twist, name = 'Work laptop', key = aSoftKey(url.origin, algorithm) } = wanted
  const answer = key.create(await optionsToEnrol(world, accountId, kind), twist)
  const made = await checkNewPasskey(world.on, rp, JSON.stringify(answer), { kind, boundTo: here })
  await world.database.transaction((tx) => addPasskey(tx, holder(accountId), accountId, { ...made, name }))
  return key
}

type Proving = { purpose?: 'log-in' | 'second-step'; accountId?: string; twist?: Twist }

/** Proves with a passkey, all the way. */
export async function prove(world: World, key: SoftKey, { purpose = 'log-in', accountId, twist }: Proving = {}) {
  const asked = { purpose, boundTo: here, accountId }
  const options = await askToProve(world.on, rp, asked)
  const checked = await checkPasskey(world.on, rp, JSON.stringify(key.get(options, twist)), asked)
  const used = await world.database.transaction((tx) => usePasskey(tx, holder(checked.passkey.accountId), checked))
  return { ...checked, used }
}

/** Ana, who has a password and one passkey. */
export async function anaWith(t: TestContext, wanted: Enrolling = {}) {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com', { password: 'umbels grow in spring' })
  return { world, ana, key: await enrol(world, ana, wanted) }
}

/** What a refusal about passkeys looks like. */
export const refused = (reason: string) => ({ name: 'Refusal', code: `credential.passkey-${reason}` })
