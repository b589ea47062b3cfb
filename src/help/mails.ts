import { facts, layOut, type Mail, paragraph, quietLink, quotation, type Say } from '#platform/page'
import type { Message } from './help.ts'
import { topicName } from './pages/parts.ts'

/** A message for whoever runs this server. Nothing of the sender's is in a header but the address that answers go to. */
export function messageMail(
  say: Say,
  message: Message,
  to: { readonly email: string; readonly readUrl: string; readonly host: string },
): Mail {
  const { id, topic, article, incident, accountId } = message
  return {
    ...layOut(say, {
      subject: say('help.mail.subject', { id, topic: topicName(say, topic) }),
      preview: say('help.mail.preview'),
      parts: [
        paragraph(say, accountId ? 'help.mail.from-holder' : 'help.mail.from-visitor'),
        facts([
          [say('help.mail.name'), message.name],
          [say('help.mail.address'), message.email],
          [say('help.mail.account'), accountId],
          [say('help.mail.article'), article],
          [say('help.mail.incident'), incident],
        ]),
        quotation(message.message),
        paragraph(say, 'help.mail.answer', {}, 'small'),
        quietLink(say('help.mail.read'), to.readUrl),
      ],
      footer: say('help.mail.why', { email: to.email, host: to.host }),
    }),
    replyTo: message.email,
  }
}
