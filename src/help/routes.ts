import { Hono } from 'hono'
import { hashSecret, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { originOf } from '#sign-in'
import { articleIn } from './articles.ts'
import { contactRoutes } from './contact-routes.ts'
import { giveFeedback, giveReason } from './give-feedback.ts'
import { longestReason } from './help.ts'
import { answeredAlreadyPage, articlePage, helpPage, privacyPage, termsPage, thanksPage } from './pages/index.ts'
import { keptDays } from './purge.ts'
import { searchArticles } from './search.ts'
import { feedbackByReasonKey } from './store.ts'
import { type HelpContext, isReadByOperator } from './visit.ts'

/** Pages that anybody can read: help, terms and privacy, and the way to whoever runs this (ACC-12). */
export function helpRoutes(context: HelpContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { contact } = context
  app.route('/', contactRoutes(context))
  app.route('/', feedbackRoutes(context))

  app.get('/help', async (c) => {
    const query = queryOf(c, 'q')?.trim().slice(0, 200).toWellFormed()
    const operator = await isReadByOperator(context, c)
    const { locale } = c.get('say')
    const search = query ? { query, found: searchArticles(locale, query) } : undefined
    return show(c, helpPage(c.get('say'), { search, operator }))
  })

  app.get('/help/:slug', (c) => {
    const article = articleIn(c.get('say').locale, c.req.param('slug'))
    return article ? show(c, articlePage(c.get('say'), { article, sender: context.sender })) : c.notFound()
  })

  app.get('/terms', (c) => show(c, termsPage(c.get('say'), { contact })))
  app.get('/privacy', (c) => show(c, privacyPage(c.get('say'), { contact, keptDays })))
  return app
}

/** “Was this helpful?”, first yes or no, then why; each is a form that works without scripts. */
function feedbackRoutes(context: HelpContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey } = context
  const visitor = (c: Visitor) => ({ kind: 'visitor', ...originOf(c) }) as const

  app.post('/help/feedback', async (c) => {
    const { article: slug, helpful } = await formOf(c, 'article', 'helpful')
    if (helpful !== 'yes' && helpful !== 'no') return c.redirect('/help', 303)
    const { locale } = c.get('say')
    try {
      const given = { article: slug, locale, helpful: helpful === 'yes' }
      const key = await database.transaction((tx) => giveFeedback(tx, visitor(c), secretKey, given))
      return c.redirect(`/help/feedback?key=${key}`, 303)
    } catch (error) {
      const article = articleIn(locale, slug ?? '')
      if (!(error instanceof Refusal) || error.code !== 'help.feedback-often' || !article) throw error
      c.header('Retry-After', String(error.details.retryAfterSeconds))
      return show(c, answeredAlreadyPage(c.get('say'), { article }), { status: 429 })
    }
  })

  app.get('/help/feedback', async (c) => {
    const key = queryOf(c, 'key', 100)
    return thanks(c, { key })
  })

  app.post('/help/feedback/reason', async (c) => {
    const { key, reason } = await formOf(c, 'key', 'reason')
    try {
      await database.transaction((tx) => giveReason(tx, key, reason))
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 422) throw error
      return thanks(c, { key, value: reason?.slice(0, 2 * longestReason), error })
    }
    return c.redirect('/help/feedback', 303)
  })

  async function thanks(c: Visitor, { key, value, error }: { key?: string; value?: string; error?: Refusal }) {
    const say = c.get('say')
    const answered = key ? await feedbackByReasonKey(database.durable, hashSecret(key)) : undefined
    const page = answered && {
      helpful: answered.helpful,
      article: articleIn(say.locale, answered.article),
      reasonKey: key,
      value,
      error,
    }
    return show(c, thanksPage(say, page ?? {}), { status: error ? 422 : 200 })
  }

  return app
}
