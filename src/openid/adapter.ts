import type { Adapter, AdapterPayload } from 'oidc-provider'
import { errors, Provider } from 'oidc-provider'
import { hashSecret } from '#kernel'
import type { Database } from '#platform'
import { storable } from './storable.ts'
import { accessTokenByHash, codeByHash, grantById, refreshTokenByHash } from './store.ts'
import { deleteAccessToken, deleteRefreshToken, ensureGrant, insertCode } from './store-issue.ts'
import {
  consumePushed,
  deviceCodeByHash,
  deviceCodeByUserCode,
  finishRequest,
  insertPushed,
  pushedByHash,
  upsertDeviceCode,
} from './store-requests.ts'
import { currentUnit, type Payload, remember, type Spend, type TokenFacts, type Unit } from './unit.ts'

type Model = Partial<Omit<Adapter, 'find' | 'findByUserCode'>> & {
  find?(id: string): Promise<Payload | undefined>
  findByUserCode?(code: string): Promise<Payload | undefined>
}

/** How long our opaque values are, by kind: told apart by length, a look-up never asks the wrong table. */
export const lengths = {
  AccessToken: 43,
  ClientCredentials: 44,
  RefreshToken: 45,
  AuthorizationCode: 46,
  DeviceCode: 47,
}

/**
 * What the library believes to be its database. Reads are answered from what the request has read already where they
 * can be; writes of the token endpoint are collected and sent as one statement when the request has succeeded
 * (`finish.ts`).
 */
export function openAdapter(database: Database): (name: string) => Adapter {
  const { quick, durable } = database

  /** Looks a value up once per request, whatever the library asks it as. */
  async function token(
    value: string,
    look: (hash: Buffer) => Promise<TokenFacts | undefined>,
    length: number,
  ): Promise<Payload | undefined> {
    if (value.length !== length) return undefined
    const unit = currentUnit()
    let facts = unit.tokens.get(value)
    if (!facts) {
      facts = look(hashSecret(value))
      unit.tokens.set(value, facts)
    }
    const found = await facts
    if (!found) return undefined
    remember(unit, found)
    return { ...found.payload, jti: value }
  }

  const revokeByGrantId = async (grantId: string) => void currentUnit().revoked.add(grantId)
  const spend = (kind: Spend['kind']) => async (id: string) => {
    const unit = currentUnit()
    const payload = (await unit.tokens.get(id))?.payload
    if (!payload) throw new Error('what was not read cannot be spent')
    const { grantId = '', exp } = payload as { grantId?: string; exp: number }
    unit.spend = { kind, hash: hashOf(unit, id), grantId, expires: exp }
  }
  const accessToken = (kind: 'AccessToken' | 'ClientCredentials'): Model => ({
    async find(id) {
      const payload = await token(id, (hash) => accessTokenByHash(durable, hash), lengths[kind])
      return payload?.kind === kind ? payload : undefined
    },
    async upsert(_id, payload) {
      currentUnit().access = storable({ ...payload, kind })
    },
    destroy: (id) => deleteAccessToken(durable, hashSecret(id)),
    revokeByGrantId,
  })

  const models: Record<string, Model> = {
    // A library session is a view of our own row, so there is nothing to write (docs/house.md).
    Session: { find: async (id) => sessionPayload(currentUnit(), id) },
    Grant: {
      async find(id) {
        const unit = currentUnit()
        const grant = unit.grants.get(id) ?? (await grantById(durable, id))
        if (grant) unit.grants.set(id, grant)
        return grant && { kind: 'Grant', jti: id, accountId: grant.accountId, clientId: grant.productId }
      },
      // The row stays: it is the log-out list. What was issued under it goes.
      destroy: revokeByGrantId,
    },
    AuthorizationCode: {
      find: (id) => token(id, (hash) => codeByHash(durable, hash), lengths.AuthorizationCode),
      async upsert(id, payload) {
        const { newGrant, siteNamed } = currentUnit()
        const kept = await insertCode(
          newGrant ? durable : quick,
          { hash: hashSecret(id), payload: storable(payload) },
          newGrant,
          siteNamed,
        )
        if (!kept) throw new errors.LoginRequired('the session has ended')
      },
      consume: spend('AuthorizationCode'),
      revokeByGrantId,
    },
    AccessToken: accessToken('AccessToken'),
    ClientCredentials: accessToken('ClientCredentials'),
    RefreshToken: {
      async find(id) {
        const payload = await token(id, (hash) => refreshTokenByHash(durable, hash), lengths.RefreshToken)
        return payload && livesOn(payload, currentUnit().sessionEnds) ? payload : undefined
      },
      async upsert(_id, payload) {
        currentUnit().refresh = storable(payload)
      },
      consume: spend('RefreshToken'),
      destroy: (id) => deleteRefreshToken(durable, hashSecret(id)),
      revokeByGrantId,
    },
    DeviceCode: {
      async find(id) {
        const unit = currentUnit()
        const hash = unit.hashes.get(id)
        if (!hash) return token(id, (value) => deviceCodeByHash(durable, value), lengths.DeviceCode)
        const found = await deviceCodeByHash(durable, hash)
        return found && { ...found.payload, jti: id }
      },
      async findByUserCode(code) {
        const found = await deviceCodeByUserCode(durable, code)
        return found && { ...found.payload, jti: nameFor(currentUnit(), found.hash) }
      },
      async upsert(id, payload) {
        const unit = currentUnit()
        const kept = storable(payload) as Payload
        const grant = kept.accountId === undefined ? undefined : unit.newGrant
        if (grant) {
          const made = await ensureGrant(durable, grant, kept.sessionUid as string)
          if (!made) throw new errors.AccessDenied('the session has ended')
          Object.assign(kept, { grantId: made.id, sid: made.sid })
        }
        await upsertDeviceCode(durable, hashOf(unit, id), kept)
      },
      consume: spend('DeviceCode'),
      revokeByGrantId,
    },
    PushedAuthorizationRequest: {
      async find(id) {
        const payload = await pushedByHash(durable, hashOf(currentUnit(), id))
        return payload && { ...payload, jti: id }
      },
      async upsert(id, payload) {
        const productId = Provider.ctx?.oidc.client?.clientId ?? ''
        await insertPushed(quick, hashSecret(id), productId, storable(payload) as Payload)
      },
      async consume(id) {
        if (!(await consumePushed(quick, hashOf(currentUnit(), id)))) {
          throw new errors.InvalidRequestUri('request_uri is invalid, expired, or was already used')
        }
      },
    },
    Interaction: {
      find: async (id) => (currentUnit().request?.jti === id ? currentUnit().request : undefined),
      // Written by `interactions.ts`, once it knows the attempt that will answer it.
      async upsert(_id, payload) {
        currentUnit().interaction = storable(payload) as Payload
      },
      destroy: (id) => finishRequest(quick, id),
    },
  }
  return (name) => whole(name, models[name])
}

