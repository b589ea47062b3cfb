import { Refusal } from '#kernel'
import { estimate, type Score } from './estimator.ts'

export type Judgment = { readonly score: Score; readonly refusal?: Refusal }

const longest = 128
const weakestAllowed: Score = 2

/**
 * Judges a password that somebody chooses (POL-4, NIST SP 800-63B-4 §3.1.1.2): no rules of composition, any Unicode, only
 * length, known leaks, words of its context, and the number of guesses it would take.
 * @param context words that a guesser would try first: the person's name and address, our own and our products' names
 * @returns the score, and when it may not be used a Refusal: 'credential.password-missing', 'credential.password-short',
 *   'credential.password-long', 'credential.password-leaked', 'credential.password-context', 'credential.password-guessable'
 */
export async function judgePassword(
  password: string | undefined,
  context: readonly string[],
  minLength: number,
): Promise<Judgment> {
  const text = (password ?? '').normalize('NFC')
  const length = [...text].length
  if (length === 0) return { score: 0, refusal: new Refusal('credential.password-missing', 422) }
  if (length > longest) return { score: 0, refusal: new Refusal('credential.password-long', 422, { most: longest }) }
  const words = contextWords(context)
  const { score, leaked } = await estimate(text, words)
  if (length < minLength)
    return { score: 0, refusal: new Refusal('credential.password-short', 422, { least: minLength }) }
  if (leaked) return { score: 0, refusal: new Refusal('credential.password-leaked', 422) }
  if (isMadeOf(text, words)) return { score: 0, refusal: new Refusal('credential.password-context', 422) }
  if (score < weakestAllowed) return { score, refusal: new Refusal('credential.password-guessable', 422) }
  return { score }
}

function contextWords(context: readonly string[]): string[] {
  return [
    ...new Set(context.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).map((word) => word.toLowerCase())),
  ].filter((word) => word.length >= 3)
}

// What people write in place of a letter, and guessers try for that reason.
const lookalikes = { '0': 'o', '1': 'i', '!': 'i', '3': 'e', '4': 'a', '@': 'a', '5': 's', $: 's', '7': 't', '8': 'b' }
const signs = new Map<string, string>(Object.entries(lookalikes))

/** The ways in which a text may be read: as it is, and with signs read as the letters they stand for. */
function readings(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const read = (one: string) => [...plain].map((sign) => (sign === '1' ? one : (signs.get(sign) ?? sign))).join('')
  return [...new Set([text.toLowerCase(), plain, read('i'), read('l')])]
}

// A password that is nothing but context words, forwards or backwards, with a few characters around them.
function isMadeOf(password: string, words: readonly string[]): boolean {
  const backwards = (word: string) => [...word].reverse().join('')
  const forms = new Set(words.flatMap(readings).flatMap((word) => [word, backwards(word)]))
  const longestFirst = [...forms].sort((one, other) => other.length - one.length)
  return readings(password).some((reading) => {
    const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), reading)
    return rest.length < reading.length && [...rest].length < 4
  })
}
