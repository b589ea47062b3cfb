import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Actor } from '#kernel'
import { sentenceOf, whoDidIt } from '../src/account-page/pages/entries.ts'
import { readCatalogs, sayIn } from '../src/platform/words.ts'
import { languages } from './told.ts'

// ACC-11: whatever is done to an account is told to its holder, in words. This reads the code; `told.ts` holds what every test
// really does to the same.

type Recorded = { file: string; actions: string[]; about: string }

const source = new URL('../src/', import.meta.url)
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^audit\//.test(file) && !file.includes('/testing/'),
)
const recorded = files.flatMap(recordedIn)
const aboutAccounts = recorded.filter(({ about }) => /\baccountId\b/.test(about))
const key = (action: string) => `account-page.audit.${action}`

/** Every call of `record` in a file, with what its third argument can be, and its fourth as it is written. */
function recordedIn(file: string): Recorded[] {
  const code = readFileSync(new URL(file, source), 'utf8')
  return [...code.matchAll(/\brecord\(/g)].flatMap(({ index }) => {
    const [, , what = '', about = ''] = argumentsAt(code, index + 'record('.length)
    if (what === '') return []
    const said =
      what.startsWith("'") || /[?`']/.test(what)
        ? what
        : (new RegExp(`\\b${what}(?: =|:)([^\\n]+)`).exec(code)?.[1] ?? '')
    const actions = [...said.matchAll(/['`]([a-z-]+\.[^'`]+)['`]/g)].map(([, action = '']) => action)
    assert.ok(actions.length > 0, `${file}: nobody can tell which actions “${what}” stands for`)
    return { file, actions, about }
  })
}

/** The arguments of a call, as they are written, from behind its parenthesis. */
function argumentsAt(code: string, from: number): string[] {
  const found = ['']
  for (let at = from, depth = 0; at < code.length; at += 1) {
    const sign = code[at] ?? ''
    if ('([{'.includes(sign)) depth += 1
    if (')]}'.includes(sign)) depth -= 1
    if (depth < 0) break
    if (sign === ',' && depth === 0) found.push('')
    else found[found.length - 1] += sign
  }
  return found.map((each) => each.trim())
}

test('ACC-11 every action about an account has a sentence of its own in every language', () => {
  assert.ok(aboutAccounts.length > 30, `${aboutAccounts.length} calls were found`)
  const catalogs = readCatalogs()
  assert.ok(languages.includes('en') && languages.includes('de'))
  for (const language of languages) {
    const keys = [...(catalogs.get(language)?.keys() ?? [])]
    const missing = aboutAccounts.flatMap(({ actions }) =>
      actions.filter((action) => {
        const pattern = new RegExp(
          `^${key(action)
            .replace(/[.]/g, '\\.')
            .replace(/\$\{[^}]+\}/g, '[a-z-]+')}$`,
        )
        return !keys.some((each) => pattern.test(each))
      }),
    )
    assert.deepEqual([...new Set(missing)], [], language)
  }
})

/** What the page always fills in, whatever an entry holds. */
const always = ['device', 'cause', 'kind', 'way', 'field', 'product', 'newDevice', 'freed', 'organization']

test('ACC-11 no sentence waits for something that its action does not record', () => {
  const gaps: string[] = []
  for (const language of languages) {
    for (const { actions, about, file } of aboutAccounts) {
      for (const action of actions) {
        const sentence = readCatalogs().get(language)?.get(key(action))
        if (sentence === undefined) continue
        const wanted = namesIn(new IntlMessageFormat(sentence, language).getAst())
        const given = [...about.matchAll(/[A-Za-z]\w*/g)].map(([name]) => name)
        const lacking = [...wanted].filter((name) => !given.includes(name) && !always.includes(name))
        if (lacking.length > 0) gaps.push(`${file}: ${action} in ${language}: ${lacking}`)
      }
    }
  }
  assert.deepEqual(gaps, [])
})

type Ast = ReturnType<IntlMessageFormat['getAst']>
function namesIn(ast: Ast): Set<string> {
  const names = new Set<string>()
  for (const part of ast) {
    // Kinds of the parser: 0 is text, 7 the number sign, 8 a tag; the others have a name.
    if (part.type !== 0 && part.type !== 7 && part.type !== 8) names.add(part.value)
    const inner =
      'options' in part
        ? Object.values(part.options).map(({ value }) => value)
        : 'children' in part
          ? [part.children]
          : []
    for (const each of inner) for (const name of namesIn(each)) names.add(name)
  }
  return names
}

test('ACC-11 every sentence can be said with what its action records', () => {
  for (const language of languages) {
    const say = sayIn(language, 'UTC')
    for (const { actions } of aboutAccounts) {
      for (const action of actions.filter((each) => say.has(key(each)))) {
        const wanted = namesIn(
          new IntlMessageFormat(readCatalogs().get(language)?.get(key(action)) ?? '', language).getAst(),
        )
        const detail = Object.fromEntries(
          [...wanted].filter((name) => !always.includes(name)).map((name) => [name, '1']),
        )
        const entry = { action, actorKind: 'system', byHolder: false, detail, at: Temporal.Now.instant() } as const
        assert.notEqual(sentenceOf(say, entry), say('account-page.audit.other'), action)
      }
    }
  }
})

test('ACC-11 who did it is told for every kind of actor, and each is another one', () => {
  const kinds: Readonly<Record<Actor['kind'], true>> = {
    visitor: true,
    holder: true,
    admin: true,
    operator: true,
    product: true,
    system: true,
  }
  for (const language of languages) {
    const say = sayIn(language, 'UTC')
    const who = (actorKind: Actor['kind'], byHolder = false) =>
      whoDidIt(say, {
        actorKind,
        byHolder,
        action: 'x',
        detail: {},
        at: Temporal.Now.instant(),
        organization: 'Acme Inc.',
      })
    const told = [who('holder', true), ...(Object.keys(kinds) as Actor['kind'][]).map((kind) => who(kind))]
    assert.equal(new Set(told).size, told.length, told.join(' | '))
    assert.match(who('admin'), /Acme Inc\./)
  }
  assert.deepEqual(
    ['visitor', 'holder', 'operator', 'product', 'system'].map((kind) =>
      whoDidIt(sayIn('en', 'UTC'), {
        actorKind: kind as Actor['kind'],
        byHolder: false,
        action: 'x',
        detail: {},
        at: Temporal.Now.instant(),
      }),
    ),
    [
      'Someone not logged in',
      'Someone with another account',
      'The operator of this server',
      'A product',
      'Umbel, by itself',
    ],
  )
})
