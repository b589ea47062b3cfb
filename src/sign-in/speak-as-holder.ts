import type { MiddlewareHandler } from 'hono'
import { isAway, type Languages, sayIn, type Visit } from '#platform'
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
    // Help has to be there while PostgreSQL is away; it is then in the browser's language.
    const me = await presentedIn(context, c).catch((error) => {
      if (isAway(error)) return undefined
      throw error
    })
    if (me) c.set('say', sayIn(languages.of({ cookie: c.req.header('cookie'), holder: me.locale }), me.zone))
    await next()
  }
}