const sessionlessId = 'visitor'

/** The id under which the library finds this request's session, if there is one to find. */
export function sessionIdFor(unit: Unit): string | undefined {
  return unit.session?.id ?? (unit.form ? sessionlessId : undefined)
}

function sessionPayload(unit: Unit, id: string): Payload | undefined {
  if (id !== sessionIdFor(unit)) return undefined
  const { session, form } = unit
  const now = Math.floor(Date.now() / 1000)
  const state = form && { state: { ...form } }
  if (!session) return { kind: 'Session', jti: id, uid: id, iat: now, exp: now + 3600, ...state }
  const grant = session.grant && { [session.grant.productId]: { sid: session.grant.sid, grantId: session.grant.id } }
  return {
    kind: 'Session',
    jti: session.id,
    uid: session.id,
    accountId: session.account.id,
    loginTs: session.authenticatedAt,
    amr: session.methods,
    acr: acrOf(session.methods),
    authorizations: grant ?? {},
    iat: session.authenticatedAt,
    exp: session.expiresAt,
    ...state,
  }
}

/** The authentication contexts we can tell apart: one factor, or more than one. */
export const acrs = { one: 'urn:umbel:acr:single-factor', more: 'urn:umbel:acr:multi-factor' } as const
export function acrOf(methods: readonly string[]): string {
  return methods.includes('mfa') || methods.length > 1 ? acrs.more : acrs.one
}

/** A refresh token ends with its session, however that came to its end, unless it has offline access. */
function livesOn(payload: Payload, sessionEnds: number | undefined): boolean {
  const isOffline = String(payload.scope ?? '')
    .split(' ')
    .includes('offline_access')
  return isOffline || (sessionEnds !== undefined && sessionEnds > Date.now() / 1000)
}

/** A name for something stored by its hash, good for this request only: nobody outside can bring one. */
export function nameFor(unit: Unit, hash: Buffer): string {
  const name = `stored:${hash.toString('base64url')}`
  unit.hashes.set(name, hash)
  return name
}

export function hashOf(unit: Unit, id: string): Buffer {
  return unit.hashes.get(id) ?? hashSecret(id)
}

function whole(name: string, model: Model | undefined): Adapter {
  const missing = (what: string) => async () => {
    throw new Error(`the store has no ${what} of ${name}`)
  }
  const nothing = async () => undefined
  return {
    find: (model?.find ?? nothing) as Adapter['find'],
    findByUid: nothing,
    findByUserCode: (model?.findByUserCode ?? nothing) as (code: string) => Promise<AdapterPayload | undefined>,
    upsert: model?.upsert ?? (name === 'Session' ? nothing : missing('upsert')),
    consume: model?.consume ?? missing('consume'),
    destroy: model?.destroy ?? (name === 'Session' ? nothing : missing('destroy')),
    revokeByGrantId: model?.revokeByGrantId ?? missing('revokeByGrantId'),
  }
}
