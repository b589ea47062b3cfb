import type { Audience } from '#account'
import { hashSecret } from '#kernel'
import { type Row, type Sql, type Statements, sql } from '#platform'
import type { AccountFacts, GrantFacts, Payload, TokenFacts, UnitSession } from './unit.ts'

/** Reads. Moments come as epoch seconds, as the library counts them. Each token look-up brings its grant and account. */

const accountColumns = sql`a.id as of_account, a.name, a.username, a.email, a.email_verified_at is not null as verified,
  a.locale, a.zoneinfo, extract(epoch from a.updated_at)::bigint as updated, a.public_name, a.picture_id, a.name_seen_by,
  a.public_name_seen_by, a.picture_seen_by, a.language_seen_by, a.zone_seen_by`

/** Who manages an account `a`, and whether a product runs on a site of theirs (ACC-8). */
const managerColumns = (productId: Sql) => sql`a.managed_by, mo.name as manager_name, md.name as manager_domain,
  exists (select from product_site ps join site si on si.id = ps.site_id
    where ps.product_id = ${productId} and si.organization_id = a.managed_by) as of_own_site`
const managerJoins = sql`left join organization mo on mo.id = a.managed_by
    left join organization_domain md on md.id = a.managed_through`
const grantColumns = sql`g.grant_id as of_grant, g.product_id as grant_product, g.account_id as grant_account, g.sid as grant_sid`
const times = sql`extract(epoch from t.issued_at)::bigint as iat, extract(epoch from t.expires_at)::bigint as exp`

/** The sessions of browsers, each with whose it is and its grant for one product; what follows says which. */
const sessionsFor = (productId: string | undefined) => sql`
    select s.session_id, s.methods, extract(epoch from s.authenticated_at)::bigint as auth_time,
      extract(epoch from s.expires_at)::bigint as exp, s.account_id as of_account, s.name, s.username, s.email,
      s.email_verified_at is not null as verified, s.locale, s.zoneinfo,
      extract(epoch from s.updated_at)::bigint as updated, s.public_name, s.picture_id, s.name_seen_by,
      s.public_name_seen_by, s.picture_seen_by, s.language_seen_by, s.zone_seen_by,
      ${managerColumns(sql`${productId ?? null}`)}, ${grantColumns}
    from browser_session s join account a on a.id = s.account_id ${managerJoins}
    left join product_grant g on g.session_id = s.session_id and g.product_id = ${productId ?? null}`

/** Whom a request names, before anything is checked: it decides which session is looked at, and nothing else. */
export type Named = { readonly accountId?: string; readonly emailKey?: string }

/**
 * The session that answers for a browser, whose it is, and its grant for one product: all that a silent request needs
 * (LOG-1). Of several (LOG-7) it is the one that the request names; else the account last used with this product here; else
 * the only one there is. With several and no reason to prefer one, none: nobody is let in as whoever happened to be last.
 */
export async function presentedSession(
  on: Statements,
  shown: { readonly browser: string; readonly run?: string },
  productId: string | undefined,
  named: Named = {},
): Promise<UnitSession | undefined> {
  const { accountId = null, emailKey = null } = named
  const runHash = shown.run === undefined ? null : hashSecret(shown.run)
  const row = await on.first<Row>(sql`
    ${sessionsFor(productId)}
    left join product_choice c on c.browser_id = s.browser_id and c.product_id = ${productId ?? null}
      and c.account_id = s.account_id
    where s.token_hash = ${hashSecret(shown.browser)} and s.expires_at > ${on.now}
      and (s.run_hash is null or s.run_hash = ${runHash})
      and (${accountId}::uuid is null or s.account_id = ${accountId})
      and (${emailKey}::text is null or s.email_key = ${emailKey})
      and (c.account_id is not null or g.grant_id is not null or ${accountId}::uuid is not null
        or ${emailKey}::text is not null or (s.presented and (${productId ?? null}::text is null or not exists (
          select from browser_session o where o.browser_id = s.browser_id and o.session_id <> s.session_id
            and o.expires_at > ${on.now} and (o.run_hash is null or o.run_hash = ${runHash})))))
    order by c.account_id is null, g.created_at desc nulls last, s.presented desc, s.seen_at desc limit 1`)
  return row && asSession(row, productId)
}

