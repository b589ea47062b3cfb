export { accountPageRoutes, controlRows } from './routes.ts'
