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
    base: { service: 'umbel' },
    timestamp: () => `,"at":"${Temporal.Now.instant().toString({ smallestUnit: 'millisecond' })}"`,
    redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[personal]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
