/** Pages of operators: data in, a whole document out, nothing read or written. */
export { overviewPage } from './overview.ts'
