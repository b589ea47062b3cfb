import { accountById } from '#account'
import { isId } from '#kernel'
import { type Database, type Mailer, sayIn } from '#platform'
import { facts, layOut, mainLink, paragraph } from '#platform/page'
import { suggestionById } from './store.ts'

/** Tells a holder of a suggestion, once (CTL-3). One that has been decided meanwhile is not mailed. */
export async function mailSuggestion(
  { database, mailer, url }: { readonly database: Database; readonly mailer: Mailer; readonly url: URL },
  { suggestionId }: { readonly suggestionId: string },
): Promise<void> {
  const suggestion = isId(suggestionId) ? await suggestionById(database.durable, suggestionId) : undefined
  const account = suggestion && (await accountById(database.durable, suggestion.accountId))
  if (!account) return
  const { kind, value, organization } = suggestion
  const say = sayIn(account.locale, account.zone)
  const values = { kind, organization }
  await mailer.send(
    account.email,
    layOut(say, {
      subject: say('domain-claim.suggestion-mail.subject', values),
      preview: say('domain-claim.suggestion-mail.preview', values),
      parts: [
        paragraph(say, 'domain-claim.suggestion-mail.what', values),
        facts([[say('domain-claim.suggestion-mail.value', values), value]]),
        mainLink(say('domain-claim.suggestion-mail.button'), new URL('/profile', url).href),
      ],
      footer: say('domain-claim.suggestion-mail.why', { email: account.email, host: url.host }),
    }),
  )
}
