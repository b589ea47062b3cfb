import { z } from 'zod'

/** One setting: its name in the environment, how to read it, its meaning for the manual, and its value when unset. */
export type Setting<T> = {
  readonly read: z.ZodType<T, string>
  readonly meaning: string
  readonly fallback?: string
  readonly secret?: boolean
  /** Said when the value is wrong or missing: how to mend it. */
  readonly mend: string
  readonly mustBeSetInProduction?: boolean
}

/** A room's knobs, by their names. */
export type Settings = Record<string, Setting<unknown>>
export type ValuesOf<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never }

/** Text from the environment that may be left out. */
export function text<T = string>(options: {
  meaning: string
  mend: string
  fallback?: string
  secret?: boolean
  read?: z.ZodType<T, string>
  mustBeSetInProduction?: boolean
}): Setting<T> {
  return { ...options, read: (options.read ?? z.string()) as z.ZodType<T, string> }
}

/** A whole number between bounds, both allowed. */
export function whole(fallback: number, meaning: string, bounds: { from: number; to: number }): Setting<number> {
  const read = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(bounds.from).max(bounds.to))
  return { read, meaning, fallback: String(fallback), mend: `Give a whole number from ${bounds.from} to ${bounds.to}.` }
}

/** A span of time in ISO 8601 (`PT30M`, `P400D`). */
export function duration(fallback: string, meaning: string): Setting<Temporal.Duration> {
  const read = z.string().transform((value, context) => {
    try {
      const length = Temporal.Duration.from(value)
      if (length.sign === 1) return length
      throw new RangeError('not a length of time')
    } catch {
      context.addIssue({ code: 'custom', message: 'not a duration' })
      return z.NEVER
    }
  })
  return { read, meaning, fallback, mend: 'Give an ISO 8601 duration above zero, such as PT30M or P30D.' }
}

/** An absolute http(s) address without a path, query or fragment. */
export function webAddress(fallback: string | undefined, meaning: string): Setting<URL> {
  const read = z.string().transform((value, context) => {
    const url = URL.parse(value)
    if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
      context.addIssue({ code: 'custom', message: 'not a web address' })
      return z.NEVER
    }
    return url
  })
  return { read, meaning, fallback, mend: 'Give an address such as https://id.example.com, without a path.' }
}

/** What is wrong with the settings, each by name and with how to mend it. Nothing starts while one stands. */
export class SettingsFault extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`Umbel cannot start with these settings:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'SettingsFault'
    this.faults = faults
  }
}

/**
 * Reads all settings at once and reports all faults at once. Unknown names that begin with `UMBEL_` are faults too, since
 * a misspelled setting would otherwise be silently ignored.
 * @param faultsTogether what only several settings together can get wrong, asked with those that could be read
 * @throws SettingsFault
 */
export function readSettings<S extends Settings>(
  settings: S,
  environment: Readonly<Record<string, string | undefined>>,
  production: boolean,
  faultsTogether: (values: Partial<ValuesOf<S>>) => readonly string[] = () => [],
): ValuesOf<S> {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings)) {
    const given = environment[name] === '' ? undefined : environment[name]
    const missing = given === undefined
    if (missing && production && setting.mustBeSetInProduction) {
      faults.push(`${name} is missing: ${setting.meaning} ${setting.mend}`)
      continue
    }
    const value = given ?? setting.fallback
    if (value === undefined) continue
    const read = setting.read.safeParse(value)
    if (read.success) values[name] = read.data
    else faults.push(`${name}${setting.secret ? '' : ` is “${value}”, which`} cannot be used. ${setting.mend}`)
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('UMBEL_') && !(name in settings)) {
      faults.push(
        `${name} is not a setting of Umbel. docs/reference/settings.md lists them all; remove it or mend its name.`,
      )
    }
  }
  faults.push(...faultsTogether(values as Partial<ValuesOf<S>>))
  if (faults.length > 0) throw new SettingsFault(faults)
  return values as ValuesOf<S>
}
