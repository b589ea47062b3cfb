import type { Tasks } from '#platform'
import { type MailContext, mailAddress } from './address/mail-address.ts'
import { mailHome, mailRelease, mailReleased } from './release/mail-release.ts'
import { resumeRenames, workRename } from './rename/index.ts'
import { mailAnswer } from './requests/mail-answer.ts'

/** What the job runner does about what administrators decide and holders ask for. */
export const decidingTasks = (context: MailContext & { readonly secretKey: Buffer }): Tasks => ({
  'managed-account.mail-address': (payload) => mailAddress(context, payload),
  'managed-account.mail-answer': (payload) => mailAnswer(context, payload),
  'managed-account.mail-release': (payload) => mailRelease(context, payload),
  'managed-account.mail-home': (payload, job) => mailHome(context, payload, job),
  'managed-account.mail-released': (payload) => mailReleased(context, payload),
  'managed-account.work-rename': (payload) => workRename(context.database, payload),
  'managed-account.resume-renames': () => resumeRenames(context.database),
})

/** Each rename has a job of its own; this finds those whose job was lost. */
export const decidingCrontab = ['*/10 * * * * managed-account.resume-renames ?max=1']
