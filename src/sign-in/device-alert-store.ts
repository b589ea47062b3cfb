import { type Statements, sql } from '#platform'

/** A log-in from a device that the account did not know (LOG-9). */
export type DeviceAlert = {
  readonly id: string
  readonly accountId: string
  readonly sessionId: string
  readonly browserId: string
  readonly device: string
  readonly network: string
  readonly at: Temporal.Instant
}

/** Which alert an answer is about: the one of a mailed link, or one that the holder sees on a page. */
export type AlertKey = { readonly tokenHash: Buffer } | { readonly id: string; readonly accountId: string }

const columns = sql`id, account_id as "accountId", session_id as "sessionId", browser_id as "browserId", device, network, at`
const meant = (key: AlertKey) =>
  'tokenHash' in key ? sql`token_hash = ${key.tokenHash}` : sql`id = ${key.id} and account_id = ${key.accountId}`

export async function insertAlert(
  on: Statements,
  alert: Omit<DeviceAlert, 'at'> & { expiresAt: Temporal.Instant },
): Promise<void> {
  await on.run(sql`
    insert into device_alert (id, account_id, session_id, browser_id, device, network, at, expires_at)
    values (${alert.id}, ${alert.accountId}, ${alert.sessionId}, ${alert.browserId}, ${alert.device}, ${alert.network},
      ${on.now}, ${alert.expiresAt})`)
}

/** Gives an alert the link that its mail will carry; nothing when it has been answered or is too old by now. */
export async function setAlertToken(on: Statements, id: string, tokenHash: Buffer): Promise<DeviceAlert | undefined> {
  return on.first(sql`
    update device_alert set token_hash = ${tokenHash}
    where id = ${id} and disowned_at is null and expires_at > ${on.now} returning ${columns}`)
}

/** The log-in that a mailed link is about, while the link works. */
export async function alertByToken(on: Statements, tokenHash: Buffer): Promise<DeviceAlert | undefined> {
  return on.first(sql`
    select ${columns} from device_alert where token_hash = ${tokenHash} and disowned_at is null and expires_at > ${on.now}`)
}

/**
 * The newest log-in that the holder has said nothing about yet.
 * @param askingSessionId whoever logged in there is not asked whether that was right
 */
export async function openAlertOf(
  on: Statements,
  accountId: string,
  askingSessionId: string,
): Promise<DeviceAlert | undefined> {
  return on.first(sql`
    select ${columns} from device_alert where account_id = ${accountId} and session_id <> ${askingSessionId}
      and recognized_at is null and disowned_at is null and expires_at > ${on.now}
    order by at desc limit 1`)
}

/** Disowns a log-in, once: of two at the same moment one gets it. That it was recognized before does not matter. */
export async function takeAlert(on: Statements, key: AlertKey): Promise<DeviceAlert | undefined> {
  return on.first(sql`
    update device_alert set disowned_at = ${on.now}
    where ${meant(key)} and disowned_at is null and expires_at > ${on.now} returning ${columns}`)
}

export async function setAlertRecognized(
  on: Statements,
  key: { id: string; accountId: string },
  askingSessionId: string,
): Promise<DeviceAlert | undefined> {
  return on.first(sql`
    update device_alert set recognized_at = ${on.now}
    where ${meant(key)} and session_id <> ${askingSessionId} and recognized_at is null and disowned_at is null
      and expires_at > ${on.now} returning ${columns}`)
}

export async function purgeAlerts(on: Statements): Promise<number> {
  return on.run(sql`delete from device_alert where expires_at < ${on.now}`)
}
