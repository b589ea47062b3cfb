import {
  errorLine,
  errorWords,
  field,
  type Html,
  hidden,
  html,
  icon,
  iconTile,
  note,
  type Problem,
  type Say,
  textPage,
  trusted,
} from '#platform/page'
import type { Article } from '../articles.ts'
import { type Contact, longestMessage, shortestMessage, topics } from '../help.ts'
import { articleHref, reach, topicName } from './parts.ts'

export type ContactField = 'name' | 'email' | 'topic' | 'message'

export interface ContactPage {
  readonly contact?: Contact | undefined
  /** What was typed, or is known of whoever is logged in. */
  readonly values: Readonly<Partial<Record<ContactField, string>>>
  readonly errors: Readonly<Partial<Record<ContactField, Problem>>>
  /** The article that this is about. */
  readonly article?: Article | undefined
  /** The code of a fault that this is about. */
  readonly incident?: string | undefined
  /** From when messages are taken again, after too many. */
  readonly waitUntil?: Temporal.Instant | undefined
}

/** Writing to whoever runs this server, logged in or not (ACC-12). */
export function contactPage(say: Say, page: ContactPage): Html {
  const { contact, values, errors, article, incident, waitUntil } = page
  const first = (['name', 'email', 'topic', 'message'] as const).find((name) => errors[name] !== undefined)
  const words = (name: ContactField) =>
    errors[name] === undefined ? undefined : errorWords(say, 'help.contact.error', errors[name])
  return textPage(say, {
    title: first ? say('help.contact.title-error') : say('help.contact.title'),
    where: say('help.title'),
    here: '/help/contact',
    content: html`<h1>${say('help.contact.title')}</h1>
<p class="lede">${say('help.contact.lede')}</p>
${waitUntil && html`<div class="mt-5">${note('bad', html`${say.html('help.contact.wait', { until: waitUntil })}`)}</div>`}
<form method="post" action="/help/contact" class="card mt-6">
<div class="card-body">${about(say, article, incident)}
${field({
  id: 'name',
  className: 'input',
  label: say('help.contact.name'),
  attributes: 'type="text" autocomplete="name" maxlength="200"',
  value: values.name ?? '',
  error: words('name'),
  focus: first === 'name',
})}
${field({
  id: 'email',
  className: 'input',
  label: say('help.contact.email'),
  attributes: 'type="email" autocomplete="email" maxlength="320" required',
  value: values.email ?? '',
  hint: html`${say('help.contact.email-hint')}`,
  error: words('email'),
  focus: first === 'email',
})}
${topicField(say, values.topic ?? (incident ? 'broken' : undefined), words('topic'), first === 'topic')}
${messageField(say, values.message, words('message'), first === 'message')}</div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('help.contact.send')}</button><a class="btn quiet" href="/help">${say('help.contact.back')}</a></footer></form>
<p class="mt-5 muted">${say('help.contact.never')}</p>
${contact && html`<p class="mt-2 muted">${reach(say, contact)}</p>`}`,
  })
}

function about(say: Say, article: Article | undefined, incident: string | undefined): Html {
  const subject = article
    ? say.html('help.contact.about-article', { title: article.title })
    : incident && say.html('help.contact.about-incident', { incident })
  return html`${hidden('article', article?.slug)}${hidden('incident', incident)}${
    subject && html`<p class="sub mb-5">${subject}</p>`
  }`
}

function topicField(say: Say, chosen: string | undefined, error: Html | undefined, focus: boolean): Html {
  const one = (value: string, label: string) =>
    html`<option value="${value}"${value === chosen && trusted(' selected')}>${label}</option>\n`
  return html`<div class="field"><label for="topic">${say('help.contact.topic')}</label>
<select class="input" id="topic" name="topic" required${described(error && 'topic-error')}${focus && trusted(' autofocus')}>
${one('', say('help.contact.topic-choose'))}${topics.map((topic) => one(topic, topicName(say, topic)))}</select>
${error && errorLine('topic-error', error)}</div>`
}

function messageField(say: Say, value: string | undefined, error: Html | undefined, focus: boolean): Html {
  const ids = [error && 'message-error', 'message-hint'].filter(Boolean).join(' ')
  return html`<div class="field"><label for="message">${say('help.contact.message')}</label>
<textarea class="input" id="message" name="message" rows="8" minlength="${shortestMessage}" maxlength="${longestMessage}" required aria-describedby="${ids}"${
    error && trusted(' aria-invalid="true"')
  }${focus && trusted(' autofocus')}>
${value ?? ''}</textarea>
${error && errorLine('message-error', error)}<p class="hint" id="message-hint">${say('help.contact.message-hint', { most: longestMessage })}</p></div>`
}

const described = (id: string | undefined): Html | false =>
  id !== undefined && html` aria-invalid="true" aria-describedby="${id}"`

/** After a message was taken: what happens next. */
export function contactSentPage(
  say: Say,
  {
    mailed,
    article,
    keptDays,
  }: { readonly mailed: boolean; readonly article?: Article | undefined; readonly keptDays: number },
): Html {
  return textPage(say, {
    title: say('help.contact.sent'),
    where: say('help.title'),
    content: html`${iconTile('mail', 'accent')}
<h1 class="mt-4">${say('help.contact.sent')}</h1>
<p class="lede" role="status">${mailed ? say('help.contact.sent-mailed') : say('help.contact.sent-kept')}</p>
<p class="mt-4">${say('help.contact.sent-answer', { days: keptDays })}</p>
<p class="mt-6"><a class="btn" href="${article ? articleHref(article.slug) : '/help'}">${icon('onward')}${say('help.contact.back')}</a></p>`,
  })
}
