import { type Row, type Statements, sql } from '#platform'
import { asToken } from './store.ts'
import { at, json, list } from './store-issue.ts'
import type { Payload, TokenFacts } from './unit.ts'

/** Requests under way: what a browser comes back to, what was pushed, what a device waits for, and proofs seen. */

export type StoredRequest = {
  readonly payload: Payload
  readonly productId: string
  readonly attemptId?: string
  readonly finishedAt?: Temporal.Instant
  readonly parId?: string
  readonly deviceCodeId?: string
}

export async function insertRequest(
  on: Statements,
  request: {
    readonly payload: Payload
    readonly productId: string
    readonly attemptId: string
    readonly parId?: string
    readonly deviceCodeId?: string
  },
): Promise<void> {
  const p = request.payload
  const prompt = p.prompt as { name: string; reasons: string[] }
  await on.run(sql`
    insert into authorization_request (uid, product_id, return_to, attempt_id, prompt, prompt_reasons, parameters, trusted,
      cid, grant_id, par_id, device_code_id, issued_at, expires_at)
    values (${p.jti}, ${request.productId}, ${p.returnTo}, ${request.attemptId}, ${prompt.name}, ${prompt.reasons},
      ${JSON.stringify(p.params)}::jsonb, ${list(p.trusted) ?? []}, ${p.cid}, ${p.grantId ?? null}, ${request.parId ?? null},
      ${request.deviceCodeId ?? null}, ${at(p.iat)}, ${at(p.exp)})`)
}

export async function requestByUid(on: Statements, uid: string): Promise<StoredRequest | undefined> {
  const row = await on.first<Row>(sql`
    select uid, product_id, return_to, attempt_id, prompt, prompt_reasons, parameters, trusted, cid, grant_id, par_id,
      device_code_id, finished_at, extract(epoch from issued_at)::bigint as iat, extract(epoch from expires_at)::bigint as exp
    from authorization_request where uid = ${uid} and expires_at > ${on.now}`)
  if (!row) return undefined
  return {
    payload: {
      kind: 'Interaction',
      jti: row.uid,
      returnTo: row.return_to,
      prompt: { name: row.prompt, reasons: row.prompt_reasons, details: {} },
      params: row.parameters,
      trusted: row.trusted,
      cid: row.cid,
      ...(row.grant_id ? { grantId: row.grant_id } : undefined),
      iat: row.iat,
      exp: row.exp,
    },
    productId: row.product_id as string,
    attemptId: (row.attempt_id as string | null) ?? undefined,
    finishedAt: (row.finished_at as Temporal.Instant | null) ?? undefined,
    parId: (row.par_id as string | null) ?? undefined,
    deviceCodeId: (row.device_code_id as string | null) ?? undefined,
  }
}

export async function finishRequest(on: Statements, uid: string): Promise<void> {
  await on.run(sql`
    update authorization_request set finished_at = ${on.now}
    where uid = ${uid} and finished_at is null and expires_at > ${on.now}`)
}

export async function insertPushed(on: Statements, hash: Buffer, productId: string, p: Payload): Promise<void> {
  await on.run(sql`
    insert into pushed_request (id_hash, product_id, request, trusted, dpop_jkt, issued_at, expires_at)
    values (${hash}, ${productId}, ${p.request}, ${p.trusted ? ['all'] : []}, ${p.dpopJkt ?? null}, ${at(p.iat)}, ${at(p.exp)})`)
}

export async function pushedByHash(on: Statements, hash: Buffer): Promise<Payload | undefined> {
  const row = await on.first<Row>(sql`
    select request, trusted, dpop_jkt, consumed_at is not null as consumed,
      extract(epoch from issued_at)::bigint as iat, extract(epoch from expires_at)::bigint as exp
    from pushed_request where id_hash = ${hash}`)
  if (!row) return undefined
  return {
    kind: 'PushedAuthorizationRequest',
    request: row.request,
    trusted: (row.trusted as string[]).length > 0,
    ...(row.dpop_jkt ? { dpopJkt: row.dpop_jkt } : undefined),
    ...(row.consumed ? { consumed: true } : undefined),
    iat: row.iat,
    exp: row.exp,
  }
}

