import { auditSettings } from '#audit'
import { credentialSettings } from '#credential'
import { domainClaimSettings } from '#domain-claim'
import { helpSettings } from '#help'
import { openidSettings } from '#openid'
import { platformSettings, readSettings, type ValuesOf } from '#platform'
import { signInSettings } from '#sign-in'

/** Every setting there is. `docs/reference/settings.md` is generated from it. */
export const allSettings = {
  ...platformSettings,
  ...auditSettings,
  ...credentialSettings,
  ...signInSettings,
  ...openidSettings,
  ...domainClaimSettings,
  ...helpSettings,
}

type Values = ValuesOf<typeof allSettings>
type Optional =
  | 'DATABASE_URL'
  | 'SMTP_URL'
  | 'UMBEL_HOST'
  | 'UMBEL_PORT'
  | 'UMBEL_NAME_SERVER_PORT'
  | 'UMBEL_NAME_SERVER_DNS_PORT'
  | 'UMBEL_WIKI_PORT'
  | 'UMBEL_CHAT_PORT'
  | 'UMBEL_CODE_PORT'
  | 'UMBEL_GOOGLE_PORT'
  | 'UMBEL_PRODUCTS_FILE'
  | 'UMBEL_CONTACT'
  | 'UMBEL_METRICS_TOKEN'
  | 'UMBEL_PASSWORD_PEPPER'
  | 'UMBEL_SECRET_KEY'
/** The settings as read: all there, but for those that may be left out. */
export type AllValues = Omit<Values, Optional> & Partial<Pick<Values, Optional>>

/**
 * Reads and checks every setting, and what only several of them together can get wrong.
 * @throws SettingsFault naming every fault and how to mend it
 */
export function readAllSettings(environment: Readonly<Record<string, string | undefined>>): AllValues {
  const production = Boolean(environment.DATABASE_URL)
  return readSettings(allSettings, environment, production, ({ UMBEL_URL: url }) => {
    if (!production || !url || url.protocol === 'https:' || isLoopbackHost(url.hostname)) return []
    return [
      `UMBEL_URL is “${url.origin}”, but passwords must not travel in the clear. Give the https address that people open; a proxy in front may do the encrypting.`,
    ]
  })
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host)
}
