import { activeToday } from '#account'
import { empty, join, raw, type Statements, sql } from '#platform'
import type { GrantFacts, Payload, Spend } from './unit.ts'

/** Writes of codes and tokens: one statement each, however much happens in it. */

const spendable = {
  AuthorizationCode: 'authorization_code',
  RefreshToken: 'refresh_token',
  DeviceCode: 'device_code',
} as const

export const at = (seconds: unknown): string => new Date((seconds as number) * 1000).toISOString()
const orNull = (value: unknown): unknown => value ?? null
export const list = (value: unknown): string[] | null =>
  value === undefined ? null : Array.isArray(value) ? (value as string[]) : [value as string]
export const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** A token about to be kept, with the hash that stands for it. */
export type Kept = { readonly hash: Buffer; readonly payload: Payload }

/**
 * Keeps a code, and with it the grant if this is the session's first for the product. Two that come at once share one
 * grant and so one `sid`: the second finds the first's row (LOG-8, a product is told of a log-out once).
 * @returns nothing when the session has ended meanwhile; its row is held, so it cannot end in between
 */
export async function insertCode(
  on: Statements,
  code: Kept,
  fresh: GrantFacts | undefined,
  siteNamed?: string,
): Promise<boolean> {
  const p = code.payload
  const grant = fresh
    ? sql`insert into product_grant as g (grant_id, session_id, product_id, account_id, sid, created_at)
        select ${fresh.id}, s.session_id, ${fresh.productId}, s.account_id, ${fresh.sid}, ${on.now}::timestamptz
        from session_life s where s.session_id = ${p.sessionUid} and s.account_id = ${fresh.accountId} for key share
        on conflict (session_id, product_id) do update set sid = g.sid
        returning grant_id, sid`
    : sql`select ${p.grantId}::text as grant_id, ${orNull(p.sid)}::text as sid`
  const met = fresh ? sql`, met as (${acquaint(on, fresh)})` : empty
  const rows = await on.run(sql`
    with g as (${grant})${met},
      at_site as (${noteSite(on, p, siteNamed)}),
      seen as (${activeToday(on, p.accountId as string)})
    insert into authorization_code (id_hash, product_id, account_id, session_id, grant_id, sid, redirect_uri, scope,
      resource, claims, nonce, code_challenge, code_challenge_method, dpop_jkt, acr, amr, authenticated_at, issued_at,
      expires_at)
    select ${code.hash}, ${p.clientId}, ${p.accountId}::uuid, ${p.sessionUid}::uuid, g.grant_id, g.sid, ${p.redirectUri},
      ${orNull(p.scope)}, ${list(p.resource)}::text[], ${json(p.claims)}::jsonb, ${orNull(p.nonce)},
      ${orNull(p.codeChallenge)}, ${orNull(p.codeChallengeMethod)}, ${orNull(p.dpopJkt)}, ${orNull(p.acr)},
      ${list(p.amr)}::text[], ${at(p.authTime)}::timestamptz, ${at(p.iat)}::timestamptz, ${at(p.exp)}::timestamptz
    from g`)
  return rows > 0
}

/** The grant of a session for a product, made if it is the first; nothing when the session has ended. */
export async function ensureGrant(
  on: Statements,
  fresh: GrantFacts,
  sessionId: string,
): Promise<GrantFacts | undefined> {
  const row = await on.first<{ id: string; sid: string }>(sql`
    with g as (
      insert into product_grant as g (grant_id, session_id, product_id, account_id, sid, created_at)
      select ${fresh.id}, s.session_id, ${fresh.productId}, s.account_id, ${fresh.sid}, ${on.now}::timestamptz
      from session_life s where s.session_id = ${sessionId} and s.account_id = ${fresh.accountId} for key share
      on conflict (session_id, product_id) do update set sid = g.sid
      returning grant_id, sid),
    met as (${acquaint(on, fresh)})
    select grant_id as id, sid from g`)
  return row && { ...fresh, ...row }
}

/** With its grant a product comes to know an account, until it has erased it (ACC-9): part of a statement that has made `g`. */
function acquaint(on: Statements, { accountId, productId }: GrantFacts) {
  return sql`insert into product_acquaintance (account_id, product_id, first_at, last_at)
    select ${accountId}, ${productId}, ${on.now}::timestamptz, ${on.now}::timestamptz from g
    on conflict (account_id, product_id) do update set last_at = excluded.last_at`
}

// Not with each log-in: the day is all that anybody is told.
const siteNotedHours = 24

/**
 * Notes on which site an account is used, where that is known (DOM-5): the one that the product named, else its only one, as
 * `siteFor` has it. Part of a statement that has `g`.
 */
