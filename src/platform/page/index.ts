/** What rooms build their pages from: shells, parts of forms, drawings, files that browsers fetch, and the words. */
export { languagesOf, MissingWords, refusalKey, type Say, sayIn, type Tag } from '../words.ts'
export { asset, assetRoutes } from './assets.ts'
export { avatar, hueOf, initials } from './avatar.ts'
export { errorLine, errorWords, field, hidden, hiddenUsername, note, passwordField } from './form.ts'
export { type Html, html, type Inner, trusted } from './html.ts'
export { type Icon, icon, mark } from './icons.ts'
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
export { iconTile, stalk, type TileProduct, tile } from './tile.ts'
