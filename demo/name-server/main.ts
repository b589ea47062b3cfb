import { join } from 'node:path'
import { tellReady, whenToldToStop } from '../../src/platform/children.ts'
import { openNameServer } from './name-server.ts'

const { UMBEL_NAME_SERVER_FOLDER, UMBEL_NAME_SERVER_DNS_PORT, UMBEL_NAME_SERVER_PORT } = process.env

try {
  const server = await openNameServer({
    folder: UMBEL_NAME_SERVER_FOLDER ?? join(import.meta.dirname, '../../data/name-server'),
    dnsPort: Number(UMBEL_NAME_SERVER_DNS_PORT ?? 4483),
    webPort: Number(UMBEL_NAME_SERVER_PORT ?? 4482),
  })
  whenToldToStop(() => server.close())
  console.log(
    `names are answered at 127.0.0.1:${server.dnsPort}, their records are at http://localhost:${server.webPort}`,
  )
  tellReady()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
