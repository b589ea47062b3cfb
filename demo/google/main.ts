import '../../src/openid/runtime-notice.ts'
import { tellReady, whenToldToStop } from '../../src/platform/children.ts'
import { openSettings } from '../look/settings.ts'
import { openGoogle } from './google.ts'

try {
  const read = openSettings(process.env)
  const port = read.port('GOOGLE_PORT', 4490)
  const clientId = read.needed('GOOGLE_CLIENT_ID', 'the client ID that Umbel uses at Google')
  const clientSecret = read.needed('GOOGLE_CLIENT_SECRET', 'the client secret that Umbel uses at Google')
  const redirectUris = read.needed('GOOGLE_REDIRECT_URIS', 'where Umbel takes Google’s answers, separated by commas')
  const password = read.needed('GOOGLE_PASSWORD', 'one password for everybody at the stand-in for Google')
  read.end('The stand-in for Google')
  const google = await openGoogle({
    port,
    password,
    clients: [
      { clientId, clientSecret, redirectUris: redirectUris.split(',').map((uri) => uri.trim()), name: 'Umbel' },
    ],
  })
  whenToldToStop(() => google.close())
  console.log(`The stand-in for Google is at ${google.issuer}`)
  tellReady()
} catch (error) {
  const { message, code } = error as Error & { code?: string }
  console.error(code === 'EADDRINUSE' ? 'The stand-in for Google can’t start.\n  GOOGLE_PORT is taken.' : message)
  process.exit(1)
}
