export { helpHeld } from './held.ts'
export { mailMessage } from './mail-message.ts'
export { purgeHelp } from './purge.ts'
export { helpRoutes } from './routes.ts'
