import type { MiddlewareHandler } from 'hono'
import { type Languages, sayIn, type Visit } from '#platform'
import { presentedIn, type SignInContext } from './visit.ts'

/**
 * Lets pages that anybody can read speak the language, and tell the times, of whoever is logged in here. What was chosen in
 * this browser comes first (ACC-8).
 */
export function speakAsHolder(
  context: Pick<SignInContext, 'database' | 'jar'>,
  languages: Languages,
): MiddlewareHandler<Visit> {
  return async (c, next) => {
    const me = await presentedIn(context, c)
    if (me) c.set('say', sayIn(languages.of({ cookie: c.req.header('cookie'), holder: me.locale }), me.zone))
    await next()
  }
}
