import { createHash } from 'node:crypto'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Provider } from 'oidc-provider'

/** A public document, ready to be sent: the same bytes to everybody until the keys change. */
export type Document = { readonly etag: string; readonly headers: readonly string[]; readonly body: Buffer }

const goodForSeconds = 300

/** The provider's public documents by path (OpenID Connect Discovery §4, RFC 8414), as the library itself writes them. */
export async function documentsOf(provider: Provider): Promise<ReadonlyMap<string, Document>> {
  const discovery = await documentAt(provider, '/.well-known/openid-configuration', (text) => {
    const document = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify({ ...document, prompt_values_supported: ['none', 'login', 'consent', 'select_account'] })
  })
  return new Map([
    ['/.well-known/openid-configuration', discovery],
    ['/.well-known/oauth-authorization-server', discovery],
    ['/jwks', await documentAt(provider, '/jwks')],
  ])
}

/** Sends a document, or 304 to whoever has it. */
export function sendDocument(req: IncomingMessage, res: ServerResponse, document: Document): void {
  if (req.headers['if-none-match'] === document.etag) {
    res.writeHead(304, [...document.headers])
    res.end()
    return
  }
  res.writeHead(200, [
    ...document.headers,
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    String(document.body.length),
  ])
  res.end(req.method === 'HEAD' ? undefined : document.body)
}

async function documentAt(provider: Provider, path: string, change = (text: string) => text): Promise<Document> {
  const body = Buffer.from(change(await answerOf(provider, path)))
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = [
    'etag',
    etag,
    'cache-control',
    `public, max-age=${goodForSeconds}`,
    'access-control-allow-origin',
    '*',
    'x-content-type-options',
    'nosniff',
  ]
  return { etag, headers, body }
}

/** Asks the library in-process, without a connection. */
function answerOf(provider: Provider, path: string): Promise<string> {
  const req = new IncomingMessage(new Socket())
  Object.assign(req, { method: 'GET', url: path })
  const res = new ServerResponse(req)
  return new Promise((resolve, reject) => {
    res.end = ((chunk: unknown) => {
      if (res.statusCode === 200 && typeof chunk === 'string') resolve(chunk)
      else reject(new Error(`the library has no ${path}: ${res.statusCode}`))
      return res
    }) as typeof res.end
    provider.callback()(req, res)
  })
}
