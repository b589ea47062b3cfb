export { operatorConsoleRoutes } from './routes.ts'
