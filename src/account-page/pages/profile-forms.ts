import type { Audience, ZoneGroup } from '#account'
import {
  accountPage,
  asset,
  errorLine,
  errorWords,
  field,
  type Holder,
  type Html,
  html,
  languageOf,
  ownName,
  type Problem,
  type Say,
  trusted,
} from '#platform/page'
import { audienceField } from './audience.ts'

/** Forms of the profile: pages instead of dialogs, so that each has an address and works without scripts. */

interface FormPage {
  readonly title: string
  readonly lede: string
  readonly action: string
  readonly save: string
  readonly holder: Holder
  readonly failed: boolean
  readonly body: Html
  /** What stands above the form, and below it. */
  readonly before?: Html | undefined
  readonly after?: Html | undefined
  /** The section it belongs to, and its page to go back to. */
  readonly section?: 'profile' | 'organization'
  readonly back?: string
}

export function formPage(say: Say, page: FormPage): Html {
  const {
    title,
    lede,
    action,
    save,
    holder,
    failed,
    body,
    before,
    after,
    section = 'profile',
    back = '/profile',
  } = page
  return accountPage(say, {
    title: failed ? say('account-page.title-error', { title }) : title,
    section,
    holder,
    styles: ['profile.css'],
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${lede}</p></div>
${before}<form method="post" action="${action}" class="card">
<div class="card-body">${body}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${save}</button><a class="btn quiet" href="${back}">${say('account-page.cancel')}</a></footer></form>
${after}`,
  })
}

export interface ChangeNamePage {
  readonly holder: Holder
  readonly value: string
  readonly audience: Audience
  readonly error?: Problem | undefined
}

/** The name that people see, and who sees it. */
export function changeNamePage(say: Say, { holder, value, audience, error }: ChangeNamePage): Html {
  const input = field({
    id: 'name',
    className: 'input',
    label: say('account-page.name.name'),
    attributes: 'type="text" autocomplete="name" dir="auto" maxlength="200" required',
    value,
    error: error === undefined ? undefined : errorWords(say, 'account-page.name.error', error),
    focus: true,
  })
  return formPage(say, {
    title: say('account-page.name.title'),
    lede: say('account-page.name.lede'),
    action: '/profile/name',
    save: say('account-page.name.save'),
    holder,
    failed: error !== undefined,
    body: html`${input}${audienceField(say, audience)}`,
  })
}

/** The name for passing mentions, which may be none. */
export function publicNamePage(say: Say, { holder, value, audience, error }: ChangeNamePage): Html {
  const input = field({
    id: 'public-name',
    className: 'input',
    label: say('account-page.profile.public-name'),
    attributes: 'type="text" autocomplete="nickname" dir="auto" maxlength="200"',
    value,
    hint: html`${say('account-page.public-name.hint')}`,
    error: error === undefined ? undefined : errorWords(say, 'account-page.name.error', error),
    focus: true,
  })
  return formPage(say, {
    title: say('account-page.public-name.title'),
    lede: say('account-page.public-name.lede'),
    action: '/profile/public-name',
    save: say('account-page.public-name.save'),
    holder,
    failed: error !== undefined,
    body: html`${input}${audienceField(say, audience)}`,
  })
}

export interface LanguagePage {
  readonly holder: Holder
  readonly languages: readonly string[]
  readonly zones: readonly ZoneGroup[]
  /** Whose zones to choose from; those around the account's own by default. */
  readonly region?: string | undefined
  readonly locale: string
  readonly zone: string
  readonly audiences: { readonly language: Audience; readonly zone: Audience }
  readonly errors?: { readonly language?: Problem | undefined; readonly zone?: Problem | undefined }
}

/** All zones in one list would weigh more than the rest of the page: one region's are shown, and the account's own. */
function zonesShown({ zones, zone, region }: LanguagePage) {
  const isOwn = (group: ZoneGroup) => group.zones.some(({ id }) => id === zone)
  const here = zones.find((group) => group.region === region) ?? zones.find(isOwn)
  const own = zones.filter((group) => group !== here && isOwn(group))[0]
  return {
    here,
    own: own && { ...own, zones: own.zones.filter(({ id }) => id === zone) },
    elsewhere: zones.map((group) => group.region).filter((each) => each !== here?.region),
  }
}

const regionName = (say: Say, region: string): string => say('account-page.language.region', { region })

/** The language and the time zone of pages and mails. */
export function languageAndTimePage(say: Say, page: LanguagePage): Html {
  const { errors = {}, holder } = page
  const option = (value: string, label: string, chosen: string, language?: string) =>
    html`<option value="${value}"${language && html` lang="${language}"`}${value === chosen && trusted(' selected')}>${label}</option>`
  const languages = page.languages.map((each) => option(each, ownName(each), languageOf(page.locale), each))
  const { own, here, elsewhere } = zonesShown(page)
  const inRegion = ({ region, zones }: ZoneGroup) => html`<optgroup label="${regionName(say, region)}">
${zones.map(({ id, place, offset }) => option(id, `${place} ${offset}`, page.zone))}</optgroup>
`
  const zones = [own, here].filter((group) => group !== undefined).map(inRegion)
  const others = elsewhere.map(
    (region, index) =>
      html`${index > 0 && ' · '}<a href="/profile/language?region=${region}">${regionName(say, region)}</a>`,
  )
  const suggestion = html`<p class="hint">${say('account-page.language.elsewhere')} ${others}</p>
<p class="hint" data-zone-suggestion="${say('account-page.language.suggestion', { zone: '{zone}' })}" data-use="${say('account-page.language.use')}" hidden></p>`
  return formPage(say, {
    title: say('account-page.language.title'),
    lede: say('account-page.language.lede'),
    action: '/profile/language',
    save: say('account-page.language.save'),
    holder,
    failed: Boolean(errors.language || errors.zone),
    body: html`${select(say, 'language', say('account-page.language.language'), languages, errors.language)}
${audienceField(say, page.audiences.language, 'language-audience', say('account-page.audience.legend-language'))}
<hr class="mt-6 mb-5">${select(say, 'zone', say('account-page.language.zone'), zones, errors.zone, suggestion)}
${audienceField(say, page.audiences.zone, 'zone-audience', say('account-page.audience.legend-zone'))}<script type="module" src="${asset('time-zone.js')}"></script>`,
  })
}

function select(
  say: Say,
  id: string,
  label: string,
  options: readonly Html[],
  problem: Problem | undefined,
  after?: Html,
): Html {
  const error = problem && errorLine(`${id}-error`, errorWords(say, 'account-page.language.error', problem))
  return html`<div class="field">
<label for="${id}">${label}</label><select class="select" id="${id}" name="${id}"${
    error && html` aria-invalid="true" aria-describedby="${id}-error"`
  }>
${options}</select>
${error}${after}</div>`
}
