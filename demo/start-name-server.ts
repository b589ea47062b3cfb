import { join } from 'node:path'
import type { AllValues } from '../src/all-settings.ts'
import { type Child, startChild } from '../src/platform/children.ts'

/** The name server of the demo, where newcomers prove domains. */
export interface DemoNameServer {
  child: Child
  /** Its page. */
  url: string
  /** Adds a TXT record there, as the form of its page does. Again changes nothing. */
  publish(name: string, value: string): Promise<void>
}

const dnsPortOf = (settings: AllValues): number =>
  settings.UMBEL_NAME_SERVER_DNS_PORT ?? settings.UMBEL_MAILBOX_PORT + 3

/** Where the demo's name server answers, as UMBEL_DNS_SERVERS has it. */
export const demoDnsServer = (settings: AllValues): string => `127.0.0.1:${dnsPortOf(settings)}`

/**
 * Starts the name server beside Umbel.
 * @returns undefined when Umbel was told to ask others: nobody would ask this one
 */
export async function startNameServer(o: {
  settings: AllValues
  data: string
  say: (sentence: string) => void
}): Promise<DemoNameServer | undefined> {
  const { settings } = o
  if (!settings.UMBEL_DNS_SERVERS.includes(demoDnsServer(settings))) return undefined
  const port = settings.UMBEL_NAME_SERVER_PORT ?? settings.UMBEL_MAILBOX_PORT + 2
  const url = `http://localhost:${port}`
  const child = await startChild({
    name: 'name server',
    entry: join(import.meta.dirname, 'name-server/main.ts'),
    env: {
      UMBEL_NAME_SERVER_PORT: String(port),
      UMBEL_NAME_SERVER_DNS_PORT: String(dnsPortOf(settings)),
      UMBEL_NAME_SERVER_FOLDER: join(o.data, 'name-server'),
    },
    log: o.say,
  })
  return {
    child,
    url,
    async publish(name, value) {
      const body = new URLSearchParams({ name, value })
      const answer = await fetch(new URL('/add', url), { method: 'POST', body, redirect: 'manual' })
      if (answer.status !== 303) throw new Error(`The demo’s name server took no record (${answer.status}).`)
    },
  }
}
