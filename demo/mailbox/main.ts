import { join } from 'node:path'
import { tellReady, whenToldToStop } from '../../src/platform/children.ts'
import { openMailbox } from './mailbox.ts'

const { UMBEL_MAILBOX_FOLDER, UMBEL_MAILBOX_SMTP_PORT, UMBEL_MAILBOX_PORT } = process.env

try {
  const mailbox = await openMailbox({
    folder: UMBEL_MAILBOX_FOLDER ?? join(import.meta.dirname, '../../data/mailbox'),
    smtpPort: Number(UMBEL_MAILBOX_SMTP_PORT ?? 4425),
    webPort: Number(UMBEL_MAILBOX_PORT ?? 4480),
  })
  whenToldToStop(() => mailbox.close())
  console.log(`mails to smtp://127.0.0.1:${mailbox.smtpPort} are shown at http://localhost:${mailbox.webPort}`)
  tellReady()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
