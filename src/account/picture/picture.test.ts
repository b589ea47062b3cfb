import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { bad, good, lying, odd, talkative, withScripts } from '../../../test/some-pictures.ts'
import { cutPicture, readPicture } from './make-picture.ts'
import { kindOfPicture, parseCrop, squareOf, wholeMiddle } from './picture.ts'

const plainColor = async (bytes: Buffer) => {
  const { dominant } = await sharp(bytes).stats()
  return dominant
}

for (const [kind, make] of Object.entries(good)) {
  test(`ACC-8 a picture that is ${kind} becomes a square JPEG in two sizes`, async () => {
    const bytes = await make()
    assert.equal(kindOfPicture(bytes), kind)
    const whole = await readPicture(bytes)
    assert.deepEqual([whole.width, whole.height], [200, 120])
    const { large, small } = await cutPicture(whole, wholeMiddle)
    for (const [cut, side] of [
      [large, 512],
      [small, 96],
    ] as const) {
      const { format, width, height, space } = await sharp(cut).metadata()
      assert.deepEqual({ format, width, height, space }, { format: 'jpeg', width: side, height: side, space: 'srgb' })
    }
    const { r, g, b } = await plainColor(large)
    assert.ok(Math.abs(r - 200) < 20 && Math.abs(g - 40) < 20 && Math.abs(b - 90) < 20, `${r} ${g} ${b}`)
  })
}

for (const [name, make] of Object.entries(odd)) {
  test(`ACC-8 ${name} is taken like any other`, async () => {
    const { large } = await cutPicture(await readPicture(await make()), wholeMiddle)
    assert.equal((await sharp(large).metadata()).space, 'srgb')
  })
}

for (const [name, make] of Object.entries(bad)) {
  test(`ACC-8 ${name} is refused, for what it is`, async () => {
    const { bytes, code } = await make()
    assert.ok(bytes.length < 5 * 1024 * 1024)
    await assert.rejects(readPicture(bytes), { name: 'Refusal', code: `account.picture-${code}`, status: 422 })
  })
}

test('ACC-8 nothing of what a picture says about where and by whom it was taken is left', async () => {
  const bytes = await talkative()
  const before = await sharp(bytes).metadata()
  assert.ok(before.exif && before.icc && bytes.includes('Secret Photographer'))
  const whole = await readPicture(bytes)
  const { large, small } = await cutPicture(whole, wholeMiddle)
  for (const made of [whole.content, large, small]) {
    const { exif, icc, iptc, xmp, orientation } = await sharp(made).metadata()
    assert.deepEqual(
      { exif, icc, iptc, xmp, orientation },
      {
        exif: undefined,
        icc: undefined,
        iptc: undefined,
        xmp: undefined,
        orientation: undefined,
      },
    )
    assert.ok(!made.includes('Secret') && !made.includes('Exif'))
  }
})

test('ACC-8 a picture is turned as its camera was held', async () => {
  const { width, height } = await readPicture(await lying())
  assert.deepEqual([width, height], [120, 200])
})

test('ACC-8 what one can see through lies on white', async () => {
  const whole = await readPicture(await odd['a PNG that one can see through']())
  const { r, g, b } = await plainColor(whole.content)
  assert.ok(Math.min(r, g, b) > 240)
})

for (const [name, make] of Object.entries(withScripts)) {
  test(`ACC-8 of ${name} the picture is kept, and the script is not`, async () => {
    const bytes = await make()
    assert.ok(bytes.includes('<script>'))
    const whole = await readPicture(bytes)
    const { large, small } = await cutPicture(whole, wholeMiddle)
    for (const made of [whole.content, large, small]) assert.ok(!made.includes('<script'))
  })
}

test('ACC-8 whatever bytes come, the answer is a picture or a refusal', async () => {
  const marks = [
    '\xff\xd8\xff',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'RIFF\0\0\0\0WEBP',
    '\0\0\0\x1cftypavif\0\0\0\0mif1',
  ].map((mark) => Buffer.from(mark, 'latin1'))
  const bytes = fc
    .tuple(fc.constantFrom(Buffer.alloc(0), ...marks), fc.uint8Array({ maxLength: 300 }))
    .map((parts) => Buffer.concat(parts))
  const real = await Promise.all(Object.values(good).map((make) => make()))
  const hurt = fc
    .tuple(fc.constantFrom(...real), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }))
    .map(([picture, changes]) => {
      const copy = Buffer.from(picture)
      for (const [at, value] of changes) copy[at % copy.length] = value
      return copy
    })
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, hurt), async (sent) => {
      try {
        const { width, height } = await readPicture(sent)
        assert.ok(width <= 1600 && height <= 1600)
      } catch (error) {
        assert.match(String((error as { code?: string }).code), /^account\.picture-(kind|broken|vast|small)$/)
      }
    }),
    { numRuns: 150 },
  )
})

test('ACC-8 more pictures at once than can wait are sent away with a time to come back', async () => {
  const bytes = await good.jpeg()
  const outcomes = await Promise.allSettled(Array.from({ length: 15 }, () => readPicture(bytes)))
  const refused = outcomes.filter((each) => each.status === 'rejected')
  assert.equal(refused.length, 5)
  assert.equal(refused[0]?.reason.code, 'account.pictures-busy')
  await readPicture(bytes)
})

test('ACC-8 the part to keep: nine places and a zoom, or anything between', () => {
  const wide = { width: 300, height: 100 }
  assert.deepEqual(squareOf(wide, parseCrop('50-50', '100')), { left: 100, top: 0, side: 100 })
  assert.deepEqual(squareOf(wide, parseCrop('0-0', '100')), { left: 0, top: 0, side: 100 })
  assert.deepEqual(squareOf(wide, parseCrop('100-100', '200')), { left: 250, top: 50, side: 50 })
  assert.deepEqual(squareOf({ width: 64, height: 65 }, parseCrop('37-81', '300')), { left: 16, top: 36, side: 21 })
  for (const [part, zoom] of [
    ['', '100'],
    [undefined, undefined],
    ['50', '100'],
    ['101-0', '100'],
    ['-1-0', '100'],
    ['0-0', '99'],
    ['0-0', '301'],
    ['0-0', '1e2'],
    ['0-0', 'NaN'],
    ['0-0-0', '100'],
  ]) {
    assert.throws(() => parseCrop(part, zoom), { code: 'account.crop-unreadable' })
  }
  fc.assert(
    fc.property(
      fc.record({ width: fc.integer({ min: 64, max: 1600 }), height: fc.integer({ min: 2, max: 1600 }) }),
      fc.record({ x: fc.nat(100), y: fc.nat(100), zoom: fc.integer({ min: 100, max: 300 }) }),
      (size, crop) => {
        const { left, top, side } = squareOf(size, crop)
        assert.ok(left >= 0 && top >= 0 && side >= 1 && left + side <= size.width && top + side <= size.height)
      },
    ),
  )
})
