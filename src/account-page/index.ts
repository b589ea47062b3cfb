export { controlRows } from './profile-routes.ts'
export { accountPageRoutes } from './routes.ts'
