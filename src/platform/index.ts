export { aClockAt, type Clock, systemClock } from './clock.ts'
export { csvLine, csvStart } from './csv.ts'
export {
  type Database,
  empty,
  isAway,
  isStillReferred,
  isTaken,
  join,
  openDatabase,
  type Row,
  raw,
  type Sql,
  type Statements,
  sql,
  type Tx,
} from './database.ts'
export { countFailedJobs, dropFailedJob, type FailedJob, failedJobs, retryFailedJob } from './failed-jobs.ts'
export { openHealth } from './health.ts'
export { type Held, readHeld, reasons } from './held.ts'
export { formOf, openApp, policy, queryOf, show, unreadable, type Visit, type Visitor } from './http.ts'
export {
  dropJobsWith,
  prepareJobs,
  purgeJobs,
  queueJob,
  queueJobs,
  type Tasks,
  workJobs,
} from './jobs.ts'
export { type Asks, type Languages, openLanguages } from './language.ts'
export {
  countOne,
  forgetCount,
  giveBackOne,
  type Limit,
  purgeCounts,
  type Standing,
  standing,
  standings,
  type Taken,
  takeOne,
} from './limiter.ts'
export { type Logger, openLog } from './log.ts'
export { type Mail, type Mailer, openMailer } from './mail.ts'
export { type MailLimits, openMailLimits } from './mail-limits.ts'
export { post } from './outbound.ts'
export type { Html } from './page/html.ts'
export { platformSettings } from './platform-settings.ts'
export {
  deviceKindOf,
  deviceOf,
  networkOf,
  subscriberOf,
  trustedProxies,
} from './request.ts'
export { keyFor, sealText, unsealText } from './seal.ts'
export {
  duration,
  readSettings,
  type Setting,
  type Settings,
  SettingsFault,
  text,
  type ValuesOf,
  whole,
} from './settings.ts'
export { uploadIn } from './upload.ts'
export { uploadStream } from './upload-stream.ts'
export { version } from './version.ts'
export { languages, refusalKey, type Say, sayIn } from './words.ts'