function noteSite(on: Statements, { accountId, clientId }: Payload, named: string | undefined) {
  const name = named !== undefined && /^[\w.-]{1,253}$/.test(named) ? named.toLowerCase() : null
  return sql`insert into site_acquaintance as q (account_id, site_id, first_at, last_at)
    select ${accountId}::uuid, one.id, ${on.now}::timestamptz, ${on.now}::timestamptz
    from g, (
      select few.id, few.is_named, count(*) over () as number from (
        select s.id, coalesce(s.id = ${name}::text or s.host = ${name}::text, false) as is_named
        from product_site p join site s on s.id = p.site_id where p.product_id = ${clientId} order by 2 desc limit 2) as few
      order by few.is_named desc limit 1) as one
    where one.is_named or one.number = 1
    on conflict (account_id, site_id) do update set last_at = excluded.last_at
      where q.last_at < ${on.now.subtract({ hours: siteNotedHours })}`
}

/**
 * Spends a code or refresh token and keeps what is issued for it, at once: spending it *is* issuing. Whoever comes second
 * waits for the first, finds it spent, and nothing is kept (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
 * @returns whether there was anything to spend
 */
export async function issue(
  on: Statements,
  what: { readonly spend?: Spend; readonly access?: Kept; readonly refresh?: Kept },
): Promise<boolean> {
  const { spend, access, refresh } = what
  const parts = [
    spend
      ? sql`spent as (update ${raw(spendable[spend.kind])} set consumed_at = ${on.now}
          where id_hash = ${spend.hash} and expires_at = ${at(spend.expires)} and consumed_at is null returning 1)`
      : sql`spent as (select 1)`,
  ]
  if (access) parts.push(sql`access as (${accessInsert(access)})`)
  if (refresh) parts.push(sql`refresh as (${refreshInsert(refresh)})`)
  if (refresh) parts.push(sql`seen as (${activeToday(on, refresh.payload.accountId as string)})`)
  const row = await on.first<{ spent: boolean }>(sql`with ${join(parts)} select exists (select from spent) as spent`)
  return row?.spent === true
}

function accessInsert({ hash, payload: p }: Kept) {
  return sql`insert into access_token (id_hash, kind, product_id, account_id, session_id, grant_id, sid, gty, scope,
      audience, claims, jkt, issued_at, expires_at)
    select ${hash}, ${p.kind}, ${p.clientId}, ${orNull(p.accountId)}::uuid, ${orNull(p.sessionUid)}::uuid,
      ${orNull(p.grantId)}, ${orNull(p.sid)}, ${orNull(p.gty)}, ${orNull(p.scope)}, ${list(p.aud)}::text[],
      ${json(p.claims)}::jsonb, ${orNull(p.jkt)}, ${at(p.iat)}::timestamptz, ${at(p.exp)}::timestamptz from spent`
}

function refreshInsert({ hash, payload: p }: Kept) {
  return sql`insert into refresh_token (id_hash, product_id, account_id, session_id, grant_id, sid, gty, scope, resource,
      claims, nonce, acr, amr, jkt, rotations, first_issued_at, authenticated_at, issued_at, expires_at)
    select ${hash}, ${p.clientId}, ${p.accountId}::uuid, ${orNull(p.sessionUid)}::uuid, ${p.grantId}, ${orNull(p.sid)},
      ${orNull(p.gty)}, ${orNull(p.scope)}, ${list(p.resource)}::text[], ${json(p.claims)}::jsonb, ${orNull(p.nonce)},
      ${orNull(p.acr)}, ${list(p.amr)}::text[], ${orNull(p.jkt)}, ${p.rotations ?? 0}::integer,
      ${at(p.iiat)}::timestamptz, ${p.authTime === undefined ? null : at(p.authTime)}::timestamptz,
      ${at(p.iat)}::timestamptz, ${at(p.exp)}::timestamptz from spent`
}

/** Ends all codes and tokens of some grants: reuse was detected, a token was revoked, or the session has ended. */
export async function deleteTokensOf(on: Statements, grantIds: readonly string[]): Promise<void> {
  await on.run(sql`
    with grants as (select unnest(${[...grantIds]}::text[]) as id),
      codes as (delete from authorization_code where grant_id in (select id from grants)),
      access as (delete from access_token where grant_id in (select id from grants)),
      devices as (delete from device_code where grant_id in (select id from grants))
    delete from refresh_token where grant_id in (select id from grants)`)
}

export async function deleteAccessToken(on: Statements, hash: Buffer): Promise<void> {
  await on.run(sql`delete from access_token where id_hash = ${hash}`)
}

export async function deleteRefreshToken(on: Statements, hash: Buffer): Promise<void> {
  await on.run(sql`delete from refresh_token where id_hash = ${hash}`)
}
