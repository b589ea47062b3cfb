/** The holder's own pages: data in, a whole document out, nothing read or written. */
export * from './devices.ts'
export { type ActivityEntry, whatHappened, whoDidIt } from './entries.ts'
export * from './products.ts'
export { type ChangeNamePage, type ControlRow, changeNamePage, type ProfilePage, profilePage } from './profile.ts'
export { type ReceiptsPage, receiptsPage } from './receipts.ts'
export * from './security.ts'
