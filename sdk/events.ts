import { isAboutKeys, textOf } from './back-channel.ts'
import { LogInFailure } from './failure.ts'
import type { Settings } from './options.ts'
import type { Provider } from './provider.ts'
import { type EventError, EventRefused, readSecurityEvent, type SecurityEvent } from './security-event.ts'

const rememberMilliseconds = 90 * 24 * 3_600_000

/**
 * Umbel's word on what became of an account (RFC 8935 §2): 202 once the product has done what it has to, also if it did so
 * before; 400 with the rule that was broken for a token that is not to be believed; 503 if Umbel's keys can't be fetched, so
 * that Umbel tries again. Events of kinds this SDK doesn't know are taken and passed over.
 *
 * An account that was turned off (MAN-2) or erased (ACC-9): its sessions end, then the product's own hook is run, as it is for
 * one that is turned on again. What that throws, this throws: the product answers 500, Umbel tells it again, and it begins anew.
 * So it must be harmless to repeat. That somebody was turned off or on long ago is no news: it may have been shown before, and
 * nobody would know.
 */
export async function securityEvents(
  settings: Settings,
  provider: () => Promise<Provider>,
  request: Request,
): Promise<Response> {
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
  const token = await textOf(request, 'application/secevent+jwt')
  if (!token) return refuse('invalid_request', 'the body is no application/secevent+jwt')
  try {
    const { jti, event } = await readSecurityEvent(settings, await provider(), token.trim())
    if (await settings.sessions.hasHeard(jti)) return taken()
    if (event) await follow(settings, event)
    await settings.sessions.noteHeard(jti, new Date(settings.now().getTime() + rememberMilliseconds))
    return taken()
  } catch (error) {
    if (error instanceof EventRefused) return refuse(error.code, error.message)
    if (error instanceof LogInFailure || isAboutKeys(error)) {
      return new Response(null, { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '2' } })
    }
    throw error
  }
}

async function follow(settings: Settings, { what, ...about }: NonNullable<SecurityEvent['event']>): Promise<void> {
  const isOld = settings.now().getTime() - about.at.getTime() > rememberMilliseconds
  if (isOld && what !== 'erased') return
  if (what === 'enabled') return settings.onAccountEnabled?.(about)
  await settings.sessions.forgetAccount(about.accountId)
  if (what === 'erased') await settings.onAccountErased?.(about)
  else await settings.onAccountDisabled?.(about)
}

const taken = (): Response => new Response(null, { status: 202, headers: { 'cache-control': 'no-store' } })

const refuse = (err: EventError, description: string): Response =>
  Response.json(
    { err, description },
    { status: 400, headers: { 'cache-control': 'no-store', 'content-language': 'en' } },
  )
