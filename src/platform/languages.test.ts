import assert from 'node:assert/strict'
import test from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Html } from './page/html.ts'
import { type HtmlValues, languages, readCatalogs, sayIn, type Values } from './words.ts'

// At run time a sentence that a language lacks is said in English. These tests see to it that none is lacking (OPS-5).

type Element = ReturnType<IntlMessageFormat['getAst']>[number]
const catalogs = readCatalogs()
const english = catalogs.get('en') ?? new Map<string, string>()
const others = languages.filter((language) => language !== 'en')
const all = languages.flatMap((language) => sentencesOf(language).map((sentence) => ({ language, ...sentence })))

function sentencesOf(language: string) {
  return [...(catalogs.get(language) ?? [])].map(([key, text]) => ({ key, text, parts: partsOf(text) }))
}

/** Every element of a message, those within others too. */
function partsOf(text: string): Element[] {
  const inside = (elements: Element[]): Element[] =>
    elements.flatMap((element) => [
      element,
      ...('children' in element ? inside(element.children) : []),
      ...('options' in element ? Object.values(element.options).flatMap(({ value }) => inside(value)) : []),
    ])
  return inside(new IntlMessageFormat(text).getAst())
}

const kinds: Readonly<Record<number, string>> = {
  1: 'value',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'select',
  6: 'plural',
  8: 'tag',
}

/** What a message is filled with: `plural left`, `tag strong`, `select cause: device_ended not_me other`. */
function fillingOf(parts: readonly Element[]): string[] {
  const names = parts.flatMap((part) => {
    const kind = kinds[part.type]
    if (!kind || !('value' in part)) return []
    return [
      part.type === 5 ? `select ${part.value}: ${Object.keys(part.options).sort().join(' ')}` : `${kind} ${part.value}`,
    ]
  })
  return [...new Set(names)].sort()
}

/** Words alone: no tags, no values, and of a choice all that may be said. */
const wordsOf = (parts: readonly Element[]): string =>
  parts.map((part) => (part.type === 0 ? part.value : ' ')).join('')

const faultsIn = (find: (sentence: (typeof all)[number]) => string | false | undefined): string[] =>
  all.flatMap((sentence) => {
    const fault = find(sentence)
    return fault ? [`${sentence.language} ${sentence.key}: ${fault}`] : []
  })

test('OPS-5 English and German are there, and every language has every sentence and no other', () => {
  assert.ok(languages.includes('en') && languages.includes('de'))
  for (const language of others) {
    const theirs = catalogs.get(language) ?? new Map()
    const lacking = [...english.keys()].filter((key) => !theirs.has(key))
    const unknown = [...theirs.keys()].filter((key) => !english.has(key))
    assert.deepEqual({ language, lacking, unknown }, { language, lacking: [], unknown: [] })
  }
})

test('OPS-5 a sentence is filled with the same in every language: values, choices and tags', () => {
  const faults = faultsIn(({ language, key, parts }) => {
    const wanted = english.get(key)
    if (language === 'en' || wanted === undefined) return undefined
    const [here, there] = [fillingOf(parts).join(', '), fillingOf(partsOf(wanted)).join(', ')]
    return here !== there && `“${here}” instead of “${there}”`
  })
  assert.deepEqual(faults, [])
})

test('OPS-5 what is counted is said for every number that the language tells apart', () => {
  const faults = faultsIn(({ language, parts }) => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const part of parts) {
      if (part.type !== 6) continue
      const said = Object.keys(part.options).filter((option) => !option.startsWith('='))
      // Where all numbers are said alike, `other` is enough.
      if (said.join() !== 'other' && said.sort().join() !== [...categories].sort().join())
        return `${said} instead of ${categories}`
    }
    return undefined
  })
  assert.deepEqual(faults, [])
})

// Words that a language shares with English.
const alike: Readonly<Record<string, readonly string[]>> = {
  de: [
    'Cookies',
    'Domain',
    'Domains',
    'Google',
    'Name',
    'Passkeys',
    'Passkey in {device}',
    'Server',
    'Site',
    'Umbel',
    'Version',
  ],
}

