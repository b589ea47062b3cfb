import { Hono } from 'hono'
import { show, type Visit } from '#platform'
import { chooseRoutes } from './choose-routes.ts'
import { claimNoticeRoutes } from './claim-notice-routes.ts'
import { deactivatedRoutes } from './deactivated-routes.ts'
import { endSessions } from './end-sessions.ts'
import { googleRoutes } from './google-routes.ts'
import { keepRoutes } from './keep-routes.ts'
import { logInRoutes } from './log-in-routes.ts'
import { lostSecondStepRoutes } from './lost-second-step-routes.ts'
import { notMeRoutes } from './not-me-routes.ts'
import { loggedOutPage } from './pages/index.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { resetRoutes } from './reset-routes.ts'
import { secondStepRoutes } from './second-step-routes.ts'
import { signUpRoutes } from './sign-up-routes.ts'
import { verifyRoutes } from './verify-routes.ts'
import { originOf, presentedIn, type SignInContext } from './visit.ts'

/** Every page on the way in and out. */
export function signInRoutes(context: SignInContext): Hono<Visit> {
  const app = new Hono<Visit>()
  app.route('/', logInRoutes(context))
  app.route('/', passkeyRoutes(context))
  app.route('/', signUpRoutes(context))
  app.route('/', verifyRoutes(context))
  app.route('/', resetRoutes(context))
  app.route('/', chooseRoutes(context))
  app.route('/', notMeRoutes(context))
  app.route('/', googleRoutes(context))
  app.route('/', deactivatedRoutes(context))
  app.route('/', keepRoutes(context))
  app.route('/', claimNoticeRoutes(context))
  app.route('/', secondStepRoutes(context))
  app.route('/', lostSecondStepRoutes(context))

  app.get('/log-out', async (c) => {
    if (await presentedIn(context, c)) return c.redirect('/', 303)
    return show(c, loggedOutPage(c.get('say'), {}))
  })
  app.post('/log-out', async (c) => {
    const presented = await presentedIn(context, c)
    if (presented) {
      const { accountId, sessionId } = presented
      await context.database.transaction((tx) =>
        endSessions(tx, { kind: 'holder', accountId, ...originOf(c) }, accountId, { only: [sessionId] }, 'log-out'),
      )
    }
    return c.redirect('/log-out', 303)
  })
  return app
}
