import { lookup as systemLookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'

const longestMs = 5_000

// RFC 6761 §6.3: these names are loopback, but not every resolver knows.
const lookup: LookupFunction = (hostname, options, callback) => {
  if (!/(^|\.)localhost\.?$/i.test(hostname)) {
    systemLookup(hostname, options, callback as never)
  } else if (options.all) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])
  } else if (options.family === 6) callback(null, '::1', 6)
  else callback(null, '127.0.0.1', 4)
}

/**
 * Posts to a server that an operator has named: within 5 seconds, following no redirects, reading no answer but its status.
 * @param type the media type of the body
 * @param more headers besides those that every such request has
 * @throws Error when the server cannot be reached or is too slow
 */
export function post(
  url: URL,
  type: string,
  body: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        lookup,
        signal: AbortSignal.timeout(longestMs),
        headers: {
          ...more,
          'content-type': type,
          accept: 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Umbel',
          connection: 'close',
        },
      },
      (response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
