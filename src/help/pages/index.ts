/** Pages of help: data in, a whole document out, nothing read or written. */
export * from './articles.ts'
export * from './contact.ts'
export { privacyPage, termsPage } from './legal.ts'
