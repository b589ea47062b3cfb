import { readFileSync } from 'node:fs'
import type { Mail } from './mail.ts'
import { type Html, html, trusted } from './page/html.ts'
import type { Say, Values } from './words.ts'

/**
 * How our mails look: tables and inline styles, because that is what mail programs understand. Everything is said twice,
 * once as HTML and once as plain text.
 */

/** A piece of a mail in both forms. */
export interface MailPart {
  readonly html: Html
  readonly text: string
}

const fonts = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans',Helvetica,Arial,sans-serif;"
const wrap = 'overflow-wrap:anywhere;word-break:break-word;'
const table = trusted('role="presentation" cellpadding="0" cellspacing="0" border="0"')
const mark = readFileSync(new URL('../../web/mark.png', import.meta.url))

/** A paragraph. The sentence's `<a>`, when it has one, leads to `href`, which the plain text shows in brackets. */
export function paragraph(say: Say, key: string, values: Values = {}, style: 'main' | 'small' = 'main'): MailPart {
  const [size, tone] = style === 'main' ? ['16px;line-height:25px;color:#221a20;', 'e-t'] : [small, 'e-m']
  return {
    html: html`<p class="${tone}" style="margin:0 0 16px;${trusted(fonts)}font-size:${trusted(size)}${wrap}">${say.html(key, values)}</p>`,
    text: say(key, values),
  }
}

const small = '14px;line-height:22px;color:#5a4f57;'

/** A code to type, large enough to read at a glance and plain enough to copy. */
export function codeBox(code: string): MailPart {
  const shown = code.replace(/^(\d{3})(\d{3})$/, '$1 $2')
  const look = 'border-radius:12px;padding:18px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;'
  return {
    html: html`<table ${table} width="100%" style="margin:4px 0 20px;"><tr><td class="e-box e-t" align="center" style="background:#f4f1f3;border:1px solid #e7e1e5;${trusted(look)}line-height:38px;letter-spacing:8px;color:#221a20;">${shown}</td></tr></table>`,
    text: `    ${shown}`,
  }
}

/** The one thing to do. */
export function mainLink(label: string, href: string): MailPart {
  const look = `display:inline-block;padding:13px 24px;${fonts}font-size:16px;line-height:20px;font-weight:600;`
  return {
    html: html`<table ${table} style="margin:8px 0 24px;"><tr><td class="e-btn" style="border-radius:10px;background:#8a2a70;"><a href="${href}" style="${trusted(look)}color:#ffffff;text-decoration:none;border-radius:10px;">${label}</a></td></tr></table>`,
    text: `${label}:\n${href}`,
  }
}

/** A second way, as a link in a line of its own. */
export function quietLink(label: string, href: string): MailPart {
  return {
    html: html`<p class="e-m" style="margin:0 0 16px;${trusted(fonts)}font-size:${trusted(small)}"><a class="e-l" href="${href}" style="color:#8a2a70;">${label}</a></p>`,
    text: `${label}:\n${href}`,
  }
}

/** What somebody wrote, line by line as they wrote it. */
export function quotation(text: string): MailPart {
  const look = `border-left:3px solid #d9a9ca;padding:2px 0 2px 14px;margin:4px 0 22px;white-space:pre-wrap;${fonts}`
  return {
    html: html`<div class="e-t" dir="auto" style="${trusted(look)}font-size:15px;line-height:23px;color:#221a20;${wrap}">${text}</div>`,
    text: text.replaceAll(/^/gm, '> '),
  }
}

/** Facts with their names: device, place, time. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[]): MailPart {
  const known = rows.filter((row): row is readonly [string, string] => Boolean(row[1]))
  const cell = `${fonts}font-size:14px;line-height:20px;`
  const row = ([name, value]: readonly [string, string]) =>
    html`<tr><td class="e-m" style="padding:6px 16px 6px 0;${trusted(cell)}color:#5a4f57;white-space:nowrap;" valign="top">${name}</td><td class="e-t" style="padding:6px 0;${trusted(cell)}color:#221a20;${wrap}">${value}</td></tr>`
  return {
    html: html`<table ${table} width="100%" style="margin:4px 0 22px;"><tr><td class="e-box" style="background:#f4f1f3;border:1px solid #e7e1e5;border-radius:12px;padding:12px 20px;"><table ${table}>${known.map(row)}</table></td></tr></table>`,
    text: known.map(([name, value]) => `${name}: ${value}`).join('\n'),
  }
}

const dark = `@media (prefers-color-scheme: dark) {
  .e-bg { background: #151114 !important; } .e-card { background: #1d181c !important; border-color: #332b31 !important; }
  .e-t { color: #f4eff2 !important; } .e-m { color: #c0b5bd !important; } .e-l { color: #f0aedc !important; }
  .e-box { background: #251f24 !important; border-color: #332b31 !important; } .e-btn { background: #b3478f !important; }
}
@media (max-width: 480px) { .e-pad { padding-left: 24px !important; padding-right: 24px !important; } }`

export interface MailContent {
  readonly subject: string
  /** Usually the subject itself. */
  readonly heading?: string
  /** The line that mail programs show beside the subject. */
  readonly preview: string
  readonly parts: readonly MailPart[]
  /** Why the reader gets this. */
  readonly footer: MailPart | string
}

/** Puts a mail together, with our mark as an inline attachment: pictures from elsewhere would tell who reads it. */
export function layOut(say: Say, { subject, heading = subject, preview, parts, footer }: MailContent): Mail {
  const last = typeof footer === 'string' ? { html: html`${footer}`, text: footer } : footer
  const page = html`<!DOCTYPE html>
<html lang="${say.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>
${trusted(dark)}
</style>
</head>
<body class="e-bg" style="margin:0;padding:0;background:#faf8f9;">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;">${preview}</div>
<div role="main">
<table ${table} width="100%" class="e-bg" style="background:#faf8f9;"><tr><td align="center" style="padding:32px 12px;">
<table ${table} width="560" style="width:100%;max-width:560px;">
<tr><td class="e-pad" style="padding:0 40px 16px;"><table ${table}><tr><td style="padding-right:9px;"><img src="cid:umbel-mark" width="28" height="28" alt="" style="display:block;border:0;"></td><td class="e-t" style="${trusted(fonts)}font-size:18px;font-weight:700;letter-spacing:-0.4px;color:#221a20;">Umbel</td></tr></table></td></tr>
<tr><td class="e-card e-pad" style="background:#ffffff;border:1px solid #e7e1e5;border-radius:16px;padding:36px 40px;">
<h1 class="e-t" style="margin:0 0 12px;${trusted(fonts)}font-size:24px;line-height:30px;font-weight:700;letter-spacing:-0.4px;color:#221a20;">${heading}</h1>
${parts.map((part) => part.html)}
</td></tr>
<tr><td class="e-m e-pad" style="padding:20px 40px 0;${trusted(fonts)}font-size:13px;line-height:20px;color:#5a4f57;${wrap}">${last.html}</td></tr>
</table></td></tr></table>
</div>
</body>
</html>
`
  return {
    subject: oneLine(subject),
    text: `${[heading, ...parts.map((part) => part.text), `-- \n${last.text}`].join('\n\n')}\n`,
    html: page.toString(),
    attachments: [{ filename: 'umbel.png', content: mark, cid: 'umbel-mark', contentType: 'image/png' }],
  }
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** How a mail greets: by the first word of the name, so that a name cannot carry a message of its own. */
export const greetingName = (name: string): string => name.split(' ')[0] || name
