import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono, MiddlewareHandler } from 'hono'

const OWN_HOST = /^(localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/**
 * Keeps other websites away from pages that are for whoever sits at this machine: requests for a foreign host name (DNS
 * rebinding) and unsafe requests from other origins are refused.
 * @param options.name what the pages belong to, as people are told
 * @param options.policy the content policy of answers that bring none of their own
 */
export function onlyThisMachine({ name, policy }: { name: string; policy: string }): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host') ?? ''
    if (!OWN_HOST.test(host)) return c.text(`This ${name} is only for this machine: open it as localhost.`, 403)
    const origin = c.req.header('origin')
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!isSafe && origin !== undefined && origin !== `http://${host}`) return c.text('Not from another site.', 403)
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    // Under `no-referrer` browsers would send our own forms with the origin `null`.
    c.header('Referrer-Policy', 'same-origin')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    c.header('Cache-Control', 'no-store')
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', policy)
  }
}

/**
 * Serves pages at `localhost`, which is either address, depending on who asks.
 * @param port 0 for any, on the older address only
 * @param setting the one that moves the port
 * @throws Error when the port is taken, naming the setting
 */
export async function servePages(
  { fetch }: Hono,
  port: number,
  setting: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const servers = [createAdaptorServer({ fetch }), createAdaptorServer({ fetch })] as (Server & {
    closeAllConnections(): void
  })[]
  const [older, newer] = servers
  await listens(older!, port, '127.0.0.1', setting)
  if (port !== 0) await listens(newer!, port, '::1', setting)
  return {
    port: portOf(older!),
    close: async () => {
      for (const server of servers) {
        if (!server.listening) continue
        const closed = once(server, 'close')
        server.close()
        server.closeAllConnections()
        await closed
      }
    },
  }
}

/** @throws Error when the port is taken, naming the setting that moves it */
export function listens(server: Server, port: number, host: string, setting: string): Promise<void> {
  return patiently(port, setting, async () => {
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') throw error // else no IPv6 on this machine
    }
  })
}

/**
 * Takes a port. After a crash of Umbel, the program of ours that had it before may be just about to end.
 * @throws Error when somebody else has it, naming the setting that moves it
 */
export async function patiently(port: number, setting: string, take: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await take()
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    }
    if (tries < 20) await pause(100)
    else
      throw new Error(`Port ${port} is taken by another program. Stop that program, or set ${setting} to a free port.`)
  }
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
