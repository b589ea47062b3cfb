import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { stopServer } from '../src/platform/postgres-leftovers.ts'
import { aFolder, aFreePort } from './folder.ts'
import type { Caught } from './world.ts'

export type RunningUmbel = Awaited<ReturnType<typeof aRunningUmbel>>

const MAIN = join(import.meta.dirname, '../src/main.ts')

/** `src/main.ts` as `npm start` runs it, on ports and data of its own, to be killed and started again. */
export async function aRunningUmbel(t: TestContext) {
  const data = aFolder(t)
  const ports = await Promise.all(Array.from({ length: 11 }, aFreePort))
  const [port, postgres, mailbox, smtp, tracker, wiki, chat, code, google, nameServer, dns] = ports
  const url = new URL(`http://localhost:${port}`)
  const postmaster = join(data, 'postgres', 'postmaster.pid')
  const said: string[] = []
  let child: ChildProcess | undefined

  const environment = {
    PATH: process.env.PATH,
    UMBEL_URL: url.origin,
    UMBEL_DATA: data,
    UMBEL_POSTGRES_PORT: String(postgres),
    UMBEL_MAILBOX_PORT: String(mailbox),
    UMBEL_MAILBOX_SMTP_PORT: String(smtp),
    UMBEL_NAME_SERVER_PORT: String(nameServer),
    UMBEL_NAME_SERVER_DNS_PORT: String(dns),
    UMBEL_TRACKER_PORT: String(tracker),
    UMBEL_WIKI_PORT: String(wiki),
    UMBEL_CHAT_PORT: String(chat),
    UMBEL_CODE_PORT: String(code),
    UMBEL_GOOGLE_PORT: String(google),
    // Everybody in a test comes from one network.
    UMBEL_MAILS_PER_NETWORK: '100000',
  }

  async function start(): Promise<void> {
    // The channel ends it when this process ends, however that one does.
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
      cwd: data,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => said.push(String(text)))
    await ready()
    await until(() => answers(`http://127.0.0.1:${mailbox}/healthz`), 'a mailbox')
  }
  const ready = () => until(() => answers(`http://127.0.0.1:${port}/health/ready`), 'a ready Umbel')

  async function until(isTrue: () => boolean | Promise<boolean>, what: string, seconds = 30): Promise<void> {
    const late = performance.now() + seconds * 1000
    while (!(await isTrue())) {
      if (child?.exitCode !== null || performance.now() > late) {
        throw new Error(`waited for ${what} in vain (Umbel: ${child?.exitCode ?? 'runs'})\n${said.join('')}`)
      }
      await pause(20)
    }
  }

  t.after(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    if (existsSync(postmaster)) await stopServer(postgresPid())
  })
  const postgresPid = () => Number.parseInt(readFileSync(postmaster, 'utf8'), 10)
  await start()

  return {
    url,
    nameServer: new URL(`http://localhost:${nameServer}`),
    /** What it printed, since it was first started. */
    printed: () => said.join(''),
    start,
    ready,
    until,
    pause,
    async kill() {
      if (!child) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async killPostgres() {
      process.kill(postgresPid(), 'SIGKILL')
    },
    async ask<R extends object>(statement: string): Promise<R[]> {
      const password = readFileSync(join(data, 'postgres-password'), 'utf8').trim()
      const client = new pg.Client(`postgres://umbel:${password}@127.0.0.1:${postgres}/umbel`)
      await client.connect()
      try {
        return (await client.query(statement)).rows
      } finally {
        await client.end()
      }
    },
    /** The newest mail to an address, from the mailbox that took it over SMTP. */
    async mailTo(address: string, seconds: number): Promise<Caught> {
      for (const late = performance.now() + seconds * 1000; performance.now() < late; await pause(50)) {
        const answer = await fetch(`http://127.0.0.1:${mailbox}/email?to=${encodeURIComponent(address)}`).catch(
          () => undefined,
        )
        const mails = answer?.ok ? ((await answer.json()) as { subject: string; text: string; html: string }[]) : []
        const mail = mails.at(-1)
        if (mail) return { to: address, mail }
      }
      throw new Error(`no mail to ${address} within ${seconds} s`)
    },
  }
}

async function answers(address: string): Promise<boolean> {
  const response = await fetch(address).catch(() => undefined)
  await response?.body?.cancel().catch(() => undefined)
  return Boolean(response?.ok)
}
