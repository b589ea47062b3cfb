import { type Html, html, type Problem, type Say } from '#platform/page'
import { type Frame, inConsole } from './frame.ts'
import { nameField } from './organizations.ts'

/** What an organization calls itself. */
export function settingsPage(
  say: Say,
  page: Frame & { readonly name: string; readonly error?: Problem | undefined },
): Html {
  return inConsole(say, page, {
    section: '/settings',
    title: say('admin-console.settings.title'),
    lede: say('admin-console.settings.lede'),
    content: html`<form method="post" action="${page.base}/settings" class="card">
<div class="card-body">${nameField(say, page.name, page.error)}</div>
<footer><button type="submit" class="btn primary">${say('admin-console.settings.save')}</button></footer></form>`,
  })
}
