import { macOf, Refusal } from '#kernel'
import { countOne, type Limit, subscriberOf, type Tx } from '#platform'

const hour = Temporal.Duration.from('PT1H')
const day = Temporal.Duration.from('PT24H')

// The count at which the wait begins is refused itself, so `most` is one more than what is taken.
const messagesOfNetwork: Limit = { name: 'help-message-network', most: 5 + 1, within: hour }
const messagesOfAll: Limit = { name: 'help-message', most: 300 + 1, within: hour }
const answerOfNetwork: Limit = { name: 'help-feedback-article', most: 1 + 1, within: day }
const answersOfNetwork: Limit = { name: 'help-feedback-network', most: 30 + 1, within: day }
const answersOfAll: Limit = { name: 'help-feedback', most: 5000 + 1, within: day }

/**
 * Counts a message: five an hour from one network, and no more in all than people can read.
 * @throws Refusal 'help.messages-often' 429
 */
export async function countMessage(tx: Tx, secretKey: Buffer, network: string): Promise<void> {
  await mustBeWithin(tx, secretKey, 'help.messages-often', [
    [messagesOfNetwork, subscriberOf(network)],
    [messagesOfAll, ''],
  ])
}

/**
 * Counts an answer to “Was this helpful?”: one a day about an article from one network.
 * @throws Refusal 'help.feedback-often' 429
 */
export async function countFeedback(tx: Tx, secretKey: Buffer, network: string, article: string): Promise<void> {
  await mustBeWithin(tx, secretKey, 'help.feedback-often', [
    [answerOfNetwork, `${article} ${subscriberOf(network)}`],
    [answersOfNetwork, subscriberOf(network)],
    [answersOfAll, ''],
  ])
}

async function mustBeWithin(
  tx: Tx,
  secretKey: Buffer,
  code: string,
  limits: readonly (readonly [Limit, string])[],
): Promise<void> {
  for (const [limit, subject] of limits) {
    const { blockedUntil } = await countOne(tx, limit, macOf(secretKey, limit.name, subject))
    if (!blockedUntil) continue
    const seconds = Math.max(1, Math.ceil(blockedUntil.since(tx.now).total('seconds')))
    throw new Refusal(code, 429, { retryAfterSeconds: seconds, until: blockedUntil })
  }
}
