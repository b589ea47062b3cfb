import { type Article, articlesIn, readingLanguage, sentencesOf } from './articles.ts'

/** Finding articles by what people type (ACC-12). The library is small: it is kept as words, and each search reads all of it. */

const longestQuery = 200
const mostWords = 12
const mostFound = 10

// What a word counts for by where it stands, and by how well it fits.
const inTitle = 8
const inKeywords = 6
const inSummary = 4
const inBody = 1
const fits = { whole: 1, beginning: 0.8, ending: 0.7, inside: 0.5, slip: 0.4 } as const
// Two of three words that somebody typed may mean nothing here; below that an article would be a guess.
const leastShare = 1 / 3
const leastOfBest = 0.1

type Shelf = { readonly article: Article; readonly places: readonly { weight: number; words: readonly string[] }[] }
const shelves = new Map<string, readonly Shelf[]>()

/** Articles that fit, best first. Case, accents and the order of words don't matter; a slip of the pen is forgiven. */
export function searchArticles(locale: string, typed: string): Article[] {
  const language = readingLanguage(locale)
  const asked = [...new Set(wordsOf(language, typed.slice(0, longestQuery)))].slice(0, mostWords)
  const shelf = shelfOf(language)
  const found = asked.map((word) => {
    const scores = shelf.map((each) => scoreOf(each, word))
    const hits = scores.filter((score) => score > 0).length
    // A word that nearly every article has says little. One that none has says that something else is meant, unless it is
    // as short as `my`.
    const isFiller = hits === 0 && word.length < 4
    return { scores, rarity: isFiller ? 0 : Math.log((1 + shelf.length) / (1 + hits)) }
  })
  const whole = found.reduce((sum, { rarity }) => sum + rarity, 0)
  const ranked = shelf.map(({ article }, index) => {
    const met = found.filter(({ scores }) => (scores[index] ?? 0) > 0)
    const share = whole === 0 ? 0 : met.reduce((sum, { rarity }) => sum + rarity, 0) / whole
    const score = met.reduce((sum, { scores, rarity }) => sum + (scores[index] ?? 0) * rarity, 0)
    return { article, score: share < leastShare ? 0 : score * share }
  })
  ranked.sort((one, other) => other.score - one.score)
  const least = (ranked[0]?.score ?? 0) * leastOfBest
  return ranked
    .filter(({ score }) => score > 0 && score >= least)
    .slice(0, mostFound)
    .map(({ article }) => article)
}

function scoreOf({ places }: Shelf, word: string): number {
  return places.reduce((sum, { weight, words }) => {
    const best = words.reduce((most, other) => Math.max(most, fitOf(word, other)), 0)
    return sum + weight * best
  }, 0)
}

/** How well a typed word fits one of an article. Short words have to be whole, or `log` would be in everything. */
function fitOf(typed: string, word: string): number {
  if (typed === word) return fits.whole
  if (typed.length >= 3 && word.startsWith(typed)) return fits.beginning
  // Passwords and password, logging and log: the end of a word is grammar.
  if (word.length >= 4 && typed.length - word.length <= 3 && typed.startsWith(word)) return fits.ending
  if (typed.length >= 4 && word.includes(typed)) return fits.inside
  return typed.length >= 5 && isOneSlipAway(typed, word) ? fits.slip : 0
}

/** One letter wrong, missing, too many, or two that changed places. */
function isOneSlipAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const rest = (text: string, from: number) => text.slice(at + from)
  if (one.length !== other.length)
    return one.length > other.length ? rest(one, 1) === rest(other, 0) : rest(one, 0) === rest(other, 1)
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, 2) === rest(other, 2)
  return isSwapped || rest(one, 1) === rest(other, 1)
}

function shelfOf(language: string): readonly Shelf[] {
  const known = shelves.get(language)
  if (known) return known
  const shelf = articlesIn(language).map((article) => {
    const body = sentencesOf(article)
      .join(' ')
      .replaceAll(/<[^>]*>|\{[^}]*\}/g, ' ')
    const words = (text: string) => [...new Set(wordsOf(language, text))]
    return {
      article,
      places: [
        { weight: inTitle, words: words(article.title) },
        { weight: inKeywords, words: words(article.keywords.join(' ')) },
        { weight: inSummary, words: words(article.summary) },
        { weight: inBody, words: words(body) },
      ],
    }
  })
  shelves.set(language, shelf)
  return shelf
}

/** The words of a text in the form in which they are compared. */
function wordsOf(language: string, text: string): string[] {
  const plain = text.toLocaleLowerCase(language).normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss')
  // Without the key for it, an umlaut is typed as two letters; both ways of writing become one.
  const folded = language === 'de' ? plain.replaceAll(/([aou])e/g, '$1') : plain
  return folded.match(/[\p{L}\p{N}]+/gu) ?? []
}
