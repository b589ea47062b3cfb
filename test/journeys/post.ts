import { setTimeout as pause } from 'node:timers/promises'
import type { Mail } from '../../demo/mailbox/store.ts'

/** A mail, with what its reader would use of it. */
export type Letter = {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The six digits, as the mail shows them: with a space. */
  readonly code?: string
  /** Addresses of the links, in their order. */
  readonly links: readonly string[]
}

export type Post = {
  readonly mailboxUrl: string
  /**
   * The next mail to somebody that has not been given yet; waits until it is there.
   * @param about words of its subject, when others may come in between
   * @throws Error naming what has come instead
   */
  mailTo(address: string, about?: RegExp): Promise<Letter>
  /** Subjects of all mails to somebody so far, oldest first. */
  subjectsTo(address: string): Promise<string[]>
}

const patienceMs = 15_000
const askEveryMs = 25

/** Reads a mailbox of the demo over its JSON. */
export function openPost(mailboxUrl: string): Post {
  const given = new Set<string>()
  const all = async (address: string): Promise<Mail[]> => {
    const answer = await fetch(`${mailboxUrl}/email?to=${encodeURIComponent(address)}`)
    return (await answer.json()) as Mail[]
  }
  return {
    mailboxUrl,
    async mailTo(address, about = /./) {
      const until = Date.now() + patienceMs
      for (;;) {
        const mails = await all(address)
        const next = mails.find(({ id, subject }) => !given.has(id) && about.test(subject))
        if (next) {
          given.add(next.id)
          return letter(next)
        }
        if (Date.now() > until) {
          const come = mails.map(({ subject }) => `“${subject}”`).join(', ') || 'none'
          throw new Error(`No mail about ${about} came to ${address}. Its mails so far: ${come}`)
        }
        await pause(askEveryMs)
      }
    },
    subjectsTo: async (address) => (await all(address)).map(({ subject }) => subject),
  }
}

function letter({ subject, text, html }: Mail): Letter {
  const links = [...text.matchAll(/https?:\/\/[^\s)>\]]+/g)].map(([link]) => link)
  return { subject, text, html, code: /\b\d{3} ?\d{3}\b/.exec(text)?.[0], links }
}
