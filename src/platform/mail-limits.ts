import { macOf, Refusal } from '#kernel'
import type { Statements } from './database.ts'
import { type Limit, standing, takeOne } from './limiter.ts'
import { subscriberOf } from './request.ts'

const hour = Temporal.Duration.from('PT1H')
const perRecipient: Limit = { name: 'mail-recipient', most: 10, within: hour }

/** How many mails somebody may cause who need not be anybody we know. */
export type MailLimits = ReturnType<typeof openMailLimits>

/**
 * Limits on mails that strangers can cause: sign-ups, resets, changes of an address, messages to whoever runs this.
 * @param options.perNetwork how many in an hour from one network; an office behind one address is one network
 */
export function openMailLimits({ secretKey, perNetwork: most }: { secretKey: Buffer; perNetwork: number }) {
  const perNetwork: Limit = { name: 'mail-network', most, within: hour }
  const subjectOf = (network: string) => macOf(secretKey, perNetwork.name, subscriberOf(network))
  return {
    /**
     * Counts a mail that is about to be sent for somebody. Call it after everything else about the request is found good.
     * @param asked.network absent where the asker is known well enough: a device that the account knows
     * @param asked.recipient absent where the job that sends the mail has a limit of its own
     * @returns false when the recipient has had enough: send nothing, and answer as if it had been sent (ACC-5)
     * @throws Refusal 'platform.mails-often' 429 when the network has; it is the same for every recipient
     */
    async mayMail(on: Statements, asked: { recipient?: string; network?: string }): Promise<boolean> {
      const { recipient, network } = asked
      if (network !== undefined && !(await takeOne(on, perNetwork, subjectOf(network)))) {
        const { blockedUntil } = await standing(on, perNetwork, subjectOf(network))
        const seconds = blockedUntil ? blockedUntil.since(on.now).total('seconds') : 0
        const retryAfterSeconds = Math.max(1, Math.ceil(seconds))
        throw new Refusal('platform.mails-often', 429, {
          retryAfterSeconds,
          minutes: Math.ceil(retryAfterSeconds / 60),
        })
      }
      if (recipient === undefined) return true
      return (await takeOne(on, perRecipient, macOf(secretKey, perRecipient.name, recipient))) !== undefined
    },
    /** Whether a network has used up half of its mails: from then on each has to be worked for. */
    async isHalfUsed(on: Statements, network: string): Promise<boolean> {
      const { left } = await standing(on, perNetwork, subjectOf(network))
      return left <= Math.floor(most / 2)
    },
  }
}
