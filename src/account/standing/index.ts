/** How an account stands: who manages it (ACC-2), and whether it is turned off (MAN-2, CTL). */
export { deactivate, reactivate, restore, suspend } from './deactivate.ts'
export { manage, type Unmanaged, unmanage } from './manage.ts'
export { activeToday, holdActive, noteActive } from './store.ts'
