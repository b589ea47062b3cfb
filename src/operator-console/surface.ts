import { isOperator, mustOperate } from '#account'
import { openSurface } from '#account-page'
import type { Looker } from '#domain-claim'
import type { Actor } from '#kernel'
import { queryOf, type Tx, type Visitor } from '#platform'
import { confirmFirst, isRecent, originOf, type Presented, type SignInContext } from '#sign-in'
import type { Frame } from './pages/frame.ts'

/** What the operators’ pages need besides what logging in does. */
export type OperatorContext = SignInContext & {
  readonly url: URL
  readonly look: Looker
  readonly auditKept: Temporal.Duration
  /** How people reach whoever runs this server. */
  readonly contact: string | undefined
}

export type OperatorActor = Actor & { readonly kind: 'operator'; readonly accountId: string }

/** Who is at the operators’ pages. */
export type Desk = { readonly me: Presented; readonly actor: OperatorActor }

/** Pages and forms below `/operator`, for those who run the installation. */
export type OperatorSurface = ReturnType<typeof openOperatorSurface>

type Respond = (c: Visitor, desk: Desk) => Response | Promise<Response>

/**
 * The ground that the operators’ pages stand on. To anybody else who is logged in these addresses are like any that nothing
 * stands at; whoever is logged out logs in first, and comes back.
 */
export function openOperatorSurface(context: OperatorContext) {
  const surface = openSurface(context)
  const { database } = context
  const on = database.durable

  const forOperators = (respond: Respond) => async (c: Visitor, me: Presented) => {
    if (!(await isOperator(on, me.accountId))) return c.notFound()
    return respond(c, { me, actor: { kind: 'operator', accountId: me.accountId, ...originOf(c) } })
  }
  const frameOf = async (c: Visitor, me: Presented): Promise<Frame> => ({
    holder: await surface.holderOf(me),
    host: context.url.host,
    status: queryOf(c, 'status', 40),
  })

  return {
    app: surface.app,
    frameOf,
    /** @param path below `/operator`, such as `/contests` */
    read(path: string, respond: (c: Visitor, desk: Desk, frame: Frame) => Response | Promise<Response>) {
      const show = forOperators(async (c, desk) => respond(c, desk, await frameOf(c, desk.me)))
      surface.page(`/operator${path}`, async (c, me) => show(c, me))
    },
    write(path: string, respond: Respond) {
      surface.form(`/operator${path}`, forOperators(respond))
    },
    /**
     * A form that gives somebody power, or takes something away for good: only while the log-in is recent (LOG-10).
     * @param back the page to come back to when it is not, below `/operator`
     */
    writeSensitive(path: string, back: string | ((c: Visitor) => string), respond: Respond) {
      const backOf = (c: Visitor) => `/operator${typeof back === 'string' ? back : back(c)}`
      const confirmed = (c: Visitor, desk: Desk) =>
        isRecent(on, desk.me) ? respond(c, desk) : confirmFirst(context, c, desk.me, backOf(c))
      surface.form(`/operator${path}`, forOperators(confirmed))
    },
    /** Does something as an operator: whether they still are one is asked once more, in the same transaction. */
    act<T>({ actor }: Desk, work: (tx: Tx, actor: OperatorActor) => Promise<T>): Promise<T> {
      return database.transaction(async (tx) => {
        await mustOperate(tx, actor)
        return work(tx, actor)
      })
    },
  }
}
