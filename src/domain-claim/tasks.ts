import type { Database, Mailer, Tasks } from '#platform'
import { lookDue } from './look-due.ts'
import type { Looker } from './looker.ts'
import { mailNews } from './mail-news.ts'

/** What the job runner does for domains. */
export function domainTasks(context: { database: Database; mailer: Mailer; url: URL; look: Looker }): Tasks {
  return {
    'domain-claim.look': () => lookDue(context),
    'domain-claim.mail-news': (payload) => mailNews(context, payload),
  }
}

/** Each domain has a time of its own for its next look; this finds those whose time has come. */
export const domainCrontab = ['* * * * * domain-claim.look ?max=1']
