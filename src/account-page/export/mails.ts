import { greetingName, layOut, type Mail, mainLink, paragraph, type Say } from '#platform/page'

/** The download is ready: where, and until when (ACC-10). The link opens nothing by itself. */
export function exportMail(
  say: Say,
  to: {
    readonly name: string
    readonly email: string
    readonly until: Temporal.Instant
    readonly pageUrl: string
    readonly host: string
  },
): Mail {
  const values = { name: greetingName(to.name), email: to.email, host: to.host, date: say.date(to.until) }
  return layOut(say, {
    subject: say('account-page.mail.export.subject'),
    preview: say('account-page.mail.export.preview', values),
    parts: [
      paragraph(say, 'account-page.mail.export.hello', values),
      mainLink(say('account-page.mail.export.button'), to.pageUrl),
      paragraph(say, 'account-page.mail.export.not-you', values, 'small'),
    ],
    footer: say('account-page.mail.export.why', values),
  })
}
