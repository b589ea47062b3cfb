import { runProducts } from '../look/serve.ts'
import { createTracker } from './app.ts'
import { readSettings } from './settings.ts'

await runProducts('Tracker', async (connect) => {
  const settings = readSettings(process.env)
  const app = await createTracker(settings, connect(settings.databaseUrl))
  return [{ ...settings, name: 'Tracker', fetch: app.fetch }]
})
