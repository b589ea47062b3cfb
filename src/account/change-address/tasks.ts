import type { Tasks } from '#platform'
import type { ProofMailContext } from '../mail-proof.ts'
import { mailAddressChange } from './mail-address-change.ts'
import { mailAddressChanged } from './mail-address-changed.ts'

/** The mails about changes of an address, as jobs (ACC-7). */
export const addressTasks = (context: ProofMailContext): Tasks => ({
  'account.mail-address-change': (payload, job) => mailAddressChange(context, payload, job),
  'account.mail-address-changed': (payload) => mailAddressChanged(context, payload),
})
