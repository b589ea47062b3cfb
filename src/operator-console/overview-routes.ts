import { countUnsealed } from '#audit'
import { countDisputes } from '#domain-claim'
import { countWaiting } from '#help'
import { countFailedJobs, show, version } from '#platform'
import { most, needsOf, stateOf } from './overview-store.ts'
import { overviewPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

/** What needs somebody, before anything else; and how the installation stands. */
export function overviewRoutes({ database }: OperatorContext, { read }: OperatorSurface): void {
  const on = database.durable
  read('', async (c, _desk, frame) => {
    const needs = {
      ...(await needsOf(on)),
      disputes: (await countDisputes(on)).overdue,
      messages: await countWaiting(on),
      jobs: await countFailedJobs(on, most.needs + 1),
    }
    const state = { ...(await stateOf(on)), unsealed: await countUnsealed(on), version }
    return show(c, overviewPage(c.get('say'), { ...frame, needs, state }))
  })
}