test('OPS-5 no sentence is left in English', () => {
  const faults = faultsIn(({ language, key, text, parts }) => {
    if (language === 'en' || alike[language]?.includes(text) || !/\p{L}/u.test(wordsOf(parts))) return undefined
    return text === english.get(key) && text
  })
  assert.deepEqual(faults, [])
  for (const [language, words] of Object.entries(alike)) {
    const said = new Set(catalogs.get(language)?.values())
    assert.deepEqual({ language, unused: words.filter((word) => !said.has(word)) }, { language, unused: [] })
  }
})

// The voice, and one word for one thing: docs/translating.md.
const shunned: Readonly<Record<string, RegExp>> = {
  en: /\b(please|oops|successfully|invalid|sign(ed|ing)? (in|out)|login|logout|e-mail)\b/iu,
  de: /\b(bitte|hoppla|erfolgreich|ungültig\p{L}*|(Google-)?Accounts?|Login|Logout|einloggen|ausloggen|Emails?|Kennw[oö]rt\p{L}*|du|dein\p{L}*|the|your?|and|with|this|that|password|log|click)\b/iu,
}

test('OPS-5 sentences keep to the voice, and none is half in another language', () => {
  assert.deepEqual(Object.keys(shunned).sort(), languages)
  assert.deepEqual(
    faultsIn(({ language, parts }) => shunned[language]?.exec(wordsOf(parts))?.[0]),
    [],
  )
})

const quotes: Readonly<Record<string, readonly [string, string]>> = { en: ['“', '”'], de: ['„', '“'] }

test('OPS-5 quotation marks and apostrophes are the language’s own', () => {
  const count = (text: string, mark: string) => text.split(mark).length - 1
  const faults = faultsIn(({ language, parts }) => {
    const words = wordsOf(parts)
    const [open, close] = quotes[language] ?? ['', '']
    if (/["'`´]/.test(words)) return 'straight marks'
    const foreign = [...words].filter((sign) => '“”„‚‘«»'.includes(sign) && sign !== open && sign !== close)
    if (foreign.length > 0) return `marks of another language: ${foreign.join(' ')}`
    return count(words, open) !== count(words, close) && 'a quotation without its other half'
  })
  assert.deepEqual(faults, [])
})

const at = Temporal.Instant.from('2026-04-14T20:44:00Z')

/** Values for a message, so that each of its choices is made at least once. */
function fillings(parts: readonly Element[]): Values[] {
  const choices = parts.map((part) => (part.type === 5 ? Object.keys(part.options).length : part.type === 6 ? 3 : 1))
  return Array.from({ length: Math.max(1, ...choices) }, (_, turn) =>
    Object.fromEntries(
      parts.flatMap((part) => (kinds[part.type] && 'value' in part ? [[part.value, filling(part, turn)]] : [])),
    ),
  )
}

function filling(part: Element, turn: number): string | number | Temporal.Instant {
  if (part.type === 3 || part.type === 4) return at
  if (part.type === 2 || part.type === 6) return turn
  return part.type === 5 ? (Object.keys(part.options)[turn] ?? 'other') : 'Ana'
}

test('OPS-5 every sentence can be said, in every language, whatever is chosen in it', () => {
  for (const { language, key, parts } of all) {
    const say = sayIn(language, 'Europe/Berlin', () => at)
    const tags = parts.flatMap((part) => (part.type === 8 ? [[part.value, (inner: Html) => inner]] : []))
    for (const values of fillings(parts)) {
      const said = [
        say(key, values),
        say.html(key, { ...values, ...Object.fromEntries(tags) } as HtmlValues).toString(),
      ]
      for (const text of said)
        assert.doesNotMatch(text, /[{}]|undefined|\[object|<(?!\/?(b|strong|span))/, `${language} ${key}`)
    }
  }
})
