import { show } from '#platform'
import { overviewPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

/** What needs somebody, before anything else. */
export function overviewRoutes(_context: OperatorContext, { read }: OperatorSurface): void {
  read('', (c, _desk, frame) => show(c, overviewPage(c.get('say'), { ...frame, needs: [] })))
}
