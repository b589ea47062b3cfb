import { isAway, sayIn, type Visitor } from '#platform'
import { type Presented, presentedIn, type SignInContext } from '#sign-in'
import type { Contact } from './help.ts'

/** What the pages of help work with. */
export type HelpContext = Pick<SignInContext, 'database' | 'jar' | 'secretKey' | 'sender'> & {
  readonly contact: Contact | undefined
}

/**
 * Whoever is logged in here, whose language the page then speaks. While PostgreSQL is away nobody is: help has to be there
 * just then.
 */
export async function readerOf(context: HelpContext, c: Visitor): Promise<Presented | undefined> {
  try {
    const me = await presentedIn(context, c)
    if (me) c.set('say', sayIn(me.locale, me.zone))
    return me
  } catch (error) {
    if (isAway(error)) return undefined
    throw error
  }
}
