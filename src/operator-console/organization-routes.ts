import { domainToASCII } from 'node:url'
import { clip, domainsIn, mended, peopleOf } from '#admin-console'
import { searchEntries } from '#audit'
import { isId, Refusal } from '#kernel'
import {
  adminsOf,
  createOrganizationFor,
  invitationsOf,
  inviteFirstAdmin,
  type Organization,
  organizationById,
} from '#organization'
import { formOf, queryOf, type Statements, show, type Visitor } from '#platform'
import { claimsOfOrganization, countManaged, listOrganizations } from './organization-store.ts'
import { newOrganizationPage, organizationPage, organizationsPage } from './pages/index.ts'
import type { OperatorContext, OperatorSurface } from './surface.ts'

const onOnePage = 25
const entriesShown = 15
const claimsShown = 20

/** Every organization of the installation, and the way for one whose people cannot help themselves (ORG-1). */
export function organizationRoutes({ database }: OperatorContext, surface: OperatorSurface): void {
  const { read, writeSensitive, act, frameOf } = surface
  const on = database.durable

  read('/organizations', async (c, _desk, frame) => {
    const query = queryOf(c, 'q', 200)?.trim().toWellFormed() ?? ''
    const asked = queryOf(c, 'after', 40)
    const after = isId(asked) ? asked : undefined
    const beginning = query.normalize('NFC').replaceAll('\0', '')
    const isFailing = beginning === '' && queryOf(c, 'failing', 1) !== undefined
    const named = beginning === '' ? undefined : { beginning, domain: domainToASCII(beginning) }
    const wanted = isFailing ? 'failing' : named
    const found = await listOrganizations(on, wanted, { most: onOnePage + 1, after })
    const organizations = found.slice(0, onOnePage)
    const next = found.length > onOnePage ? organizations.at(-1)?.id : undefined
    const view = { ...frame, query, isFailing, organizations, next, isFirst: after === undefined }
    return show(c, organizationsPage(c.get('say'), view))
  })

  read('/organizations/new', (c, _desk, frame) => show(c, newOrganizationPage(c.get('say'), frame)))
  writeSensitive('/organizations/new', '/organizations/new', async (c, desk) => {
    const { name, email } = await formOf(c, 'name', 'email')
    try {
      const { id } = await act(desk, (tx, actor) => createOrganizationFor(tx, actor, { name, email }))
      return c.redirect(`/operator/organizations/${id}?status=organization-made`, 303)
    } catch (error) {
      const known = mended(error)
      const view = { ...(await frameOf(c, desk.me)), name: clip(name), email: clip(email), error: known }
      return show(c, newOrganizationPage(c.get('say'), view), { status: known.status })
    }
  })

  read('/organizations/:organization', async (c, _desk, frame) => {
    const organization = await organizationIn(on, c)
    return show(c, organizationPage(c.get('say'), { ...frame, ...(await aboutOrganization(on, organization)) }))
  })
  const inviting = '/organizations/:organization/invite'
  const backTo = (c: Visitor) =>
    `/organizations/${isId(c.req.param('organization')) ? c.req.param('organization') : ''}`
  writeSensitive(inviting, backTo, async (c, desk) => {
    const organization = await organizationIn(on, c)
    const { email } = await formOf(c, 'email')
    try {
      await act(desk, (tx, actor) => inviteFirstAdmin(tx, actor, organization.id, email))
    } catch (error) {
      const known = mended(error)
      const about = await aboutOrganization(on, organization)
      const view = { ...(await frameOf(c, desk.me)), ...about, email: clip(email), error: known }
      return show(c, organizationPage(c.get('say'), view), { status: known.status })
    }
    return c.redirect(`/operator/organizations/${organization.id}?status=admin-invited`, 303)
  })
}

/** @throws Refusal 'operator-console.organization-unknown' 404 */
async function organizationIn(on: Statements, c: Visitor): Promise<Organization> {
  const id = c.req.param('organization')
  const organization = isId(id) ? await organizationById(on, id) : undefined
  if (!organization) throw new Refusal('operator-console.organization-unknown', 404)
  return organization
}

async function aboutOrganization(on: Statements, organization: Organization) {
  const { id } = organization
  const entries = await searchEntries(on, { organizationId: id }, { most: entriesShown })
  const admins = await adminsOf(on, id)
  const addresses = async () => new Map(admins.map(({ accountId, email }) => [accountId, email]))
  return {
    organization,
    admins,
    invitations: await invitationsOf(on, id),
    domains: await domainsIn(on, id),
    claims: await claimsOfOrganization(on, id, claimsShown),
    accounts: await countManaged(on, id),
    entries,
    people: await peopleOf(on, { addresses }, entries),
  }
}
