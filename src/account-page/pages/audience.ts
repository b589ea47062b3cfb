import type { Audience, Field } from '#account'
import { type Html, html, type Say, trusted } from '#platform/page'

/** Who sees a field of the profile: one choice of three, with what each comes to (ACC-8). */
export function audienceField(say: Say, chosen: Audience, name = 'audience', legend?: string): Html {
  const pick = (audience: Audience, label: string, more: string) =>
    html`<label class="pick"><input type="radio" name="${name}" value="${audience}"${audience === chosen && trusted(' checked')}><span><b>${label}</b><span class="muted">${more}</span></span></label>
`
  return html`<fieldset class="mt-6">
<legend>${legend ?? say('account-page.audience.legend')}</legend>
${pick('anyone', say('account-page.audience.anyone'), say('account-page.audience.anyone-more'))}${pick('organization', say('account-page.audience.organization'), say('account-page.audience.organization-more'))}${pick('me', say('account-page.audience.me'), say('account-page.audience.me-more'))}</fieldset>`
}

/** Who sees it, in two words. */
export function audienceWords(say: Say, audience: Audience): string {
  if (audience === 'organization') return say('account-page.audience.organization')
  return audience === 'me' ? say('account-page.audience.me') : say('account-page.audience.anyone')
}

/** The field, as sentences call it. */
export function fieldWords(say: Say, field: Field): string {
  const words = {
    name: () => say('account-page.profile.name'),
    'public-name': () => say('account-page.profile.public-name'),
    picture: () => say('account-page.profile.picture'),
    language: () => say('account-page.language.language'),
    'time-zone': () => say('account-page.language.zone'),
  }
  return words[field]()
}
