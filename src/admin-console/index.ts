export { adminConsoleRoutes } from './routes.ts'
