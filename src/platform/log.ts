import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/**
 * The structured log. What names a person never reaches it: the keys under which addresses, names, secrets and codes
 * travel are cut out wherever they stand, and requests are logged by route, not by their full address.
 */
export function openLog(level: string, destination?: { write(line: string): void }): Logger {
  const secret = ['email', 'name', 'password', 'code', 'token', 'cookie', 'authorization', 'address', 'network']
  const options = {
    level,
    // Errors carry whatever their makers hung on them, rows and connections included: only what tells the place is kept.
    serializers: { err: plainError },
    base: { service: 'umbel' },
    timestamp: () => `,"at":"${Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })}"`,
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[personal]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { text: String(error) }
  const { code, cause } = error as Error & { code?: unknown }
  return {
    type: error.name,
    message: error.message,
    reason: code,
    stack: error.stack,
    cause: cause && plainError(cause),
  }
}
