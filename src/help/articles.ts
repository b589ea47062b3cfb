import { readdirSync, readFileSync } from 'node:fs'

/** A piece of an article. Its text is a sentence as in `words/`, whose tags are `strong`, `nowrap` and links. */
export type Block =
  | string
  | { readonly heading: string }
  | { readonly list: readonly string[] }
  | { readonly steps: readonly string[] }
  | { readonly table: 'control' }

/** A help article in one language: a file of `articles/<language>/`, named for the article's address. */
export type Article = {
  readonly slug: string
  readonly title: string
  readonly summary: string
  /** What people type who mean it, though the text says it otherwise. */
  readonly keywords: readonly string[]
  readonly body: readonly Block[]
}

/** The articles in the order of the index, in groups. */
export const groups = [
  { id: 'start', articles: ['your-account', 'personal-and-managed-accounts', 'products-you-can-open'] },
  { id: 'log-in', articles: ['email-does-not-come', 'forgotten-password', 'log-in-paused', 'devices'] },
  { id: 'second-step', articles: ['two-step-verification', 'passkeys', 'recovery-codes', 'lost-second-step'] },
  { id: 'data', articles: ['change-your-address', 'delete-your-account', 'what-we-know-about-you'] },
] as const
export type GroupId = (typeof groups)[number]['id']

/** Pages that articles link to, by the tag of the link; a tag that is an article's name leads to that article. */
export const pageLinks: Readonly<Record<string, string>> = {
  'to-accounts': '/accounts',
  'to-activity': '/security/activity',
  'to-contact': '/help/contact',
  'to-devices': '/devices',
  'to-forgot-password': '/password/forgot',
  'to-privacy': '/privacy',
  'to-products': '/products',
  'to-profile': '/profile',
  'to-security': '/security',
  'to-sign-up': '/sign-up',
}

const slugs: ReadonlySet<string> = new Set(groups.flatMap(({ articles }) => articles))
const folder = new URL('./articles/', import.meta.url)

/** Every article by language, in the order of the index, as read when the process began. */
export const library: ReadonlyMap<string, readonly Article[]> = new Map(
  readdirSync(folder).map((language) => [language, [...slugs].map((slug) => readArticle(language, slug))]),
)

function readArticle(language: string, slug: string): Article {
  const file = new URL(`${language}/${slug}.json`, folder)
  return { slug, ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Article, 'slug'>) }
}

/** The language that articles are read in: the locale's own, or English where there are none. */
export function readingLanguage(locale: string): string {
  const language = locale.split('-')[0] ?? ''
  return library.has(language) ? language : 'en'
}

/** All articles in the reader's language. */
export const articlesIn = (locale: string): readonly Article[] => library.get(readingLanguage(locale)) ?? []

/** One article in the reader's language; nothing for an address that no article has. */
export const articleIn = (locale: string, slug: string): Article | undefined =>
  articlesIn(locale).find((article) => article.slug === slug)

/** Whether an article of this name exists, in any language: all have the same. */
export const isArticle = (slug: string | undefined): slug is string => slug !== undefined && slugs.has(slug)

/** Every sentence of an article's body, in order. */
export function sentencesOf({ body }: Pick<Article, 'body'>): string[] {
  return body.flatMap((block) => {
    if (typeof block === 'string') return [block]
    if ('heading' in block) return [block.heading]
    if ('list' in block) return block.list
    return 'steps' in block ? block.steps : []
  })
}
