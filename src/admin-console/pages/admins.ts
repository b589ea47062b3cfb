import { type Admin, type Invitation, type Role, roles } from '#organization'
import { avatar, errorWords, field, type Html, hidden, html, type Problem, type Say, trusted } from '#platform/page'
import { type Frame, inConsole, roleMeans, roleName } from './frame.ts'

export interface AdminsPage extends Frame {
  readonly myId: string
  readonly admins: readonly Admin[]
  readonly invitations: readonly Invitation[]
  /** What was typed, when it could not be used. */
  readonly email?: string | undefined
  readonly chosen?: string | undefined
  readonly error?: Problem | undefined
}

/** Who runs the organization, and who is invited to (ORG-1). */
export function adminsPage(say: Say, page: AdminsPage): Html {
  const { base, role, admins, invitations } = page
  const mayChange = role === 'org-admin'
  return inConsole(say, page, {
    section: '/admins',
    title: say('admin-console.admins.title'),
    lede: say('admin-console.admins.lede'),
    content: html`<section class="card" aria-labelledby="h-a">
<header>
<h2 id="h-a">${say('admin-console.admins.now')}</h2></header>
<ul class="rows list">
${admins.map((admin) => adminRow(say, page, admin))}</ul></section>
${invitations.length > 0 && openInvitations(say, base, invitations, mayChange)}${mayChange && inviteForm(say, page)}`,
  })
}

function adminRow(say: Say, { base, role, myId }: AdminsPage, admin: Admin): Html {
  const { accountId, name, email, role: theirs, since } = admin
  const isMe = accountId === myId
  const options = roles.map(
    (each) => html`<option value="${each}"${each === theirs && trusted(' selected')}>${roleName(say, each)}</option>`,
  )
  const change =
    role === 'org-admin'
      ? html`<form method="post" action="${base}/admins/role" class="btn-row">${hidden('account', accountId)}<label class="sr-only" for="role-${accountId}">${say('admin-console.admins.role-of', { name })}</label><select class="select" id="role-${accountId}" name="role">${options}</select><button type="submit" class="btn sm">${say('admin-console.admins.save')}<span class="sr-only"> ${name}</span></button><button type="submit" class="btn sm danger-quiet" name="act" value="remove">${isMe ? say('admin-console.admins.leave') : say('admin-console.admins.remove')}<span class="sr-only"> ${name}</span></button></form>`
      : html`<span class="muted">${roleName(say, theirs)}</span>${
          isMe &&
          html`<form method="post" action="${base}/admins/role">${hidden('account', accountId)}<button type="submit" class="btn sm danger-quiet" name="act" value="remove">${say('admin-console.admins.leave')}</button></form>`
        }`
  return html`<li>${avatar({ id: accountId, name }, 36)}<span class="val"><b class="h3"><bdi>${name}</bdi>${isMe && html` <span class="muted">${say('admin-console.admins.you')}</span>`}</b><small>${email} · ${say('admin-console.admins.since', { since })}</small></span><div class="end">${change}</div></li>`
}

function openInvitations(say: Say, base: string, invitations: readonly Invitation[], mayChange: boolean): Html {
  const row = ({ id, email, role, sentAt, expiresAt }: Invitation) =>
    html`<li><span class="val"><b class="h3">${email}</b><small>${roleName(say, role)} · ${say('admin-console.admins.invited', { sent: sentAt, until: expiresAt })}</small></span>${
      mayChange &&
      html`<div class="end"><form method="post" action="${base}/admins/invitation" class="btn-row">${hidden('invitation', id)}<button type="submit" class="btn sm">${say('admin-console.admins.resend')}<span class="sr-only"> ${email}</span></button><button type="submit" class="btn sm danger-quiet" name="act" value="cancel">${say('admin-console.admins.cancel')}<span class="sr-only"> ${email}</span></button></form></div>`
    }</li>`
  return html`<section class="card" aria-labelledby="h-i">
<header>
<h2 id="h-i">${say('admin-console.admins.open')}</h2></header>
<ul class="rows list">
${invitations.map(row)}</ul></section>
`
}

function inviteForm(say: Say, { base, email, chosen = 'org-admin', error }: AdminsPage): Html {
  const pick = (role: Role) =>
    html`<label class="pick"><input type="radio" name="role" value="${role}"${chosen === role && trusted(' checked')}><span><b>${roleName(say, role)}</b><span class="muted">${roleMeans(say, role)}</span></span></label>`
  return html`<form method="post" action="${base}/admins/invite" class="card" aria-labelledby="h-n">
<header>
<h2 id="h-n">${say('admin-console.admins.invite')}</h2>
<p>${say('admin-console.admins.invite-lede')}</p></header>
<div class="card-body">${field({
    id: 'email',
    className: 'input',
    label: say('admin-console.admins.email'),
    attributes: 'type="email" autocomplete="off" maxlength="320" required',
    value: email,
    error: error === undefined ? undefined : errorWords(say, 'admin-console.admins.error', error),
    focus: error !== undefined,
  })}
<fieldset class="mt-4"><legend>${say('admin-console.admins.role')}</legend>
${roles.map(pick)}</fieldset></div>
<footer><button type="submit" class="btn primary">${say('admin-console.admins.send')}</button></footer></form>
`
}
