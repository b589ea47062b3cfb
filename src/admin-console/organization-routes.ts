import { accountById } from '#account'
import { searchEntries } from '#audit'
import { claimsUnderWay, isBeforeDate } from '#domain-claim'
import { hashSecret, isId, Refusal } from '#kernel'
import { countAccounts } from '#managed-account'
import {
  acceptInvitation,
  adminsOf,
  cancelInvitation,
  changeRole,
  createOrganization,
  type Invitation,
  invitationById,
  invitationByToken,
  invitationsOf,
  inviteAdmin,
  organizationById,
  organizationsOf,
  removeAdmin,
  renameOrganization,
  resendInvitation,
} from '#organization'
import { formOf, queryOf, show, type Visitor } from '#platform'
import { openAttempt, originOf, type Presented, presentedIn, setCookies } from '#sign-in'
import { peopleOf } from './audit-view.ts'
import { type Console, type ConsoleContext, mostManagedCounted, type Place } from './console.ts'
import { needsOfDisputes } from './disputes-asked.ts'
import { domainsIn } from './domains-in.ts'
import { clip, mended } from './mended.ts'
import {
  adminsPage,
  invitationGonePage,
  invitationPage,
  newOrganizationPage,
  organizationsPage,
  overviewPage,
  settingsPage,
} from './pages/index.ts'

const latestShown = 5

