import { randomBytes } from 'node:crypto'

/** What an organization has to show at its domain: nobody can guess it, and everybody may read it there (DOM-2). */
export const newToken = (): string => `umbel-verify=${randomBytes(16).toString('hex')}`
