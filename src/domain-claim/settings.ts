import { isIP } from 'node:net'
import { z } from 'zod'
import type { Setting } from '#platform'

const listed = (value: string) =>
  value
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean)

/** Names, addresses and the like, separated by commas. */
function list(isOne: (part: string) => boolean, words: { meaning: string; mend: string }): Setting<readonly string[]> {
  const read = z
    .string()
    .transform(listed)
    .refine((parts) => parts.every(isOne))
  return { ...words, read, fallback: '' }
}

const name = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

function isServer(part: string): boolean {
  const [, six, four = '', port = '53'] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(part) ?? []
  return isIP(part) !== 0 || (isIP(six ?? four) !== 0 && Number(port) > 0 && Number(port) < 65_536)
}

export const domainClaimSettings = {
  UMBEL_DNS_SERVERS: list(isServer, {
    meaning:
      'Name servers that are asked about domains which organizations verify, separated by commas. Unset: those of this computer; without DATABASE_URL, the demo’s own.',
    mend: 'Give addresses such as 10.0.0.53 or 10.0.0.53:5353 or [fd00::53]:5353, separated by commas.',
  }),
  UMBEL_PRIVATE_DOMAINS: list((part) => name.test(part), {
    meaning:
      'Domains, each with those below it, whose web servers may have private addresses: files are looked for there as well when an organization verifies one. Unset: none, so that nobody can make Umbel ask around in its own network.',
    mend: 'Give names such as corp.example, separated by commas.',
  }),
  UMBEL_MAIL_PROVIDERS: list((part) => name.test(part.replace(/^-/, '')), {
    meaning:
      'More domains where anybody can get an email address, which no organization may verify. A minus in front takes one out of the list that Umbel brings along.',
    mend: 'Give names such as mail.example, or -acme.example, separated by commas.',
  }),
}
