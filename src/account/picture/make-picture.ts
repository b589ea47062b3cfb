import sharp from 'sharp'
import { Refusal } from '#kernel'
import { type Crop, kindOfPicture, pictureLimits, squareOf } from './picture.ts'

/** Pictures are decoded by libvips, in threads of its own and only through the five readers that we need. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map((reader) => `VipsForeignLoad${reader}Buffer`) })
sharp.cache(false)
sharp.concurrency(1)

const pixels = pictureLimits.megapixels * 1_000_000
const wholeSide = 1_600
const largeSide = 512
const smallSide = 96
const mostSeconds = 15
const mostWaiting = 10

/** A picture made anew: JPEG, upright, sRGB, on white, and nothing else that its file brought along. */
export type Whole = { readonly content: Buffer; readonly width: number; readonly height: number }
export type Cut = { readonly large: Buffer; readonly small: Buffer }

let waiting = 0
let last: Promise<unknown> = Promise.resolve()

/** One at a time: a picture may need hundreds of megabytes while it is decoded. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting) throw new Refusal('account.pictures-busy', 503, { retryAfterSeconds: 10 })
  waiting += 1
  const turn = last.then(work).finally(() => {
    waiting -= 1
  })
  last = turn.catch(() => undefined)
  return turn
}

/**
 * Reads an uploaded picture and makes it anew. How large it is when unpacked is looked up before it is unpacked.
 * @throws Refusal 'account.picture-kind' 422 for what is none of the kinds, 'account.picture-vast' 422 and
 *   'account.picture-small' 422 for its measures, 'account.picture-broken' 422 for what cannot be decoded,
 *   'account.pictures-busy' 503
 */
export async function readPicture(bytes: Uint8Array): Promise<Whole> {
  const kind = kindOfPicture(bytes)
  if (!kind) throw new Refusal('account.picture-kind', 422)
  return inTurn(async () => {
    // Our own bound comes first, with words for it; the library's is the same once more. `pages`: of a film, the first picture.
    const input = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
    const { width, height } = await input.metadata().catch(broken)
    const { leastPixels: least, megapixels: most } = pictureLimits
    if (width * height > pixels) throw new Refusal('account.picture-vast', 422, { most })
    if (width < least || height < least) throw new Refusal('account.picture-small', 422, { least })
    const { data, info } = await sharp(bytes, { limitInputPixels: pixels, failOn: 'error', pages: 1 })
      .timeout({ seconds: mostSeconds })
      .autoOrient()
      .resize({ width: wholeSide, height: wholeSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true })
      .catch(broken)
    return { content: data, width: info.width, height: info.height }
  })
}

/** Cuts a square out of a picture that was made anew, in the two sizes in which it is shown. */
export async function cutPicture(whole: Whole, crop: Crop): Promise<Cut> {
  const { left, top, side } = squareOf(whole, crop)
  const inSize = (pixelsWide: number) =>
    sharp(whole.content, { failOn: 'error' })
      .timeout({ seconds: mostSeconds })
      .extract({ left, top, width: side, height: side })
      .resize(pixelsWide, pixelsWide)
      .jpeg({ quality: 86, mozjpeg: true })
      .toBuffer()
  return inTurn(async () => ({ large: await inSize(largeSide), small: await inSize(smallSide) }))
}

// Whatever the decoder says, whoever sent the picture can only take another one.
function broken(): never {
  throw new Refusal('account.picture-broken', 422)
}
