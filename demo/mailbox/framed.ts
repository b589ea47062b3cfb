import type { Attachment } from 'postal-mime'

/**
 * The HTML part of a mail, to be shown in a sandboxed frame: pictures that the mail carries are put in, links open in
 * windows of their own. It is not cleaned: that it can do nothing is the business of the frame's policy.
 */
export function framed(html: string, attachments: Attachment[]): string {
  const pictures = new Map(
    attachments.flatMap((each) => (each.contentId ? [[bare(each.contentId), dataUrl(each)]] : [])),
  )
  const whole = html.replaceAll(/cid:([^"'\s)>]+)/gi, (text, id: string) => pictures.get(bare(decoded(id))) ?? text)
  const base = '<base target="_blank">'
  // After <head>, so that a mail's doctype stays first and it is not shown in the ways of 1999.
  if (/<head(\s[^>]*)?>/i.test(whole)) return whole.replace(/<head(\s[^>]*)?>/i, (head) => `${head}${base}`)
  return `<!doctype html><meta charset="utf-8">${base}${whole}`
}

function bare(contentId: string): string {
  return contentId.replace(/^<|>$/g, '')
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

function dataUrl({ mimeType, content }: Attachment): string {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content as Uint8Array)
  const type = /^image\/[a-z0-9.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream'
  return `data:${type};base64,${bytes.toString('base64')}`
}
