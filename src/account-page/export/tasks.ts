import { accountById } from '#account'
import { type Database, type Logger, type Mailer, sayIn, type Tasks } from '#platform'
import { exportMail } from './mails.ts'
import { makeExport } from './make-export.ts'
import { exportOf } from './store.ts'

type Context = { database: Database; mailer: Mailer; url: URL; log: Logger }

/** What the job runner does for downloads. */
export function exportTasks(context: Context): Tasks {
  return {
    'account-page.make-export': (payload, job) => makeExport(context, payload, job),
    'account-page.mail-export': (payload) => mailExport(context, payload),
  }
}

/** Tells the holder that the download is ready. The link leads to its page, which only the holder can open. */
export async function mailExport(
  { database, mailer, url }: Omit<Context, 'log'>,
  { accountId }: { accountId: string },
): Promise<void> {
  const on = database.durable
  const [account, made] = [await accountById(on, accountId), await exportOf(on, accountId)]
  if (!account?.email || made.state !== 'ready') return
  const { name, email, locale, zone } = account
  const page = new URL(`/profile/export?account=${accountId}`, url)
  const mail = exportMail(sayIn(locale, zone), { name, email, until: made.until, pageUrl: page.href, host: url.host })
  await mailer.send(email, mail)
}
