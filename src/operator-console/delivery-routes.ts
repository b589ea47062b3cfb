import { replayNotices } from '#openid'
import { failedJobs, formOf, show } from '#platform'
import { productsInTrouble } from './delivery-store.ts'
import { numberIn, numberOf } from './keys.ts'
import { deliveriesPage } from './pages/index.ts'
import { giveUpJob, retryJob } from './retry-job.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

const jobsOnAPage = 25
/** As many as one request can bear; whoever wants more asks again. */
const replayedAtOnce = 1_000

/** What did not arrive: notices at products, and mails and other work that failed for good (DEV-4, OPS-4). */
export function deliveryRoutes({ database }: OperatorContext, surface: OperatorSurface): void {
  const { read, write, writeSensitive, act } = surface
  const on = database.durable

  read('/deliveries', async (c, _desk, frame) => {
    const before = numberIn(c, 'before')
    const found = await failedJobs(on, { most: jobsOnAPage + 1, before })
    const jobs = found.slice(0, jobsOnAPage)
    const view = {
      ...frame,
      products: await productsInTrouble(on),
      jobs,
      next: found.length > jobsOnAPage ? jobs.at(-1)?.id : undefined,
      isFirst: before === undefined,
    }
    return show(c, deliveriesPage(c.get('say'), view))
  })

  write('/deliveries/replay', async (c, desk) => {
    const { product = '', group } = await formOf(c, 'product', 'group')
    const which = { productId: product.replaceAll('\0', ''), most: replayedAtOnce }
    const count = await act(desk, (tx, actor) =>
      replayNotices(tx, actor, group === 'events' ? 'events' : 'log-outs', which),
    )
    return c.redirect(`/operator/deliveries?status=${count > 0 ? 'replayed' : 'none-replayed'}`, 303)
  })

  write('/deliveries/retry', async (c, desk) => {
    const { job } = await formOf(c, 'job')
    await act(desk, (tx, actor) => retryJob(tx, actor, numberOf(job) ?? 0))
    return c.redirect('/operator/deliveries?status=job-retried', 303)
  })
  writeSensitive('/deliveries/give-up', '/deliveries', async (c, desk) => {
    const { job } = await formOf(c, 'job')
    await act(desk, (tx, actor) => giveUpJob(tx, actor, numberOf(job) ?? 0))
    return c.redirect('/operator/deliveries?status=job-given-up', 303)
  })
}
