export { answerMessage, reopenMessage } from './answer-message.ts'
export { articleIn, articlesIn } from './articles.ts'
export { helpHeld } from './held.ts'
export { type Feedback, type Message, mailAddressOf } from './help.ts'
export { mailMessage } from './mail-message.ts'
export { articleHref, mailTo, topicName } from './pages/parts.ts'
export { purgeHelp } from './purge.ts'
export { helpRoutes } from './routes.ts'
export { helpSettings } from './settings.ts'
export {
  countWaiting,
  feedbackGiven,
  messagesAnswered,
  messagesWaiting,
  type Verdicts,
  verdictsByArticle,
} from './store.ts'