/** A session of this browser, presented or not: the one that a log-in made, whichever account was chosen since. */
export async function sessionOfBrowser(
  on: Statements,
  shown: { readonly browser: string; readonly run?: string },
  sessionId: string,
  productId: string | undefined,
): Promise<UnitSession | undefined> {
  const row = await on.first<Row>(sql`
    ${sessionsFor(productId)}
    where s.token_hash = ${hashSecret(shown.browser)} and s.session_id = ${sessionId} and s.expires_at > ${on.now}
      and (s.run_hash is null or s.run_hash = ${shown.run === undefined ? null : hashSecret(shown.run)})`)
  return row && asSession(row, productId)
}

export async function grantOf(on: Statements, sessionId: string, productId: string): Promise<GrantFacts | undefined> {
  const row = await on.first<Row>(
    sql`select ${grantColumns} from product_grant g where g.session_id = ${sessionId} and g.product_id = ${productId}`,
  )
  return row && asGrant(row)
}

export async function grantById(on: Statements, grantId: string): Promise<GrantFacts | undefined> {
  const row = await on.first<Row>(sql`select ${grantColumns} from product_grant g where g.grant_id = ${grantId}`)
  return row && asGrant(row)
}

/** @param productId the product that asks, which may see what others do not; without it, any */
export async function accountFacts(
  on: Statements,
  accountId: string,
  productId?: string,
): Promise<AccountFacts | undefined> {
  const row = await on.first<Row>(sql`
    select ${accountColumns}, ${managerColumns(sql`${productId ?? null}`)} from account a ${managerJoins}
    where a.id = ${accountId}`)
  return row && asAccount(row)
}

// No bounds of time in these: with them PostgreSQL plans every look-up afresh to skip partitions (0.6 ms); without, it plans
// once and asks each of the few partitions' indexes (0.1 ms). What has expired is told by the library from `exp`.

export async function codeByHash(on: Statements, hash: Buffer): Promise<TokenFacts | undefined> {
  const row = await on.first<Row>(sql`
    select t.product_id, t.account_id, t.session_id, t.grant_id, t.sid, t.redirect_uri, t.scope, t.resource, t.claims,
      t.nonce, t.code_challenge, t.code_challenge_method, t.dpop_jkt, t.acr, t.amr,
      extract(epoch from t.authenticated_at)::bigint as auth_time, t.consumed_at is not null as consumed, ${times},
      extract(epoch from s.expires_at)::bigint as session_ends, ${grantColumns}, ${accountColumns},
      ${managerColumns(sql`t.product_id`)}
    from authorization_code t
    left join product_grant g on g.grant_id = t.grant_id
    left join session_life s on s.session_id = t.session_id
    left join account a on a.id = t.account_id ${managerJoins}
    where t.id_hash = ${hash}`)
  return row && asToken(row, { kind: 'AuthorizationCode' })
}

export async function refreshTokenByHash(on: Statements, hash: Buffer): Promise<TokenFacts | undefined> {
  const row = await on.first<Row>(sql`
    select t.product_id, t.account_id, t.session_id, t.grant_id, t.sid, t.gty, t.scope, t.resource, t.claims, t.nonce,
      t.acr, t.amr, t.jkt, t.rotations, extract(epoch from t.first_issued_at)::bigint as iiat,
      extract(epoch from t.authenticated_at)::bigint as auth_time, t.consumed_at is not null as consumed, ${times},
      extract(epoch from s.expires_at)::bigint as session_ends, ${grantColumns}, ${accountColumns},
      ${managerColumns(sql`t.product_id`)}
    from refresh_token t
    left join product_grant g on g.grant_id = t.grant_id
    left join session_life s on s.session_id = t.session_id
    left join account a on a.id = t.account_id ${managerJoins}
    where t.id_hash = ${hash}`)
  return row && asToken(row, { kind: 'RefreshToken' })
}

