import { parseAddress, Refusal } from '#kernel'

/** No more than this is read of one list: a million addresses, and then some. */
export const listLimits = { lines: 1_100_000, bytes: 64 * 1024 * 1024 } as const

// Quotation marks may hold ends of lines, but no more than this together: one that was forgotten must not swallow the list.
const longestLine = 4_000

/** What one line of a list has in the column of addresses. */
export type ReadLine = { readonly key: string } | { readonly unread: string }

/**
 * Reads addresses out of a list, as it comes: one address a line, or CSV (RFC 4180) with a column named `email` or else its first.
 * UTF-8 and UTF-16 by their mark; of other encodings only the plain letters can be read, which addresses are made of. No more
 * than one line is held.
 * @throws Refusal 'domain-claim.list-encoding' 422, 'domain-claim.list-long' 422
 */
export async function* readAddresses(parts: AsyncIterable<Uint8Array>): AsyncGenerator<ReadLine> {
  let lines = 0
  let table: { readonly column: number; readonly separator: string } | undefined
  for await (const line of linesOf(textOf(parts))) {
    if (line.trim() === '') continue
    lines += 1
    if (lines > listLimits.lines) throw new Refusal('domain-claim.list-long', 422, { most: 1_000_000 })
    if (!table) {
      const separator = separatorOf(line)
      const titles = cellsOf(line, separator).map((title) => title.trim().toLowerCase())
      const named = titles.findIndex((title) => emailTitles.has(title))
      table = { separator, column: Math.max(named, 0) }
      if (named >= 0) continue
    }
    const cell = cellsOf(line, table.separator)[table.column] ?? ''
    yield readCell(cell)
  }
}

const emailTitles = new Set(['email', 'e-mail', 'email address', 'e-mail-adresse', 'mail', 'address', 'adresse'])

function readCell(cell: string): ReadLine {
  // What our own files put before what a spreadsheet would run.
  const text = cell.trim().replace(/^'/, '')
  try {
    return { key: parseAddress(text).key }
  } catch {
    return { unread: text }
  }
}

/** Which of the signs that separate columns a line has most of; spreadsheets differ by country. */
function separatorOf(line: string): string {
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).sign
}

function cellsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator)
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    if (sign === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"') isQuoted = !isQuoted
    else if (sign === separator && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...cells, cell]
}

async function* textOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let waiting = Buffer.alloc(0)
  for await (const part of parts) {
    let bytes: Uint8Array = part
    if (!decoder) {
      waiting = Buffer.concat([waiting, part])
      if (waiting.length < 4) continue
      decoder = decoderFor(waiting)
      bytes = waiting
    }
    yield checked(decoder.decode(bytes, { stream: true }))
  }
  decoder ??= decoderFor(waiting)
  if (waiting.length < 4) yield checked(decoder.decode(waiting, { stream: true }))
  yield decoder.decode()
}

function decoderFor(start: Buffer): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le')
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be')
  return new TextDecoder('utf-8')
}

function checked(text: string): string {
  if (text.includes('\0')) throw new Refusal('domain-claim.list-encoding', 422)
  return text
}

/** Lines, however they end; one inside quotation marks goes on over the end of a line. */
async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let line = ''
  let isQuoted = false
  for await (const text of texts) {
    let from = 0
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at]
      if (sign === '"') isQuoted = !isQuoted
      const isEnd = sign === '\n' || sign === '\r'
      if (!isEnd || (isQuoted && line.length + at - from < longestLine)) continue
      yield line + text.slice(from, at)
      line = ''
      isQuoted = false
      from = at + 1
    }
    line += text.slice(from)
    if (line.length > 2 * longestLine) throw new Refusal('domain-claim.list-encoding', 422)
  }
  if (line !== '') yield line
}
