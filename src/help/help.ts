import { parseAddress, Refusal } from '#kernel'

/** What a message to whoever runs this server can be about. */
export const topics = ['log-in', 'account', 'product', 'organization', 'broken', 'other'] as const
export type Topic = (typeof topics)[number]

/** How people reach whoever runs this server: an email address, a web address, or a sentence that says it. */
export type Contact = string

/** A message as it was sent. */
export type Message = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly name?: string
  /** As typed: nobody has proved it. */
  readonly email: string
  readonly topic: Topic
  readonly message: string
  /** The article from which it was written. */
  readonly article?: string
  /** The code of a fault, as it stands in the log. */
  readonly incident?: string
  readonly language: string
  readonly accountId?: string
  readonly answeredAt?: Temporal.Instant
}

/** What somebody said about an article. */
export type Feedback = {
  readonly id: number
  readonly at: Temporal.Instant
  readonly article: string
  readonly language: string
  readonly helpful: boolean
  readonly reason?: string
}

export const shortestMessage = 10
export const longestMessage = 4000
export const longestReason = 500

/** Text of several lines as it is kept: lines end in one way, and what cannot be seen is gone. */
function tidy(text: string | undefined): string {
  return (text ?? '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .toWellFormed()
    .normalize('NFC')
    .trim()
}

const lengthOf = (text: string): number => [...text].length

/**
 * Reads a message, in any script.
 * @throws Refusal 'help.message-missing', 'help.message-short', 'help.message-long'
 */
export function parseMessage(text: string | undefined): string {
  const message = tidy(text)
  if (message === '') throw new Refusal('help.message-missing', 422)
  const length = lengthOf(message)
  if (length < shortestMessage) throw new Refusal('help.message-short', 422, { least: shortestMessage })
  if (length > longestMessage) {
    throw new Refusal('help.message-long', 422, { most: longestMessage, over: length - longestMessage })
  }
  return message
}

/**
 * Reads why an article helped or did not; nothing when nothing was written.
 * @throws Refusal 'help.reason-long'
 */
export function parseReason(text: string | undefined): string | undefined {
  const reason = tidy(text)
  if (lengthOf(reason) > longestReason) throw new Refusal('help.reason-long', 422, { most: longestReason })
  return reason === '' ? undefined : reason
}

/** @throws Refusal 'help.topic-missing' */
export function parseTopic(text: string | undefined): Topic {
  const topic = topics.find((each) => each === text)
  if (!topic) throw new Refusal('help.topic-missing', 422)
  return topic
}

/** The code of a fault as its page shows it; nothing for anything else. */
export const incidentIn = (text: string | undefined): string | undefined =>
  text !== undefined && /^[0-9a-f]{4}-[0-9a-f]{4}$/.test(text) ? text : undefined

/** The address to which messages are mailed, when the operator's contact is one. */
export function mailAddressOf(contact: Contact | undefined): string | undefined {
  try {
    return contact === undefined ? undefined : parseAddress(contact).typed
  } catch {
    return undefined
  }
}
