import { Hono } from 'hono'
import { parseName } from '#account'
import { type Actor, parseAddress, Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit, type Visitor } from '#platform'
import { originOf, type Presented, presentedIn } from '#sign-in'
import { type Article, articleIn, readingLanguage } from './articles.ts'
import { incidentIn, longestMessage, mailAddressOf, parseMessage, parseTopic } from './help.ts'
import { type ContactField, type ContactPage, contactPage, contactSentPage } from './pages/index.ts'
import { keptDays } from './purge.ts'
import { sendMessage } from './send-message.ts'
import type { HelpContext } from './visit.ts'

type Form = Readonly<Partial<Record<ContactField, string | undefined>>>

/** Writing to whoever runs this server (ACC-12). */
export function contactRoutes(context: HelpContext): Hono<Visit> {
  const app = new Hono<Visit>()
  const { database, secretKey, contact } = context

  const about = (c: Visitor, slug: string | undefined, incident: string | undefined) => ({
    article: articleIn(c.get('say').locale, slug ?? ''),
    incident: incidentIn(incident),
  })
  const ask = (c: Visitor, page: Omit<ContactPage, 'contact'>, status?: 422 | 429) =>
    show(c, contactPage(c.get('say'), { contact, ...page }), { status })

  app.get('/help/contact', async (c) => {
    const me = await presentedIn(context, c)
    const values = me ? { name: me.name, email: me.email } : {}
    return ask(c, { values, errors: {}, ...about(c, queryOf(c, 'article', 100), queryOf(c, 'incident', 100)) })
  })

  app.post('/help/contact', async (c) => {
    const form = await formOf(c, 'name', 'email', 'topic', 'message', 'article', 'incident')
    const me = await presentedIn(context, c)
    const subject = about(c, form.article, form.incident)
    const { errors, message } = read(form)
    const values = { ...form, message: form.message?.slice(0, 2 * longestMessage) }
    if (!message) return ask(c, { values, errors, ...subject }, 422)
    const { locale } = c.get('say')
    const whole = { ...message, article: subject.article?.slug, incident: subject.incident }
    try {
      await database.transaction((tx) =>
        sendMessage(tx, senderOf(c, me), secretKey, { ...whole, language: readingLanguage(locale) }),
      )
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'help.messages-often') throw error
      c.header('Retry-After', String(error.details.retryAfterSeconds))
      const waitUntil = error.details.until as Temporal.Instant
      return ask(c, { values, errors: {}, ...subject, waitUntil }, 429)
    }
    return c.redirect(sentHref(subject.article), 303)
  })

  app.get('/help/contact/sent', async (c) => {
    const { article } = about(c, queryOf(c, 'article', 100), undefined)
    const mailed = mailAddressOf(contact) !== undefined
    return show(c, contactSentPage(c.get('say'), { mailed, article, keptDays }))
  })

  return app
}

const sentHref = (article: Article | undefined): string =>
  article ? `/help/contact/sent?article=${article.slug}` : '/help/contact/sent'

const senderOf = (c: Visitor, me: Presented | undefined): Actor =>
  me ? { kind: 'holder', accountId: me.accountId, ...originOf(c) } : { kind: 'visitor', ...originOf(c) }

/** Reads all fields, so that everything that is wrong is told at once. */
function read(form: Form) {
  const errors: Partial<Record<ContactField, Refusal>> = {}
  function field<T>(name: ContactField, parse: (text: string | undefined) => T): T | undefined {
    try {
      return parse(form[name])
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      errors[name] = error
      return undefined
    }
  }
  const name = form.name?.trim() ? field('name', parseName) : undefined
  const email = field('email', (text) => parseAddress(text).typed)
  const topic = field('topic', parseTopic)
  const message = field('message', parseMessage)
  const isRight = Object.keys(errors).length === 0 && email && topic && message
  return { errors, message: isRight ? { name, email, topic, message } : undefined }
}
