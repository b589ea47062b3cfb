import type { Provider } from 'oidc-provider'
import type { Database, Logger } from '#platform'
import { noteAcknowledged, noteFailure, noticeById } from './log-out-store.ts'

const worthwhileHours = 24

type Telling = { backchannelLogoutUri?: string; backchannelLogout(sub: string, sid: string): Promise<void> }

/**
 * Tells one product that a session has ended (OpenID Connect Back-Channel Logout §2.5): a signed token, posted to its
 * server. Repeating it is harmless: the product has nothing left to end.
 * @throws Error when the product did not acknowledge, so that the job is tried again, for a day at most
 */
export async function deliverLogOut(
  noticeId: number,
  { database, provider, log }: { database: Database; provider: Provider; log: Logger },
): Promise<void> {
  const on = database.durable
  const notice = await noticeById(on, noticeId)
  if (!notice || notice.acknowledged) return
  if (on.now.since(notice.createdAt).total('hours') > worthwhileHours) return
  const client = (await provider.Client.find(notice.productId)) as Telling | undefined
  if (!client?.backchannelLogoutUri) return
  try {
    await client.backchannelLogout(notice.accountId, notice.sid)
  } catch (error) {
    await noteFailure(on, noticeId)
    log.warn(
      { product: notice.productId, reason: (error as Error).message },
      'A product did not acknowledge a log-out.',
    )
    throw error
  }
  await noteAcknowledged(on, noticeId)
}
