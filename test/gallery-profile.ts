import type { Visibility } from '../src/account/profile.ts'
import { zonesByRegion } from '../src/account/zones.ts'
import * as account from '../src/account-page/pages/index.ts'
import type { Holder, Html, Say } from '../src/platform/page/index.ts'
import { control, holder, hostile, nasty, now } from './gallery-data.ts'

const anyone: Visibility = {
  name: 'anyone',
  'public-name': 'anyone',
  picture: 'anyone',
  language: 'anyone',
  'time-zone': 'anyone',
}
const hidden: Visibility = {
  ...anyone,
  name: 'organization',
  picture: 'me',
  language: 'me',
  'time-zone': 'organization',
}
const withPicture: Holder = { ...holder, account: { ...holder.account, pictureId: 'p'.repeat(43) } }
const mine = { holder, verified: true, username: 'mira', locale: 'en-US', zone: 'Europe/London', control }
const language = {
  holder,
  languages: ['de', 'en'],
  zones: zonesByRegion(now, 'Europe/London'),
  locale: 'en-US',
  zone: 'Europe/London',
  audiences: { language: 'anyone', zone: 'me' },
} as const
const crop = {
  holder: withPicture,
  width: 240,
  height: 160,
  previewHref: '/profile/picture/preview?part=50-50&zoom=100',
}
const claims = [
  { claim: 'sub', value: '0199f0aa-0000-7000-8000-000000000000' },
  { claim: 'name', value: 'Mira Okafor' },
  { claim: 'nickname', value: undefined },
  { claim: 'picture', value: `https://id.umbel.example/pictures/${'p'.repeat(43)}` },
  { claim: 'updated_at', value: 1_776_435_720 },
  { claim: 'email_verified', value: true },
]
const hello = 'hello@okafor.example'
const changed = { token: 't', email: 'mira@okafor.example', changedTo: 'thief@example.net', at: now }

/** The profile, its forms, and the links that change an address. */
export function profileViews(say: Say): Record<string, () => Html> {
  return {
    profile: () => account.profilePage(say, { ...mine, visibility: anyone }),
    'profile-waiting': () =>
      account.profilePage(say, {
        ...mine,
        holder: withPicture,
        visibility: hidden,
        publicName: 'mira',
        waitingFor: hello,
        status: 'address-asked',
      }),
    'profile-nasty': () =>
      account.profilePage(say, {
        holder: hostile(nasty.script),
        verified: false,
        publicName: nasty.script,
        visibility: hidden,
        waitingFor: nasty.email,
        locale: 'de',
        zone: 'America/Argentina/Buenos_Aires',
        control,
        status: 'name-changed',
      }),
    'profile-rtl': () =>
      account.profilePage(say, {
        holder: hostile(nasty.rtl),
        username: nasty.long,
        publicName: nasty.rtl,
        visibility: anyone,
        verified: true,
        locale: 'ar',
        zone: 'UTC',
        control,
      }),
    'change-name': () => account.changeNamePage(say, { holder, value: 'Mira Okafor', audience: 'anyone' }),
    'change-name-error': () =>
      account.changeNamePage(say, { holder, value: '', audience: 'me', error: 'account.name-missing' }),
    'public-name': () => account.publicNamePage(say, { holder, value: '', audience: 'anyone' }),
    'public-name-error': () =>
      account.publicNamePage(say, {
        holder: hostile(nasty.rtl),
        value: nasty.script,
        audience: 'organization',
        error: 'account.name-malformed',
      }),
    'language-and-time': () => account.languageAndTimePage(say, language),
    'language-and-time-elsewhere': () => account.languageAndTimePage(say, { ...language, region: 'America' }),
    'language-and-time-errors': () =>
      account.languageAndTimePage(say, {
        ...language,
        errors: { language: 'account.language-unknown', zone: 'account.zone-unknown' },
      }),
    picture: () => account.picturePage(say, { holder, audience: 'anyone' }),
    'picture-error': () =>
      account.picturePage(say, {
        holder: withPicture,
        audience: 'me',
        error: { code: 'account.picture-large', details: { most: 5 } },
      }),
    'picture-status': () =>
      account.picturePage(say, { holder: hostile(nasty.long), audience: 'me', status: 'visibility-changed' }),
    crop: () => account.cropPage(say, { ...crop, crop: { x: 50, y: 50, zoom: 100 } }),
    'remove-picture': () => account.removePicturePage(say, { holder: withPicture }),
    shared: () => account.sharedPage(say, { holder, visibility: hidden, claims, products: ['Code', 'Tracker'] }),
    'shared-nasty': () =>
      account.sharedPage(say, {
        holder: hostile(nasty.rtl),
        visibility: anyone,
        claims: [
          { claim: 'name', value: nasty.script },
          { claim: 'nickname', value: nasty.rtl },
          { claim: 'email', value: nasty.email },
        ],
        products: [nasty.script, nasty.long],
      }),
    'shared-unused': () => account.sharedPage(say, { holder, visibility: anyone, claims, products: [] }),
    'change-email': () => account.changeEmailPage(say, { holder }),
    'change-email-error': () =>
      account.changeEmailPage(say, { holder: hostile(nasty.rtl), value: nasty.script, error: 'account.address-same' }),
    'change-email-often': () =>
      account.changeEmailPage(say, {
        holder,
        value: hello,
        error: { code: 'account-page.address-mails-often', details: { minutes: 42 } },
      }),
    'confirm-email': () => account.confirmEmailPage(say, { token: 't', email: hello, from: 'mira@okafor.example' }),
    'confirm-email-nasty': () =>
      account.confirmEmailPage(say, { token: nasty.script, email: nasty.email, from: nasty.email }),
    'email-confirmed': () => account.emailConfirmedPage(say, { email: hello, from: 'mira@okafor.example' }),
    'email-taken': () => account.emailTakenPage(say),
    'email-link-gone': () => account.emailLinkGonePage(say),
    'undo-email': () => account.undoEmailPage(say, { ...changed, device: 'Firefox on Windows' }),
    'undo-email-nasty': () =>
      account.undoEmailPage(say, { ...changed, token: nasty.script, email: nasty.email, changedTo: nasty.script }),
    'email-undone': () => account.emailUndonePage(say, { email: 'mira@okafor.example' }),
    'undo-link-gone': () => account.undoLinkGonePage(say),
  }
}
