import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/**
 * Listens at one host, and notes the server that does.
 * @returns the port, or nothing where this computer has no such host
 * @throws Error that says what to do when the port is taken
 */
export async function listenOn(
  listener: (request: IncomingMessage, response: ServerResponse) => void,
  host: string,
  port: number,
  servers: Server[],
): Promise<number | undefined> {
  // A head of 16 kB holds every honest request; what is larger or slower is cut off (RFC 9110 §15.5.9).
  const server = createServer(
    { maxHeaderSize: 16_384, requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
    listener,
  )
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port }, resolve)
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // A computer without IPv6 still has 127.0.0.1.
    if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') return undefined
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken by another program. Stop it, or set UMBEL_PORT (and UMBEL_URL with it) to a free port.`,
      )
    }
    throw error
  }
  servers.push(server)
  return (server.address() as { port: number }).port
}

/** Takes no more requests, and waits for those under way: ten seconds at most. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), 10_000)
    server.close(() => {
      clearTimeout(impatient)
      resolve()
    })
    server.closeIdleConnections()
  })
}
