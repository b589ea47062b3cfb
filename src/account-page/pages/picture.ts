import { type Audience, type Crop, pictureLimits, zooms } from '#account'
import {
  accountPage,
  asset,
  avatar,
  errorLine,
  errorWords,
  type Holder,
  type Html,
  html,
  type Problem,
  type Say,
  trusted,
} from '#platform/page'
import { audienceField } from './audience.ts'
import { statusNote } from './profile.ts'

export interface PicturePage {
  readonly holder: Holder
  readonly audience: Audience
  readonly error?: Problem | undefined
  /** `picture-visibility-changed` */
  readonly status?: string | undefined
}

const accepted = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

/** The picture that the account has: another one, none, and who sees it. */
export function picturePage(say: Say, { holder, audience, error, status }: PicturePage): Html {
  const title = say('account-page.picture.title')
  const { account } = holder
  const { megabytes: most } = pictureLimits
  return accountPage(say, {
    title: error === undefined ? title : say('account-page.title-error', { title }),
    section: 'profile',
    holder,
    styles: ['profile.css'],
    content: html`${statusNote(say, status)}<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.picture.lede')}</p></div>
<section class="card" aria-labelledby="h-up">
<div class="card-body">
<div class="hero mb-0">${avatar(account)}
<div class="grow"><h2 id="h-up">${account.pictureId ? say('account-page.picture.yours') : say('account-page.picture.none')}</h2>
<p class="sub">${say('account-page.picture.kinds', { most })}</p></div></div>
<form method="post" action="/profile/picture" enctype="multipart/form-data" class="mt-6">
<div class="field">
<label for="picture">${say('account-page.picture.file')}</label>
<input class="input" id="picture" name="picture" type="file" accept="${accepted}" required${
      error !== undefined && trusted(' aria-invalid="true" aria-describedby="picture-error"')
    }>
${error !== undefined && errorLine('picture-error', errorWords(say, 'account-page.picture.error', error))}</div>
<div class="btn-row mt-4"><button type="submit" class="btn primary">${say('account-page.picture.upload')}</button>${
      account.pictureId &&
      html`<a class="btn danger-quiet" href="/profile/picture/remove">${say('account-page.picture.remove')}</a>`
    }<a class="btn quiet" href="/profile">${say('account-page.picture.back')}</a></div>
</form></div></section>
<form method="post" action="/profile/picture/visibility" class="card">
<div class="card-body first-legend">${audienceField(say, audience)}</div>
<footer><button type="submit" class="btn">${say('account-page.picture.save-audience')}</button></footer></form>`,
  })
}

export interface CropPage {
  readonly holder: Holder
  readonly width: number
  readonly height: number
  readonly crop: Crop
  /** Address of what is cut out with this choice. */
  readonly previewHref: string
}

/** Which part of an uploaded picture to keep. With scripts it is moved under a round frame instead. */
export function cropPage(say: Say, { holder, width, height, crop, previewHref }: CropPage): Html {
  const title = say('account-page.crop.title')
  const places = [
    ['0-0', say('account-page.crop.top-left')],
    ['50-0', say('account-page.crop.top')],
    ['100-0', say('account-page.crop.top-right')],
    ['0-50', say('account-page.crop.left')],
    ['50-50', say('account-page.crop.middle')],
    ['100-50', say('account-page.crop.right')],
    ['0-100', say('account-page.crop.bottom-left')],
    ['50-100', say('account-page.crop.bottom')],
    ['100-100', say('account-page.crop.bottom-right')],
  ] as const
  const place = ([value, label]: readonly [string, string]) =>
    html`<label class="check"><input type="radio" name="part" value="${value}"${value === `${crop.x}-${crop.y}` && trusted(' checked')}><span>${label}</span></label>
`
  const zoom = (value: number) =>
    html`<option value="${value}"${value === crop.zoom && trusted(' selected')}>${value} %</option>`
  return accountPage(say, {
    title,
    section: 'profile',
    holder,
    styles: ['profile.css'],
    content: html`<div class="page-head">
<h1>${title}</h1>
<p>${say('account-page.crop.lede')}</p></div>
<form method="post" action="/profile/picture/crop" class="card" data-crop data-x="${crop.x}" data-y="${crop.y}" data-across="${say('account-page.crop.across')}" data-down="${say('account-page.crop.down')}" data-zoom="${say('account-page.crop.zoom')}">
<div class="card-body crop">
<figure><img src="/profile/picture/whole" width="${width}" height="${height}" alt="${say('account-page.crop.whole')}"></figure>
<figure><img class="round" src="${previewHref}" width="160" height="160" alt="${say('account-page.crop.preview')}"></figure>
<div class="grow" data-choices><fieldset>
<legend>${say('account-page.crop.part')}</legend>
<div class="crop-places">
${places.map(place)}</div></fieldset>
<div class="field mt-5">
<label for="zoom">${say('account-page.crop.zoom')}</label><select class="select" id="zoom" name="zoom">
${zooms.map(zoom)}</select></div>
<div class="mt-4"><button type="submit" class="btn sm" formmethod="get">${say('account-page.crop.show')}</button></div></div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('account-page.crop.save')}</button><a class="btn quiet" href="/profile/picture">${say('account-page.crop.other')}</a></footer></form><script type="module" src="${asset('crop.js')}"></script>`,
  })
}

/** Before the picture goes: what then is shown, and that it does not come back. */
export function removePicturePage(say: Say, { holder }: { readonly holder: Holder }): Html {
  const { id, name } = holder.account
  return accountPage(say, {
    title: say('account-page.picture-remove.title'),
    section: 'profile',
    holder,
    styles: ['profile.css'],
    content: html`<div class="page-head">
<h1>${say('account-page.picture-remove.title')}</h1></div>
<form method="post" action="/profile/picture/remove" class="card">
<div class="card-body row">${avatar(holder.account, 48)}<span class="muted" aria-hidden="true">→</span>${avatar({ id, name }, 48)}
<p class="grow">${say('account-page.picture-remove.what')}</p></div>
<footer class="btn-row"><a class="btn" href="/profile/picture">${say('account-page.picture-remove.keep')}</a><button type="submit" class="btn danger-quiet">${say('account-page.picture-remove.remove')}</button></footer></form>`,
  })
}
