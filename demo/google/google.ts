import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import Provider from 'oidc-provider'
import { configure, type GoogleClient } from './configuration.ts'
import { interactions } from './interactions.ts'
import { openListener } from './listener.ts'
import { lieAboutPerson, lieInToken, type Misbehavior } from './misbehavior.ts'
import { stylesheet } from './pages.ts'
import { demoUsers, type GoogleUser } from './users.ts'

/** The stand-in for Google, running. */
export interface Google {
  /** Its address, as in `iss`: `http://localhost:4490`. */
  readonly issuer: string
  readonly users: readonly GoogleUser[]
  /** Everybody's password. */
  readonly password: string
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[]
  /** From now on does one thing wrong; or, without a word, nothing any more. */
  misbehave(how?: Misbehavior): Promise<void>
  close(): Promise<void>
}

export interface GoogleOptions {
  clients: readonly GoogleClient[]
  /** Any free one unless told otherwise. */
  port?: number
  users?: readonly GoogleUser[]
  /** A random one unless told otherwise. */
  password?: string
  /** How much longer each answer to a server takes when it is `slow`: 10 seconds. */
  slowMilliseconds?: number
}

/**
 * Starts an OpenID provider that is not Umbel and plays Google Workspace: its claims (`hd`, `email_verified`), its
 * addresses below the issuer, aliases that log in under the primary address. Everything is forgotten when it ends.
 */
export async function openGoogle(options: GoogleOptions): Promise<Google> {
  const { clients, users = demoUsers, password = randomBytes(9).toString('base64url') } = options
  const listener = await openListener(options.port ?? 0)
  const issuer = `http://localhost:${listener.port}`
  const { configuration, key, provedBy } = await configure(clients, users)
  const provider = new Provider(issuer, configuration)
  let how: Misbehavior | undefined
  const asked: string[] = []

  provider.use(async (ctx, next) => {
    await next()
    const body = ctx.body as Record<string, unknown> | undefined
    if (ctx.oidc?.route === 'token' && typeof body?.id_token === 'string') {
      body.id_token = await lieInToken(how, body.id_token, users, key)
    }
    if (ctx.oidc?.route === 'userinfo' && typeof body?.sub === 'string') ctx.body = lieAboutPerson(how, body, users)
  })

  const handle = provider.callback()
  const interact = interactions({ provider, users, password, issuer })
  listener.answer(async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    asked.push(pathname)
    if (pathname === '/style.css') {
      return void response.writeHead(200, { 'content-type': 'text/css; charset=utf-8' }).end(stylesheet)
    }
    if (/^\/interaction\/[\w-]+$/.test(pathname)) return interact(request, response)
    const isForBrowsers = pathname.startsWith('/o/oauth2/')
    if (how === 'slow' && !isForBrowsers) await pause(options.slowMilliseconds ?? 10_000, undefined, { ref: false })
    if (how === 'broken' && !isForBrowsers) return void response.writeHead(500).end('Internal error')
    const byHeader = request.headers.authorization?.startsWith('Basic ')
    await provedBy(byHeader ? 'client_secret_basic' : 'client_secret_post', () => handle(request, response))
  })

  return {
    issuer,
    users,
    password,
    asked,
    async misbehave(next) {
      if (next === 'down') await listener.close()
      else await listener.listen()
      how = next
    },
    close: () => listener.close(),
  }
}
