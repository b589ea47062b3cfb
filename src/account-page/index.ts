export { uploads } from './picture-routes.ts'
export { controlRows } from './profile-routes.ts'
export { accountPageRoutes } from './routes.ts'
export { openSurface, type Surface, statusIn } from './surface.ts'
