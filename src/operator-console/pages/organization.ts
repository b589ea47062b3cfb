import { type DomainView, nameOf, type People, roleName, sentenceOf, statePill, whoDidIt } from '#admin-console'
import type { LoggedEntry } from '#audit'
import { readable } from '#domain-claim'
import type { Admin, Invitation, Organization } from '#organization'
import { avatar, errorWords, type Html, html, icon, note, type Problem, type Say } from '#platform/page'
import { mostCounted, type SeenClaim } from '../organization-store.ts'
import { type Frame, inOperatorConsole } from './frame.ts'
import { counted, emailField } from './organizations.ts'

export interface OrganizationPage extends Frame {
  readonly organization: Organization
  readonly admins: readonly Admin[]
  readonly invitations: readonly Invitation[]
  readonly domains: readonly DomainView[]
  readonly claims: readonly SeenClaim[]
  readonly accounts: number
  readonly entries: readonly LoggedEntry[]
  readonly people: People
  /** What was typed, when it could not be used. */
  readonly email?: string | undefined
  readonly error?: Problem | undefined
}

/** One organization: who runs it, what it holds, what was done there last. */
export function organizationPage(say: Say, page: OrganizationPage): Html {
  const { organization, accounts } = page
  return inOperatorConsole(say, page, {
    section: '/organizations',
    title: organization.name,
    lede: say('operator-console.organization.lede', {
      since: organization.createdAt,
      accounts: counted(say, accounts, mostCounted.accounts),
    }),
    crumbs: [{ href: '/operator/organizations', label: say('operator-console.organizations.title') }],
    styles: ['audit-log.css'],
    content: html`${adminsCard(say, page)}
${domainsCard(say, page)}
${claimsCard(say, page)}
${entriesCard(say, page)}`,
  })
}

const card = (id: string, title: string, content: Html): Html => html`<section class="card" aria-labelledby="${id}">
<header>
<h2 id="${id}">${title}</h2></header>
${content}</section>`

const nothing = (sentence: string): Html => html`<div class="card-body"><p class="muted">${sentence}</p></div>`

function adminsCard(say: Say, page: OrganizationPage): Html {
  const { admins, invitations } = page
  const isRun = admins.some(({ role }) => role === 'org-admin')
  const admin = ({ accountId, name, email, role }: Admin) =>
    html`<li>${avatar({ id: accountId, name }, 36)}<span class="val"><b class="h3"><bdi>${name}</bdi></b><small>${email}</small></span><span class="end muted">${roleName(say, role)}</span></li>`
  const invited = ({ email, role, expiresAt }: Invitation) =>
    html`<li>${icon('mail')}<span class="val"><b class="h3">${email}</b><small>${say('operator-console.organization.invited', { until: expiresAt })}</small></span><span class="end muted">${roleName(say, role)}</span></li>`
  return card(
    'h-a',
    say('operator-console.organization.admins'),
    html`${
      admins.length + invitations.length > 0 &&
      html`<ul class="rows list">
${admins.map(admin)}${invitations.map(invited)}</ul>`
    }${!isRun && inviteForm(say, page)}`,
  )
}

/** For an organization that nobody can run: its people cannot help themselves. */
function inviteForm(say: Say, { organization, email, error }: OrganizationPage): Html {
  const words = error === undefined ? undefined : errorWords(say, 'operator-console.new.error', error)
  return html`<form method="post" action="/operator/organizations/${organization.id}/invite">
<div class="card-body">
<div class="mb-5">${note('warn', html`<b>${say('operator-console.organization.alone')}</b>${say('operator-console.organization.alone-why')}`, false)}</div>
${emailField(say, email, words)}</div>
<footer><button type="submit" class="btn primary">${say('operator-console.organization.invite')}</button></footer></form>`
}

function domainsCard(say: Say, { domains }: OrganizationPage): Html {
  const row = (domain: DomainView) => {
    const { name, checkedAt, withSubdomains } = domain
    const looked = checkedAt
      ? say('operator-console.organization.looked', { at: checkedAt })
      : say('operator-console.organization.not-looked')
    return html`<li>${icon('globe')}<span class="val"><b class="h3">${nameOf(name)}</b><small>${looked}${withSubdomains && html` · ${say('operator-console.organization.below')}`}</small></span><span class="end">${statePill(say, domain)}</span></li>`
  }
  return card(
    'h-d',
    say('operator-console.organization.domains'),
    domains.length > 0
      ? html`<ul class="rows list">
${domains.map(row)}</ul>`
      : nothing(say('operator-console.organization.no-domains')),
  )
}

function claimsCard(say: Say, { claims }: OrganizationPage): Html {
  const row = ({ mode, state, domain, startedAt, takesEffectAt }: SeenClaim) =>
    html`<li>${icon('people')}<span class="val"><b class="h3"><bdi>${readable(domain)}</bdi></b><small>${say('operator-console.organization.claim', { mode: choice(mode), started: startedAt, from: takesEffectAt })}</small></span><span class="end"><span class="pill text">${say('operator-console.organization.claim-state', { state: choice(state) })}</span></span></li>`
  return card(
    'h-c',
    say('operator-console.organization.claims'),
    claims.length > 0
      ? html`<ul class="rows list">
${claims.map(row)}</ul>`
      : nothing(say('operator-console.organization.no-claims')),
  )
}

// What a sentence chooses by cannot hold dashes.
const choice = (code: string): string => code.replaceAll('-', '_')

function entriesCard(say: Say, { entries, people }: OrganizationPage): Html {
  const row = (entry: LoggedEntry) =>
    html`<tr><td class="nowrap muted num">${say.stamp(entry.at)}</td><td><bdi>${whoDidIt(say, entry, people)}</bdi></td><td class="fold-full"><a class="plainlink" href="/operator/audit/${entry.id}">${sentenceOf(say, entry, people)}</a></td></tr>
`
  return card(
    'h-e',
    say('operator-console.organization.entries'),
    entries.length > 0
      ? html`<div class="table-wrap">
<table class="table fold log"><caption class="sr-only">${say('operator-console.organization.entries')}</caption>
<thead>
<tr><th scope="col">${say('admin-console.audit-log.when')}</th><th scope="col">${say('admin-console.audit-log.whose')}</th><th scope="col">${say('admin-console.audit-log.what')}</th></tr></thead>
<tbody>
${entries.map(row)}</tbody></table></div>`
      : nothing(say('operator-console.organization.no-entries')),
  )
}
