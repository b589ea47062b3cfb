import { join } from 'node:path'
import type { AllValues } from '../src/all-settings.ts'
import { type Child, startChild } from '../src/platform/children.ts'
import { demoPassword } from './people.ts'
import { keptSecret } from './products.ts'

/** What Umbel needs to know of the stand-in for Google, and what whoever looks at the demo does. */
export interface DemoGoogle {
  child: Child
  issuer: string
  clientId: string
  clientSecret: string
  /** One password for everybody there. */
  password: string
}

/**
 * Starts the stand-in for Google beside Umbel; it takes about 60 MB. Its issuer is
 * `http://localhost:4490`, as Umbel itself can't resolve `google.localhost`.
 * @param o.redirectUris where Umbel takes Google's answers
 */
export async function startGoogle(o: {
  settings: AllValues
  data: string
  redirectUris: readonly string[]
  say: (sentence: string) => void
}): Promise<DemoGoogle> {
  const port = o.settings.UMBEL_GOOGLE_PORT ?? o.settings.UMBEL_TRACKER_PORT - 10
  const clientId = 'umbel'
  const clientSecret = keptSecret(o.data, 'google')
  const child = await startChild({
    name: 'google',
    entry: join(import.meta.dirname, 'google/main.ts'),
    env: {
      GOOGLE_PORT: String(port),
      GOOGLE_CLIENT_ID: clientId,
      GOOGLE_CLIENT_SECRET: clientSecret,
      GOOGLE_REDIRECT_URIS: o.redirectUris.join(','),
      GOOGLE_PASSWORD: demoPassword,
    },
    log: o.say,
  })
  return { child, issuer: `http://localhost:${port}`, clientId, clientSecret, password: demoPassword }
}
