import type { Tasks } from '#platform'
import { claimCrontab, claimTasks } from './claim/tasks.ts'
import { type DisputeMailContext, disputeCrontab, disputeTasks } from './dispute/index.ts'
import { lookDue } from './look-due.ts'
import type { Looker } from './looker.ts'
import { mailNews } from './mail-news.ts'
import { suggestionTasks } from './suggestion/index.ts'

/** What the job runner does for domains, disputes and suggestions. */
export function domainTasks(context: DisputeMailContext & { readonly look: Looker }): Tasks {
  return {
    ...claimTasks(context),
    'domain-claim.look': () => lookDue(context),
    'domain-claim.mail-news': (payload) => mailNews(context, payload),
    ...disputeTasks(context),
    ...suggestionTasks(context),
  }
}

/** Each domain has a time of its own for its next look; this finds those whose time has come. */
export const domainCrontab = ['* * * * * domain-claim.look ?max=1', ...disputeCrontab, ...claimCrontab]
