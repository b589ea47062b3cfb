import type { Sight, Trouble } from './domain.ts'

const mostShown = 20
const longestShown = 300

/**
 * What a look saw, as it is kept and shown: a bounded part of it, without characters that nobody sees.
 * @param lines records, or lines of the file
 * @param trouble why there may be more than these lines
 */
export function sightOf(lines: readonly string[], token: string, trouble?: Trouble): Sight {
  const found = lines.map(plain).filter((line) => line !== '')
  const shown = found.slice(0, mostShown).map(shortened)
  if (found.includes(token)) return { found: [token] }
  return { found: shown, trouble: trouble ?? (found.length > 0 ? 'other' : 'none') }
}

// Some panels keep the quotation marks of the zone file.
const plain = (line: string): string =>
  line
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '\ufffd')
    .trim()
    .replace(/^"(.*)"$/u, '$1')

const shortened = (line: string): string => (line.length > longestShown ? `${line.slice(0, longestShown)}…` : line)