export async function accessTokenByHash(on: Statements, hash: Buffer): Promise<TokenFacts | undefined> {
  const row = await on.first<Row>(sql`
    select t.kind, t.product_id, t.account_id, t.session_id, t.grant_id, t.sid, t.gty, t.scope, t.audience, t.claims,
      t.jkt, ${times}, ${grantColumns}, ${accountColumns},
      ${managerColumns(sql`t.product_id`)}
    from access_token t
    left join product_grant g on g.grant_id = t.grant_id
    left join account a on a.id = t.account_id ${managerJoins}
    where t.id_hash = ${hash}`)
  return row && asToken(row, { kind: row.kind })
}

function asSession(row: Row, productId: string | undefined): UnitSession {
  return {
    id: row.session_id as string,
    account: asAccount(row)!,
    methods: row.methods as string[],
    authenticatedAt: row.auth_time as number,
    expiresAt: row.exp as number,
    productId,
    grant: asGrant(row),
  }
}

export function asGrant(row: Row): GrantFacts | undefined {
  if (typeof row.of_grant !== 'string') return undefined
  return {
    id: row.of_grant,
    productId: row.grant_product as string,
    accountId: row.grant_account as string,
    sid: row.grant_sid as string,
  }
}

function asAccount(row: Row): AccountFacts | undefined {
  if (typeof row.of_account !== 'string') return undefined
  return {
    id: row.of_account,
    name: row.name as string,
    publicName: row.public_name as string | null,
    pictureId: row.picture_id as string | null,
    visibility: {
      name: row.name_seen_by as Audience,
      'public-name': row.public_name_seen_by as Audience,
      picture: row.picture_seen_by as Audience,
      language: row.language_seen_by as Audience,
      'time-zone': row.zone_seen_by as Audience,
    },
    username: row.username as string | null,
    email: row.email as string,
    emailVerified: row.verified as boolean,
    locale: row.locale as string,
    zoneinfo: row.zoneinfo as string,
    updatedAt: row.updated as number,
    organization:
      typeof row.managed_by === 'string'
        ? { id: row.managed_by, name: row.manager_name as string, domain: row.manager_domain as string }
        : undefined,
    isAmongColleagues: row.of_own_site as boolean,
  }
}

// The library's names for what our columns hold; a column that a kind does not have is simply not there.
const names: Record<string, string> = {
  product_id: 'clientId',
  account_id: 'accountId',
  session_id: 'sessionUid',
  grant_id: 'grantId',
  sid: 'sid',
  redirect_uri: 'redirectUri',
  gty: 'gty',
  scope: 'scope',
  claims: 'claims',
  nonce: 'nonce',
  code_challenge: 'codeChallenge',
  code_challenge_method: 'codeChallengeMethod',
  dpop_jkt: 'dpopJkt',
  jkt: 'jkt',
  acr: 'acr',
  amr: 'amr',
  rotations: 'rotations',
  iiat: 'iiat',
  auth_time: 'authTime',
  iat: 'iat',
  exp: 'exp',
  user_code: 'userCode',
  parameters: 'params',
  error: 'error',
  error_description: 'errorDescription',
  in_flight: 'inFlight',
  device: 'deviceInfo',
}

export function asToken(row: Row, start: Payload): TokenFacts {
  const payload: Payload = { ...start }
  for (const column in names) {
    const value = row[column]
    if (value !== null && value !== undefined) payload[names[column]!] = value
  }
  if (row.consumed) payload.consumed = true
  const resource = row.resource as string[] | null | undefined
  if (resource) payload.resource = resource.length === 1 ? resource[0] : resource
  const audience = row.audience as string[] | null | undefined
  if (audience) payload.aud = audience[0]
  return {
    payload,
    grant: asGrant(row),
    account: asAccount(row),
    sessionEnds: (row.session_ends as number | null) ?? undefined,
  }
}
