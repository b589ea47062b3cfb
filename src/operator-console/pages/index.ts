/** Pages of operators: data in, a whole document out, nothing read or written. */
export { feedbackPage, messagesPage } from './help.ts'
export { overviewPage } from './overview.ts'