/** @returns whether it was there to be used: once only (RFC 9126 §4) */
export async function consumePushed(on: Statements, hash: Buffer): Promise<boolean> {
  const rows = await on.run(
    sql`update pushed_request set consumed_at = ${on.now} where id_hash = ${hash} and consumed_at is null`,
  )
  return rows > 0
}

export async function upsertDeviceCode(on: Statements, hash: Buffer, p: Payload): Promise<void> {
  await on.run(sql`
    insert into device_code (id_hash, user_code, product_id, parameters, account_id, session_id, grant_id, sid, scope,
      resource, claims, acr, amr, error, error_description, in_flight, device, authenticated_at, issued_at, expires_at)
    values (${hash}, ${p.userCode}, ${p.clientId}, ${JSON.stringify(p.params)}::jsonb, ${p.accountId ?? null},
      ${p.sessionUid ?? null}, ${p.grantId ?? null}, ${p.sid ?? null}, ${p.scope ?? null}, ${list(p.resource)},
      ${json(p.claims)}::jsonb, ${p.acr ?? null}, ${list(p.amr)}, ${p.error ?? null}, ${p.errorDescription ?? null},
      ${p.inFlight ?? false}, ${json(p.deviceInfo)}::jsonb, ${p.authTime === undefined ? null : at(p.authTime)}, ${at(p.iat)},
      ${at(p.exp)})
    on conflict (id_hash, expires_at) do update set account_id = excluded.account_id, session_id = excluded.session_id,
      grant_id = excluded.grant_id, sid = excluded.sid, scope = excluded.scope, resource = excluded.resource,
      claims = excluded.claims, acr = excluded.acr, amr = excluded.amr, error = excluded.error,
      error_description = excluded.error_description, in_flight = excluded.in_flight,
      authenticated_at = excluded.authenticated_at`)
}

const deviceColumns = sql`t.id_hash, t.user_code, t.product_id, t.parameters, t.account_id, t.session_id, t.grant_id, t.sid,
  t.scope, t.resource, t.claims, t.acr, t.amr, t.error, t.error_description, t.in_flight, t.device,
  extract(epoch from t.authenticated_at)::bigint as auth_time, t.consumed_at is not null as consumed,
  extract(epoch from t.issued_at)::bigint as iat, extract(epoch from t.expires_at)::bigint as exp,
  extract(epoch from s.expires_at)::bigint as session_ends, g.grant_id as of_grant, g.product_id as grant_product,
  g.account_id as grant_account, g.sid as grant_sid`

export async function deviceCodeByHash(on: Statements, hash: Buffer): Promise<TokenFacts | undefined> {
  const row = await on.first<Row>(sql`
    select ${deviceColumns} from device_code t left join product_grant g on g.grant_id = t.grant_id
    left join session_life s on s.session_id = t.session_id where t.id_hash = ${hash}`)
  return row && asToken(row, { kind: 'DeviceCode' })
}

/** A device code by what its device shows. The newest counts, should two ever be alike. */
export async function deviceCodeByUserCode(
  on: Statements,
  userCode: string,
): Promise<(TokenFacts & { hash: Buffer }) | undefined> {
  const row = await on.first<Row>(sql`
    select ${deviceColumns} from device_code t left join product_grant g on g.grant_id = t.grant_id
    left join session_life s on s.session_id = t.session_id where t.user_code = ${userCode}
    order by t.issued_at desc limit 1`)
  return row && { ...asToken(row, { kind: 'DeviceCode' }), hash: row.id_hash as Buffer }
}

/** Notes a proof of possession; says whether it was new (RFC 9449 §11.1). */
export async function noteProof(on: Statements, hash: Buffer, expires: number): Promise<boolean> {
  const rows = await on.run(
    sql`insert into replay (id_hash, expires_at) values (${hash}, ${at(expires)}) on conflict do nothing`,
  )
  return rows > 0
}