/** Organizations, and who runs them (ORG-1). */
export function organizationRoutes(context: ConsoleContext, surface: Console): void {
  const { page, form, read, write, writeSensitive, holderOf } = surface
  const { database } = context
  const on = database.durable
  const holderActor = (c: Visitor, me: Presented) =>
    ({ kind: 'holder', accountId: me.accountId, ...originOf(c) }) as const
  const status = (c: Visitor) => queryOf(c, 'status', 40)

  page('/organizations', async (c, me, holder) =>
    show(c, organizationsPage(c.get('say'), { holder, organizations: await organizationsOf(on, me.accountId) })),
  )
  page('/organizations/new', async (c, _me, holder) => show(c, newOrganizationPage(c.get('say'), { holder })))
  form('/organizations/new', async (c, me) => {
    const { name } = await formOf(c, 'name')
    try {
      const made = await database.transaction((tx) =>
        createOrganization(tx, holderActor(c, me), { name, adminAccountId: me.accountId }),
      )
      return c.redirect(`/organizations/${made.id}`, 303)
    } catch (error) {
      const known = mended(error)
      const view = { holder: await holderOf(me), name: clip(name), error: known }
      return show(c, newOrganizationPage(c.get('say'), view), { status: known.status })
    }
  })

  // ---------- following an invitation ----------

  /** By the mailed link, or, after logging in with the very address it was mailed to, by its id. */
  async function invitationIn(c: Visitor, me: Presented | undefined): Promise<Found | undefined> {
    const token = queryOf(c, 'token', 100)
    const id = queryOf(c, 'id', 100)
    const byLink = token ? await invitationByToken(on, hashSecret(token)) : undefined
    const byId = !token && me && isId(id) ? await invitationById(on, id) : undefined
    const mine = byId && (await accountById(on, me?.accountId ?? ''))?.emailKey === byId.emailKey ? byId : undefined
    const invitation = byLink ?? mine
    const organization = invitation && (await organizationById(on, invitation.organizationId))
    return organization && { invitation, organization: organization.name, token }
  }

  surface.app.get('/organizations/invitation', async (c) => {
    const me = await presentedIn(context, c)
    const found = await invitationIn(c, me)
    if (!found) return show(c, invitationGonePage(c.get('say')), { status: 410 })
    const { invitation, ...about } = found
    return show(c, invitationPage(c.get('say'), { ...invitation, ...about, me: me?.email }))
  })

  surface.app.post('/organizations/invitation', async (c) => {
    const { other } = await formOf(c, 'other')
    const me = await presentedIn(context, c)
    const found = await invitationIn(c, me)
    if (!found) return show(c, invitationGonePage(c.get('say')), { status: 410 })
    const { invitation } = found
    if (!me || other) {
      const returnTo = `/organizations/invitation?id=${invitation.id}`
      const shown = context.jar.read(c.req.header('cookie'))
      const opened = await openAttempt(on, context.jar, shown, { returnTo, email: invitation.email })
      setCookies(c, opened.setCookies)
      return c.redirect(opened.url, 303)
    }
    const which = found.token ? { tokenHash: hashSecret(found.token) } : { id: invitation.id }
    const { organizationId } = await database.transaction((tx) => acceptInvitation(tx, holderActor(c, me), which))
    return c.redirect(`/organizations/${organizationId}`, 303)
  })

  // ---------- one organization ----------

  read('', 'auditor', async (c, place, holder) => {
    const admins = await adminsOf(on, place.organization.id)
    const domains = await domainsIn(on, place.organization.id)
    const underWay = await claimsUnderWay(
      on,
      domains.map(({ id }) => id),
    )
    const claims = underWay.filter(({ state }) => isBeforeDate(state))
    const disputes = await needsOfDisputes(on, place.organization.id)
    const search = { organizationId: place.organization.id, two: 'on' } as const
    const withSecondStep = place.managed > 0 ? await countAccounts(on, search, mostManagedCounted + 1) : undefined
    const entries = await searchEntries(on, { organizationId: place.organization.id }, { most: latestShown })
    const people = await peopleOf(on, {}, entries)
    const view = { admins, domains, claims, disputes, withSecondStep, entries, people }
    return show(c, overviewPage(c.get('say'), { ...place, ...view, holder }))
  })

  const adminsView = async (place: Place) => ({
    ...place,
    holder: await holderOf(place.me),
    myId: place.me.accountId,
    admins: await adminsOf(on, place.organization.id),
    invitations: await invitationsOf(on, place.organization.id),
  })
  read('/admins', 'auditor', async (c, place) =>
    show(c, adminsPage(c.get('say'), { ...(await adminsView(place)), status: status(c) })),
  )
  writeSensitive('/admins/invite', 'org-admin', '/admins', async (c, place) => {
    const { email, role } = await formOf(c, 'email', 'role')
    try {
      await database.transaction((tx) => inviteAdmin(tx, place.actor, { email, role }))
    } catch (error) {
      const known = mended(error)
      const view = { ...(await adminsView(place)), email: clip(email), chosen: role, error: known }
      return show(c, adminsPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`${place.base}/admins?status=invited`, 303)
  })
  write('/admins/invitation', 'org-admin', async (c, { actor, base }) => {
    const { invitation, act } = await formOf(c, 'invitation', 'act')
    const id = isId(invitation) ? invitation : ''
    if (!id) throw new Refusal('organization.invitation-gone', 410)
    await database.transaction((tx) =>
      act === 'cancel' ? cancelInvitation(tx, actor, id) : resendInvitation(tx, actor, id),
    )
    return c.redirect(`${base}/admins?status=${act === 'cancel' ? 'canceled' : 'resent'}`, 303)
  })
  writeSensitive('/admins/role', 'auditor', '/admins', async (c, { actor, base, me }) => {
    const { account, role, act } = await formOf(c, 'account', 'role', 'act')
    const whom = account ?? ''
    await database.transaction((tx) =>
      act === 'remove' ? removeAdmin(tx, actor, whom) : changeRole(tx, actor, whom, role),
    )
    if (act === 'remove' && whom === me.accountId) return c.redirect('/organizations', 303)
    return c.redirect(`${base}/admins?status=${act === 'remove' ? 'removed' : 'role-changed'}`, 303)
  })

  read('/settings', 'org-admin', async (c, place, holder) =>
    show(c, settingsPage(c.get('say'), { ...place, holder, name: place.organization.name, status: status(c) })),
  )
  write('/settings', 'org-admin', async (c, place) => {
    const { name } = await formOf(c, 'name')
    try {
      await database.transaction((tx) => renameOrganization(tx, place.actor, name))
    } catch (error) {
      const known = mended(error)
      const view = { ...place, holder: await holderOf(place.me), name: clip(name) ?? '', error: known }
      return show(c, settingsPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`${place.base}/settings?status=renamed`, 303)
  })
}

type Found = {
  readonly invitation: Invitation
  readonly organization: string
  readonly token: string | undefined
}
