import type { Context } from 'hono'
import { Refusal } from '#kernel'
import { formOf, isUpload, readBounded } from './http.ts'

// What a form has around its file: boundaries, names, and types.
const aroundBytes = 16 * 1024

/**
 * The one file of a posted form, for a path that is one of `openApp`'s `uploads`. It is counted while it comes, so that no
 * more of it is held than may come; call it once it is known who sends it.
 * @returns nothing when no file was chosen
 * @throws Refusal 'platform.body-large' 413, 'platform.form-unreadable' 400, 'platform.form-repeats' 400
 */
export async function uploadIn(c: Context, name: string, mostBytes: number): Promise<Uint8Array | undefined> {
  const type = c.req.header('content-type')
  if (!isUpload(type)) {
    // A form without its file, as no browser sends it.
    await formOf(c, name)
    return undefined
  }
  if (Number(c.req.header('content-length') ?? 0) > mostBytes + aroundBytes) {
    throw new Refusal('platform.body-large', 413)
  }
  const body = c.req.raw.body && (await readBounded(c.req.raw.body, mostBytes + aroundBytes))
  const form = await new Response(body, { headers: { 'content-type': type ?? '' } }).formData().catch(() => {
    throw new Refusal('platform.form-unreadable', 400)
  })
  const [file, ...others] = form.getAll(name)
  if (others.length > 0) throw new Refusal('platform.form-repeats', 400)
  // A field that was left empty is sent as a file without a name, which is read as an empty text.
  if (file === undefined || file === '') return undefined
  if (typeof file === 'string') throw new Refusal('platform.form-unreadable', 400)
  if (file.size > mostBytes) throw new Refusal('platform.body-large', 413)
  return new Uint8Array(await file.arrayBuffer())
}
