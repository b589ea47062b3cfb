/** What rooms build their pages and mails from: shells, parts, drawings, files that browsers fetch, and the words. */
export type { Mail } from '../mail.ts'
export {
  codeBox,
  facts,
  greetingName,
  layOut,
  type MailPart,
  mainLink,
  paragraph,
  quietLink,
  quotation,
} from '../mail-layout.ts'
export { sentenceHtml } from '../sentence.ts'
export {
  languageOf,
  languages,
  MissingWords,
  ownName,
  refusalKey,
  type Say,
  sayIn,
  type Tag,
  type Values,
} from '../words.ts'
export { asset, assetRoutes } from './assets.ts'
export { avatar, hueOf, initials } from './avatar.ts'
export { type ConsoleLink, type ConsolePage, consolePage } from './console.ts'
export {
  badRequestPage,
  brokenPage,
  busyPage,
  foreignOriginPage,
  lastPages,
  notFoundPage,
  refusedPage,
  tooLargePage,
} from './errors.ts'
export { errorLine, errorWords, field, hidden, hiddenUsername, note, type Problem, passwordField } from './form.ts'
export { type Html, html, type Inner, trusted } from './html.ts'
export { type Icon, icon, mark } from './icons.ts'
export { languagePage, languageRoutes } from './language.ts'
export {
  type AccountPage,
  type AccountSection,
  type AuthPage,
  accountPage,
  authPage,
  type Holder,
  type ProductLink,
  textPage,
} from './page.ts'
export { type PasskeyForm, passkeyForm, passkeySaid, passkeyScripts, passkeyWaiting } from './passkey.ts'
export { iconTile, stalk, type TileProduct, tile } from './tile.ts'
