import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Pictures of every kind that somebody may send, and of every kind of broken. Made here, so that none lies in the repository. */

const paint = (width = 200, height = 120) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 90 } } })

export const good = {
  jpeg: () => paint().jpeg().toBuffer(),
  png: () => paint().png().toBuffer(),
  webp: () => paint().webp().toBuffer(),
  gif: () => paint().gif().toBuffer(),
  avif: () => paint().avif({ effort: 0 }).toBuffer(),
} as const

export const odd = {
  'a JPEG for printers (CMYK)': () => paint().toColourspace('cmyk').jpeg().toBuffer(),
  'a PNG of 16 bits': () => paint().toColourspace('rgb16').png().toBuffer(),
  'a gray PNG': () => paint().grayscale().png().toBuffer(),
  'a PNG that one can see through': () =>
    sharp({ create: { width: 80, height: 80, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer(),
  'a very long one': () => paint(9_000, 64).png().toBuffer(),
  'a GIF of ten thousand pictures': async () => aFilm(10_000),
} as const

/** With everything that cameras and programs put in: a place, a thumbnail’s worth of words, a profile of its colors. */
export const talkative = (): Promise<Buffer> =>
  paint()
    .withExif({ IFD0: { Artist: 'Secret Photographer' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer()

/** Lying on its side: 120 wide and 200 high once it is turned as its camera says. */
export const lying = (): Promise<Buffer> => paint().withMetadata({ orientation: 6 }).jpeg().toBuffer()

export const bad: Readonly<Record<string, () => Promise<{ bytes: Uint8Array; code: string }>>> = {
  nothing: async () => ({ bytes: new Uint8Array(), code: 'kind' }),
  'a text': async () => ({ bytes: Buffer.from('not a picture at all'), code: 'kind' }),
  'a drawing (SVG)': async () => ({
    bytes: Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script>alert(1)</script></svg>',
    ),
    code: 'kind',
  }),
  'a TIFF': async () => ({ bytes: await paint().tiff().toBuffer(), code: 'kind' }),
  'a PDF': async () => ({ bytes: Buffer.from('%PDF-1.7\n1 0 obj\n'), code: 'kind' }),
  'a HEIC': async () => ({
    bytes: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0', 'latin1'),
    code: 'kind',
  }),
  'the beginning of a JPEG': async () => ({ bytes: (await good.jpeg()).subarray(0, 30), code: 'broken' }),
  'half a JPEG': async () => {
    const noise = sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 99, sigma: 50 },
      },
    })
    const bytes = await noise.jpeg().toBuffer()
    return { bytes: bytes.subarray(0, bytes.length / 2), code: 'broken' }
  },
  'half a PNG': async () => ({
    bytes: half(await paint(400, 400).png({ compressionLevel: 0 }).toBuffer()),
    code: 'broken',
  }),
  'half an AVIF': async () => ({ bytes: half(await good.avif()), code: 'broken' }),
  'a PNG with wrong sums': async () => ({
    bytes: (await good.png()).map((byte, i) => (i > 60 && i < 80 ? byte ^ 255 : byte)),
    code: 'broken',
  }),
  'only the mark of a PNG': async () => ({ bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), code: 'broken' }),
  'only the mark of a WebP': async () => ({ bytes: Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), code: 'broken' }),
  'a PNG that calls itself a JPEG': async () => ({
    bytes: Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), await good.png()]),
    code: 'broken',
  }),
  'a single pixel': async () => ({ bytes: await paint(1, 1).png().toBuffer(), code: 'small' }),
  'a bomb of 400 million pixels': async () => ({ bytes: aBomb(20_000, 20_000), code: 'vast' }),
}

/** Scripts before, in and after a picture that is one. */
export const withScripts: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a JPEG with a script behind it': async () => Buffer.concat([await good.jpeg(), script]),
  'a PNG with a script behind it': async () => Buffer.concat([await good.png(), script]),
  'a JPEG with a script in a comment': async () => {
    const bytes = await good.jpeg()
    const length = Buffer.alloc(2)
    length.writeUInt16BE(script.length + 2)
    return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xfe]), length, script, bytes.subarray(2)])
  },
  'a GIF that is a script, too': async () => Buffer.concat([aFilm(1), script]),
}

const script = Buffer.from('<script>alert(document.domain)</script>')
const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** A small file that is a vast picture: black, one bit a pixel. */
function aBomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  const content = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 9 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', content),
    chunk('IEND', new Uint8Array()),
  ])
}

/** A GIF of so many pictures: the first fills it, the others are a pixel each. */
function aFilm(pictures: number): Buffer {
  const head = [...Buffer.from('GIF89a'), 64, 0, 64, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0]
  // One pixel of color 0: clear, 0, end, in codes of three bits.
  const picture = [0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0]
  return Buffer.concat([Buffer.from(head), ...Array<Buffer>(pictures).fill(Buffer.from(picture)), Buffer.from([0x3b])])
}
