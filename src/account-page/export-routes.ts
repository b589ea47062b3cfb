import { ReadableStream } from 'node:stream/web'
import { record } from '#audit'
import { Refusal } from '#kernel'
import { queryOf, show, type Visitor } from '#platform'
import type { Presented, SignInContext } from '#sign-in'
import { askForExport } from './export/ask-for-export.ts'
import { exportOf, pieceOfExport } from './export/store.ts'
import { exportPage } from './pages/index.ts'
import { actorOf, type Surface } from './surface.ts'

const pieceBytes = 1024 * 1024

/** Everything that is held about the account, to take along (ACC-10). */
export function exportRoutes({ database, secretKey }: SignInContext, surface: Surface): void {
  const { page, sensitiveForm, holderOf } = surface
  const on = database.durable

  async function showExport(c: Visitor, me: Presented, error?: Refusal): Promise<Response> {
    const wanted = queryOf(c, 'account', 40)
    const isForAnother = wanted !== undefined && wanted !== me.accountId
    const shown = { holder: await holderOf(me), download: await exportOf(on, me.accountId), isForAnother, error }
    return show(c, exportPage(c.get('say'), shown), { status: error?.status })
  }

  page('/profile/export', (c, me) => showExport(c, me))

  sensitiveForm('/profile/export', async (c, me) => {
    try {
      await database.transaction((tx) => askForExport(tx, actorOf(c, me), secretKey))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return showExport(c, me, error)
    }
    return c.redirect('/profile/export', 303)
  })

  // Behind a form and a log-in that is recent: the file holds more than any page shows.
  sensitiveForm(
    '/profile/export/download',
    async (c, me) => {
      const download = await exportOf(on, me.accountId)
      if (download.state !== 'ready') return c.redirect('/profile/export', 303)
      const { madeAt, bytes } = download
      const { accountId } = me
      await database.transaction((tx) => record(tx, actorOf(c, me), 'account-page.export-downloaded', { accountId }))
      const day = madeAt.toZonedDateTimeISO('UTC').toPlainDate()
      c.header('Content-Type', 'application/zip')
      c.header('Content-Disposition', `attachment; filename="umbel-account-${day}.zip"`)
      c.header('Content-Length', String(bytes))
      return c.body(inPieces((from) => pieceOfExport(on, { accountId, madeAt }, from, pieceBytes), bytes) as never)
    },
    '/profile/export',
  )
}

/** Streams something that is read piece by piece, as fast as it is taken. */
function inPieces(read: (from: number) => Promise<Buffer | undefined>, bytes: number): ReadableStream<Uint8Array> {
  let from = 0
  return new ReadableStream({
    async pull(controller) {
      const piece = from < bytes ? await read(from) : undefined
      if (!piece && from < bytes) return controller.error(new Error('the download was made anew meanwhile'))
      if (!piece) return controller.close()
      from += piece.length
      controller.enqueue(new Uint8Array(piece))
    },
  })
}
