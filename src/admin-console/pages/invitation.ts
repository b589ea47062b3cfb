import type { Invitation } from '#organization'
import { authPage, avatar, type Html, html, iconTile, type Say } from '#platform/page'
import { roleMeans, roleName } from './frame.ts'

export interface InvitationPage extends Pick<Invitation, 'id' | 'email' | 'role' | 'expiresAt'> {
  readonly organization: string
  /** The mailed link's own secret; without it the invitation is known by its id. */
  readonly token?: string | undefined
  /** The address of whoever is logged in here. */
  readonly me?: string | undefined
}

/** What following an invitation will do, and as whom. */
export function invitationPage(say: Say, page: InvitationPage): Html {
  const { id, organization, role, email, token, me, expiresAt } = page
  const query = token ? `token=${encodeURIComponent(token)}` : `id=${id}`
  const title = say('admin-console.invitation.title', { organization })
  return authPage(say, {
    title: say('admin-console.invitation.short'),
    content: html`${iconTile('people', 'accent')}
<h1>${title}</h1>
<p class="lede">${say.html('admin-console.invitation.as', { role: roleName(say, role) })} ${roleMeans(say, role)}</p>
<form method="post" action="/organizations/invitation?${query}">
${
  me &&
  html`<div class="who-chip mt-2">${avatar({ id: me, name: me }, 32)}<span class="grow">${me}</span></div>
`
}<div class="actions"><button type="submit" class="btn primary lg block">${
      me ? say('admin-console.invitation.accept') : say('admin-console.invitation.log-in')
    }</button></div>
${me && html`<p class="auth-alt"><button type="submit" class="btn quiet" name="other" value="1">${say('admin-console.invitation.other')}</button></p>`}</form>
<p class="auth-alt">${say('admin-console.invitation.sent', { email, until: expiresAt })}</p>`,
  })
}

/** An invitation that was used, taken back, or is too old. */
export function invitationGonePage(say: Say): Html {
  return authPage(say, {
    title: say('admin-console.invitation.gone'),
    content: html`${iconTile('clock')}
<h1>${say('admin-console.invitation.gone')}</h1>
<p class="lede">${say('organization.refusal.invitation-gone')}</p>
<div class="actions"><a class="btn primary lg block" href="/organizations">${say('admin-console.invitation.mine')}</a></div>`,
  })
}
