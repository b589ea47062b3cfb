import type { SecondStepWay } from '#credential'
import { parseAddress } from '#kernel'
import type { Attempt, AttemptSite, Facts, Upstream } from './attempt.ts'

/** An attempt as `attemptOf` reads it, with its product, its site and what is known of its account. */
export type AttemptRow = {
  id: string
  browser_id: string
  return_to: string
  email: string | null
  account_id: string | null
  password_proved_at: Temporal.Instant | null
  passkey_proved_at: Temporal.Instant | null
  second_step_at: Temporal.Instant | null
  second_step_way: SecondStepWay | null
  trust_device: boolean
  confirms: string | null
  keep: boolean
  fresh_since: Temporal.Instant | null
  choose: boolean
  finished_at: Temporal.Instant | null
  session_id: string | null
  address_verified: boolean
  deactivated: boolean
  suspended: boolean
  needs_second_step: boolean
  lacks_second_step: boolean
  deletion_due_at: Temporal.Instant | null
  claim_put_off_at: Temporal.Instant | null
  claim_notice: 'open' | 'managed' | null
  product_id: string | null
  product_name: string | null
  home_url: string | null
  form: 'identifier-first' | 'combined' | null
  redirects: string[] | null
  site_id: string | null
  site_name: string | null
  site_host: string | null
  google_domain: string | null
  google_issuer: string | null
  skip_page: boolean | null
  upstream_issuer: string | null
  upstream_subject: string | null
  upstream_email: string | null
  upstream_name: string | null
}

export function attemptFrom(row: AttemptRow): Attempt & Facts {
  return {
    id: row.id,
    browserId: row.browser_id,
    returnTo: row.return_to,
    product: row.product_id
      ? {
          id: row.product_id,
          name: row.product_name ?? '',
          homeUrl: row.home_url ?? '/',
          form: row.form ?? 'identifier-first',
          site: row.site_host ?? undefined,
          origins: [
            ...new Set([...(row.redirects ?? []), ...(row.google_issuer ? [row.google_issuer] : [])].map(originOf)),
          ],
        }
      : undefined,
    site: siteFrom(row),
    upstream: upstreamFrom(row),
    email: row.email ?? undefined,
    accountId: row.account_id ?? undefined,
    passwordProvedAt: row.password_proved_at ?? undefined,
    passkeyProvedAt: row.passkey_proved_at ?? undefined,
    secondStepAt: row.second_step_at ?? undefined,
    secondStepWay: row.second_step_way ?? undefined,
    trustDevice: row.trust_device,
    confirms: row.confirms ?? undefined,
    keep: row.keep,
    freshSince: row.fresh_since ?? undefined,
    choose: row.choose,
    finishedAt: row.finished_at ?? undefined,
    sessionId: row.session_id ?? undefined,
    addressVerified: row.address_verified,
    off: row.suspended ? 'suspended' : row.deactivated ? 'deactivated' : undefined,
    secondStep: row.needs_second_step,
    secondStepLacking: row.lacks_second_step,
    deletionDue: row.deletion_due_at ?? undefined,
    claimPutOffAt: row.claim_put_off_at ?? undefined,
    claimNotice: row.claim_notice ?? undefined,
  }
}

function siteFrom(row: AttemptRow): AttemptSite | undefined {
  if (!row.site_id || !row.site_name || !row.site_host) return undefined
  const { google_domain: domain, skip_page: skipPage } = row
  const google = domain ? { domain, skipPage: skipPage ?? false } : undefined
  return { id: row.site_id, name: row.site_name, host: row.site_host, google }
}

function upstreamFrom(row: AttemptRow): Upstream | undefined {
  const { upstream_issuer: issuer, upstream_subject: subject, upstream_email: email, upstream_name: name } = row
  if (!issuer || !subject || !email) return undefined
  return { issuer, subject, email, emailKey: parseAddress(email).key, name: name ?? undefined }
}

// A private-use scheme (RFC 8252 §7.1) has no origin; the scheme itself is what a page's policy can name.
function originOf(uri: string): string {
  const url = new URL(uri)
  return url.origin === 'null' ? url.protocol : url.origin
}
