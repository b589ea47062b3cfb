import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** A server on both loopback addresses that can stop to listen and come back on the same port. */
export async function openListener(wanted: number) {
  let answer: Answer = async (_, response) => void response.writeHead(503).end()
  const servers = ['127.0.0.1', '::1'].map((host) => ({
    host,
    server: createServer((request, response) => {
      answer(request, response).catch((error: unknown) => {
        console.error(error)
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    }),
  }))
  let port = wanted
  const listen = async (): Promise<void> => {
    for (const { host, server } of servers) {
      if (server.listening) continue
      const fault = await listenOn(server, host, port)
      // A computer without IPv6 still has 127.0.0.1.
      if (fault && host === '127.0.0.1') throw fault
      port ||= (server.address() as AddressInfo).port
    }
  }
  await listen()
  return {
    port,
    answer: (next: Answer) => {
      answer = next
    },
    listen,
    async close() {
      for (const { server } of servers) {
        if (!server.listening) continue
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

function listenOn(server: Server, host: string, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve)
    server.listen({ host, port }, () => {
      server.off('error', resolve)
      resolve(undefined)
    })
  })
}
