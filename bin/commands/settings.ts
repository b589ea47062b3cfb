import type { Setting } from '#platform'
import { allSettings } from '../../src/all-settings.ts'

/** The manual of every setting, as `docs/reference/settings.md` holds it. */
export function settingsManual(): string {
  const sections = Object.entries(allSettings as Record<string, Setting<unknown>>).map(([name, setting]) => {
    const facts = [
      setting.mustBeSetInProduction ? 'Must be set beside `DATABASE_URL`.' : undefined,
      setting.fallback === undefined || setting.fallback === '' ? undefined : `Unset: \`${setting.fallback}\`.`,
      setting.secret ? 'Secret.' : undefined,
      setting.mend,
    ]
    return `## ${name}\n\n${setting.meaning}\n\n${facts.filter(Boolean).join(' ')}\n`
  })
  return `# Settings

Read from the environment, and from a file \`umbel.env\` in Umbel's folder (\`NAME=value\`, a line each; the environment wins). A
name that begins with \`UMBEL_\` and is not listed here is refused at start. This page is generated: \`npx umbel settings\`.

${sections.join('\n')}`
}
