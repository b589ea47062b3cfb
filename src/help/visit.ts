import { isOperator } from '#account'
import { isAway, type Visitor } from '#platform'
import { presentedIn, type SignInContext } from '#sign-in'
import type { Contact } from './help.ts'

/** What the pages of help work with. */
export type HelpContext = Pick<SignInContext, 'database' | 'jar' | 'secretKey' | 'sender'> & {
  readonly contact: Contact | undefined
}

/** Whether the reader is an operator. While PostgreSQL is away nobody is: help has to be there just then. */
export async function isReadByOperator(context: HelpContext, c: Visitor): Promise<boolean> {
  try {
    const me = await presentedIn(context, c)
    return me !== undefined && (await isOperator(context.database.durable, me.accountId))
  } catch (error) {
    if (isAway(error)) return false
    throw error
  }
}
