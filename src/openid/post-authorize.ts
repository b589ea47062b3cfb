import { IncomingMessage, type ServerResponse } from 'node:http'

const longestQuery = 6_000
const longestBody = 56 * 1024

/**
 * A product may POST its request (OpenID Connect Core §3.1.2.1), but then browsers send no `SameSite=Lax` cookie. The same
 * request by GET has it, so that is where the browser is sent. One that is too long for an address goes on as it is, with
 * its body.
 * @returns the request for the library to answer, unless it has been answered
 */
export async function turnIntoGet(req: IncomingMessage, res: ServerResponse): Promise<IncomingMessage | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(req.headers['content-type'] ?? '')) return req
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length
    if (length > longestBody) {
      res.writeHead(413, { connection: 'close', 'content-length': '0' })
      res.end()
      return undefined
    }
    chunks.push(chunk as Buffer)
  }
  const body = Buffer.concat(chunks).toString()
  const query = new URLSearchParams(body).toString()
  if (query.length > longestQuery) {
    const again = new IncomingMessage(req.socket)
    again.push(body)
    again.push(null)
    return Object.assign(again, { method: req.method, url: req.url, headers: req.headers, complete: true })
  }
  res.writeHead(303, { location: `/authorize?${query}`, 'cache-control': 'no-store', 'content-length': '0' })
  res.end()
  return undefined
}
