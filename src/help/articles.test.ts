import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { actions } from '#account'
import { sayIn } from '#platform'
import { sentenceHtml } from '#platform/page'
import { anUmbel } from '../../test/an-umbel.ts'
import { type Article, type Block, groups, isArticle, library, pageLinks, sentencesOf } from './articles.ts'
import { articlePage } from './pages/index.ts'

const slugs: readonly string[] = groups.flatMap(({ articles }) => articles)
const english = library.get('en') ?? []
const every = [...library].flatMap(([language, articles]) => articles.map((article) => ({ language, article })))
const tagsIn = (sentence: string) => [...sentence.matchAll(/<([a-z-]+)>/g)].map(([, tag = '']) => tag)

/** What must be alike in all languages: which pieces, in which order, how many, and where they link. */
function shapeOf({ body }: Article): unknown {
  const linked = (text: string) => tagsIn(text).sort()
  return body.map((block: Block) => {
    if (typeof block === 'string') return ['p', linked(block)]
    if ('heading' in block) return ['h']
    if ('list' in block) return ['ul', block.list.map(linked)]
    return 'steps' in block ? ['ol', block.steps.map(linked)] : ['table', block.table]
  })
}

test('ACC-12 there is help in English and German: the same articles, each in the same shape', () => {
  assert.deepEqual([...library.keys()].sort(), ['de', 'en'])
  for (const { language, article } of every) {
    const original = english.find(({ slug }) => slug === article.slug)
    assert.ok(original, article.slug)
    assert.deepEqual(shapeOf(article), shapeOf(original), `${language}/${article.slug}`)
    if (language !== 'en') assert.notEqual(article.title + article.summary, original.title + original.summary)
  }
})

test('ACC-12 every file of an article is in the index once, and every article has what its page needs', () => {
  assert.equal(new Set(slugs).size, slugs.length)
  for (const language of library.keys()) {
    const files = readdirSync(new URL(`./articles/${language}/`, import.meta.url))
    assert.deepEqual(files.sort(), slugs.map((slug) => `${slug}.json`).sort())
  }
  for (const { language, article } of every) {
    const { title, summary, keywords, body } = article
    const name = `${language}/${article.slug}`
    assert.ok(title.length > 3 && title.length < 60, name)
    assert.ok(summary.length > 20 && summary.length < 160, name)
    assert.ok(keywords.length > 3 && body.length > 1, name)
    // A straight quote would be a sign of the message form, and looks wrong in print.
    for (const text of [title, summary, ...sentencesOf(article)]) assert.doesNotMatch(text, /['"]|\s\s|^\s|\s$/, name)
  }
})

test('ACC-12 every sentence of an article can be shown, and its links are known', () => {
  const known = new Set(['strong', 'nowrap', ...slugs, ...Object.keys(pageLinks)])
  for (const { language, article } of every) {
    for (const sentence of sentencesOf(article)) {
      const strangers = tagsIn(sentence).filter((tag) => !known.has(tag))
      assert.deepEqual(strangers, [], `${language}/${article.slug}: ${sentence}`)
    }
    assert.ok(!sentencesOf(article).some((text) => text.includes(`<${article.slug}>`)), 'no article links to itself')
    const page = articlePage(sayIn(language, 'UTC'), { article, sender: 'hello@umbel.example' }).toString()
    assert.doesNotMatch(page, /&lt;|\{sender\}|undefined|<to-|<\/to-/, `${language}/${article.slug}`)
  }
  assert.ok(Object.keys(pageLinks).every((tag) => !isArticle(tag)))
})

test('ACC-12 what an article links to exists, and so does every page of help that other rooms link to', async (t) => {
  const { umbel, send } = await anUmbel(t)
  const paths = new Set(umbel.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  for (const href of Object.values(pageLinks)) assert.ok(paths.has(href), `nothing is at ${href}`)
  for (const slug of slugs) assert.equal((await send(`/help/${slug}`)).status, 200, slug)
})

test('CTL the article about kinds of accounts has a row for each action of the table that decides', () => {
  const article = english.find(({ slug }) => slug === 'personal-and-managed-accounts')
  assert.ok(article)
  const page = articlePage(sayIn('en', 'UTC'), { article, sender: '' }).toString()
  assert.equal(page.match(/<th scope="row">/g)?.length, actions.length)
  const [, email = ''] = /<th scope="row">Change email<\/th>(.*?)<\/tr>/s.exec(page) ?? []
  assert.deepEqual(
    [...email.matchAll(/<\/svg>([^<]+)/g)].map(([, word]) => word),
    ['Yes', 'Can ask', 'Yes'],
  )
})

test('what fills a sentence is text, whatever it holds', () => {
  const shown = sentenceHtml('From <nowrap>{sender}</nowrap> & <a>on</a>', {
    sender: '<img src=x onerror="alert(1)">',
    a: (inner) => inner,
  })
  assert.equal(
    shown.toString(),
    'From <span class="nowrap">&lt;img src=x onerror=&quot;alert(1)&quot;&gt;</span> &amp; on',
  )
})
