import { openSurface } from '#account-page'
import type { Looker } from '#domain-claim'
import { isId, Refusal } from '#kernel'
import { countManaged, countOpenRequests } from '#managed-account'
import {
  type AdminActor,
  adminActor,
  covers,
  type Organization,
  organizationById,
  type Role,
  roleOf,
} from '#organization'
import type { Visitor } from '#platform'
import type { Holder } from '#platform/page'
import { confirmFirst, isRecent, originOf, type Presented, type SignInContext } from '#sign-in'

/** What the console needs besides what logging in does: eyes for domains, and which of them belong to mail providers; how long the log is kept. */
export type ConsoleContext = SignInContext & {
  readonly look: Looker
  readonly isMailProvider: (name: string) => boolean
  readonly auditKept: Temporal.Duration
}

/** Where somebody is who runs an organization, and as what. */
export type Place = {
  readonly me: Presented
  readonly organization: Organization
  readonly role: Role
  /** The organization’s own address: `/organizations/<id>`. */
  readonly base: string
  readonly actor: AdminActor
  /** How many accounts it manages; one more than are counted when there are more. */
  readonly managed: number
  /** How many requests of holders wait for an answer. */
  readonly requests: number
}

/** Counted no further: more is said as “more than”. */
export const mostManagedCounted = 10_000
const mostRequestsCounted = 1_000

/** Pages and forms of one organization, for those whose role covers them. */
export type Console = ReturnType<typeof openConsole>

/** The ground that an organization’s pages stand on. Each act asks for the role once more itself. */
export function openConsole(context: SignInContext) {
  const surface = openSurface(context)
  const on = context.database.durable

  async function placeOf(c: Visitor, me: Presented, needed: Role): Promise<Place> {
    const id = c.req.param('organization')
    const role = isId(id) ? await roleOf(on, id, me.accountId) : undefined
    const organization = role && isId(id) ? await organizationById(on, id) : undefined
    if (!role || !organization) throw new Refusal('organization.unknown', 404)
    if (!covers(role, needed)) throw new Refusal('organization.not-admin', 403)
    const actor = adminActor(me.accountId, organization.id, originOf(c))
    const managed = await countManaged(on, organization.id, mostManagedCounted + 1)
    const requests = await countOpenRequests(on, organization.id, mostRequestsCounted)
    return { me, organization, role, base: `/organizations/${organization.id}`, actor, managed, requests }
  }

  return {
    ...surface,
    /** @param path below the organization’s own, such as `/admins` */
    read(path: string, needed: Role, respond: (c: Visitor, place: Place, holder: Holder) => Promise<Response>) {
      surface.page(`/organizations/:organization${path}`, async (c, me, holder) =>
        respond(c, await placeOf(c, me, needed), holder),
      )
    },
    /** A page that leads to something sensitive: only while the log-in is recent, so that what was chosen is still there (LOG-10). */
    readSensitive(
      path: string,
      needed: Role,
      respond: (c: Visitor, place: Place, holder: Holder) => Promise<Response>,
    ) {
      surface.page(`/organizations/:organization${path}`, async (c, me, holder) => {
        const place = await placeOf(c, me, needed)
        const { pathname, search } = new URL(c.req.url)
        return isRecent(on, me) ? respond(c, place, holder) : confirmFirst(context, c, me, pathname + search)
      })
    },
    write(path: string, needed: Role, respond: (c: Visitor, place: Place) => Promise<Response>) {
      surface.form(`/organizations/:organization${path}`, async (c, me) => respond(c, await placeOf(c, me, needed)))
    },
    /** A form with a file, which `respond` reads itself, once it is known who sends it. */
    writeUpload(path: string, needed: Role, respond: (c: Visitor, place: Place) => Promise<Response>) {
      surface.upload(`/organizations/:organization${path}`, async (c, me) => respond(c, await placeOf(c, me, needed)))
    },
    /**
     * A form that gives somebody power over the organization, or takes something away for good: only while the log-in is recent
     * (LOG-10).
     * @param back the page to come back to when it is not, below the organization’s own; or how it follows from what was sent
     */
    writeSensitive(
      path: string,
      needed: Role,
      back: string | ((c: Visitor) => Promise<string>),
      respond: (c: Visitor, place: Place) => Promise<Response>,
    ) {
      surface.form(`/organizations/:organization${path}`, async (c, me) => {
        const place = await placeOf(c, me, needed)
        if (isRecent(on, me)) return respond(c, place)
        return confirmFirst(context, c, me, place.base + (typeof back === 'string' ? back : await back(c)))
      })
    },
  }
}
