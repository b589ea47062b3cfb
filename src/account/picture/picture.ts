import { Refusal } from '#kernel'

/** What may be uploaded (ACC-8), and how much of it. */
export const pictureLimits = { megabytes: 5, megapixels: 40, leastPixels: 64 } as const

const kinds = ['jpeg', 'png', 'gif', 'webp', 'avif'] as const
export type PictureKind = (typeof kinds)[number]

/**
 * What kind of picture these bytes are, by how they begin: never by a name or a type that somebody gave them. Whatever else
 * there is (SVG, which holds scripts; HEIC, PDF, TIFF) is not read at all.
 */
export function kindOfPicture(bytes: Uint8Array): PictureKind | undefined {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(4, 8) === 'ftyp' && /^(.{4})*avi[fs]/s.test(text(8, brandsEnd(bytes)))) return 'avif'
  return undefined
}

/** Where the list of brands ends that a file of boxes begins with (ISO/IEC 14496-12 §4.3). */
function brandsEnd(bytes: Uint8Array): number {
  const boxEnd = bytes.length < 8 ? 0 : Buffer.from(bytes.subarray(0, 4)).readUInt32BE()
  return Math.min(boxEnd, bytes.length, 256)
}

/**
 * Which square of a picture is kept. `x` and `y` say how far it is moved to the right and down, in hundredths of the way there
 * is; `zoom` says how much is left out, in hundredths: 200 keeps half of the shorter side.
 */
export type Crop = { readonly x: number; readonly y: number; readonly zoom: number }

export const wholeMiddle: Crop = { x: 50, y: 50, zoom: 100 }
export const zooms = [100, 125, 150, 200, 300] as const

/**
 * Reads a crop from a form: `part` is `x-y`.
 * @throws Refusal 'account.crop-unreadable' 422
 */
export function parseCrop(part: string | undefined, zoom: string | undefined): Crop {
  const [, x, y] = /^(\d{1,3})-(\d{1,3})$/.exec(part ?? '') ?? []
  const crop = { x: Number(x), y: Number(y), zoom: /^\d{3}$/.test(zoom ?? '') ? Number(zoom) : Number.NaN }
  if (!(crop.x <= 100 && crop.y <= 100 && crop.zoom >= 100 && crop.zoom <= 300))
    throw new Refusal('account.crop-unreadable', 422)
  return crop
}

/** The square in pixels. */
export function squareOf({ width, height }: { width: number; height: number }, { x, y, zoom }: Crop) {
  const side = Math.max(1, Math.round((Math.min(width, height) * 100) / zoom))
  return { left: Math.round(((width - side) * x) / 100), top: Math.round(((height - side) * y) / 100), side }
}
