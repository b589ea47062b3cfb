import type { Context } from 'hono'
import { Refusal } from '#kernel'
import { isUpload } from './http.ts'

/**
 * The one file of a posted form as it comes, no more than a piece of it in memory (RFC 7578). The form has no other field before
 * it. For a path that is one of `openApp`’s `uploads`; read it once it is known who sends it.
 * @throws Refusal 'platform.form-unreadable' 400, 'platform.body-large' 413
 */
export async function* uploadStream(c: Context, mostBytes: number): AsyncGenerator<Uint8Array> {
  const type = c.req.header('content-type') ?? ''
  const [, quoted, plain] = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type) ?? []
  const boundary = quoted ?? plain
  const body = c.req.raw.body
  if (!isUpload(type) || boundary === undefined || !body) throw new Refusal('platform.form-unreadable', 400)
  const end = Buffer.from(`\r\n--${boundary}`)
  let held = Buffer.from('\r\n')
  let isInside = false
  let bytes = 0
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > mostBytes) throw new Refusal('platform.body-large', 413)
    held = Buffer.concat([held, part])
    if (!isInside) {
      const from = startOf(held, end)
      if (from === undefined) continue
      held = held.subarray(from)
      isInside = true
    }
    const until = held.indexOf(end)
    if (until >= 0) {
      if (until > 0) yield held.subarray(0, until)
      return
    }
    // What may be the beginning of the end stays.
    const sure = held.length - end.length
    if (sure > 0) {
      yield held.subarray(0, sure)
      held = held.subarray(sure)
    }
  }
  throw new Refusal('platform.form-unreadable', 400)
}

const longestHead = 8_192

/** Where the content of the first part begins, if its head has come. */
function startOf(held: Buffer, boundary: Buffer): number | undefined {
  const at = held.indexOf(boundary)
  const head = at < 0 ? -1 : held.indexOf('\r\n\r\n', at + boundary.length)
  if (head >= 0) return head + 4
  if (held.length > longestHead) throw new Refusal('platform.form-unreadable', 400)
  return undefined
}
