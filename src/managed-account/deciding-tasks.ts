import type { Tasks } from '#platform'
import { type MailContext, mailAddress } from './address/mail-address.ts'
import { mailHome, mailRelease, mailReleased } from './release/mail-release.ts'
import { mailAnswer } from './requests/mail-answer.ts'

/** What the job runner does about what administrators decide and holders ask for. */
export const decidingTasks = (context: MailContext & { readonly secretKey: Buffer }): Tasks => ({
  'managed-account.mail-address': (payload) => mailAddress(context, payload),
  'managed-account.mail-answer': (payload) => mailAnswer(context, payload),
  'managed-account.mail-release': (payload) => mailRelease(context, payload),
  'managed-account.mail-home': (payload, job) => mailHome(context, payload, job),
  'managed-account.mail-released': (payload) => mailReleased(context, payload),
})
