import {
  accountById,
  type Crop,
  changePicture,
  changeVisibility,
  cutPicture,
  keepUpload,
  parseCrop,
  pictureLimits,
  readPicture,
  removePicture,
  uploadOf,
  uploadSizeOf,
  wholeMiddle,
} from '#account'
import { Refusal } from '#kernel'
import { formOf, queryOf, show, uploadIn, type Visitor } from '#platform'
import type { Presented, SignInContext } from '#sign-in'
import { cropPage, picturePage, removePicturePage } from './pages/index.ts'
import { actorOf, type Surface, statusIn } from './surface.ts'

/** Paths whose forms carry a file. */
export const uploads: readonly string[] = ['/profile/picture']

const mostBytes = pictureLimits.megabytes * 1024 * 1024

/** The holder's picture: upload, cut out, remove, and who sees it (ACC-8). */
export function pictureRoutes({ database }: SignInContext, { page, form, upload, holderOf }: Surface): void {
  const on = database.durable

  async function pictureOf(c: Visitor, me: Presented, error?: Refusal) {
    const audience = (await accountById(on, me.accountId))?.visibility.picture ?? 'me'
    const shown = { holder: await holderOf(me), audience, error, status: statusIn(c) }
    return show(c, picturePage(c.get('say'), shown), { status: error?.status })
  }

  /** What is wrong with a picture is told beside the field for another one. */
  async function orAgain(c: Visitor, me: Presented, work: () => Promise<Response>): Promise<Response> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal) || ![410, 413, 422, 503].includes(error.status)) throw error
      const isLarge = error.code === 'platform.body-large'
      const told = isLarge ? new Refusal('account.picture-large', 413, { most: pictureLimits.megabytes }) : error
      const { retryAfterSeconds } = told.details
      if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds))
      return pictureOf(c, me, told)
    }
  }

  page('/profile/picture', async (c, me) => pictureOf(c, me))

  upload('/profile/picture', async (c, me) =>
    orAgain(c, me, async () => {
      const bytes = await uploadIn(c, 'picture', mostBytes)
      if (!bytes) throw new Refusal('account.picture-missing', 422)
      const whole = await readPicture(bytes)
      await database.transaction((tx) => keepUpload(tx, actorOf(c, me), me.accountId, whole))
      return c.redirect('/profile/picture/crop', 303)
    }),
  )

  page('/profile/picture/crop', async (c, me, holder) => {
    const size = await uploadSizeOf(on, me.accountId)
    if (!size) return c.redirect('/profile/picture', 303)
    const crop = cropIn(c)
    const previewHref = `/profile/picture/preview?part=${crop.x}-${crop.y}&zoom=${crop.zoom}`
    return show(c, cropPage(c.get('say'), { holder, ...size, crop, previewHref }))
  })

  form('/profile/picture/crop', async (c, me) =>
    orAgain(c, me, async () => {
      const { part, zoom } = await formOf(c, 'part', 'zoom')
      const crop = parseCrop(part, zoom)
      const whole = await uploadOf(on, me.accountId)
      if (!whole) throw new Refusal('account.upload-gone', 410)
      const cut = await cutPicture(whole, crop)
      await database.transaction((tx) => changePicture(tx, actorOf(c, me), me.accountId, cut))
      return c.redirect('/profile?status=picture-changed', 303)
    }),
  )

  // For nobody but the holder, who has not chosen it yet: these have no address of their own, and are kept nowhere.
  page('/profile/picture/whole', async (c, me) => {
    const whole = await uploadOf(on, me.accountId)
    return whole ? jpeg(c, whole.content) : c.notFound()
  })
  page('/profile/picture/preview', async (c, me) => {
    const whole = await uploadOf(on, me.accountId)
    return whole ? jpeg(c, (await cutPicture(whole, cropIn(c))).large) : c.notFound()
  })

  page('/profile/picture/remove', async (c, me, holder) =>
    me.pictureId ? show(c, removePicturePage(c.get('say'), { holder })) : c.redirect('/profile/picture', 303),
  )

  form('/profile/picture/remove', async (c, me) => {
    await database.transaction((tx) => removePicture(tx, actorOf(c, me), me.accountId))
    return c.redirect('/profile?status=picture-removed', 303)
  })

  form('/profile/picture/visibility', async (c, me) =>
    orAgain(c, me, async () => {
      const { audience } = await formOf(c, 'audience')
      await database.transaction((tx) => changeVisibility(tx, actorOf(c, me), me.accountId, 'picture', audience))
      return c.redirect('/profile/picture?status=visibility-changed', 303)
    }),
  )
}

/** The choice that an address carries; the middle when there is none. */
function cropIn(c: Visitor): Crop {
  try {
    return parseCrop(queryOf(c, 'part', 10), queryOf(c, 'zoom', 10))
  } catch {
    return wholeMiddle
  }
}

function jpeg(c: Visitor, content: Buffer): Response {
  c.header('Content-Type', 'image/jpeg')
  return c.body(new Uint8Array(content))
}
