import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** An archive in the making: files go in one after the other, in pieces, and only what is packed already is kept in memory. */
export type Archive = {
  /** How much there is by now, packed. */
  readonly bytes: () => number
  /** Begins a file; gives what writes to it and ends it. */
  file(name: string): { write(text: string): void; end(): void }
  /** A file that is packed already. */
  picture(name: string, content: Uint8Array): void
  finish(): Buffer
}

/** @param at when its files were made, as the archive says */
export function openArchive(at: Temporal.Instant): Archive {
  const parts: Uint8Array[] = []
  let bytes = 0
  let trouble: Error | undefined
  const zip = new Zip((error, part) => {
    if (error) trouble = error
    parts.push(part)
    bytes += part.length
  })
  const mtime = new Date(at.epochMilliseconds)
  const encoder = new TextEncoder()
  return {
    bytes: () => bytes,
    file(name) {
      const file = new ZipDeflate(name, { level: 6 })
      file.mtime = mtime
      zip.add(file)
      return {
        write: (text) => void file.push(encoder.encode(text)),
        end: () => void file.push(new Uint8Array(), true),
      }
    },
    picture(name, content) {
      const file = new ZipPassThrough(name)
      file.mtime = mtime
      zip.add(file)
      file.push(content, true)
    },
    finish() {
      zip.end()
      if (trouble) throw trouble
      return Buffer.concat(parts)
    },
  }
}
