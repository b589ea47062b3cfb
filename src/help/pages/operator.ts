import { accountPage, type Holder, type Html, hidden, html, icon, note, type Say, trusted } from '#platform/page'
import { articleIn, articlesIn } from '../articles.ts'
import type { Feedback, Message } from '../help.ts'
import type { Verdicts } from '../store.ts'
import { articleHref, mailTo, topicName } from './parts.ts'

/** What people wrote, for the operators of this server. */

type Tab = 'waiting' | 'answered' | 'feedback'

function operatorPage(say: Say, holder: Holder, tab: Tab, waiting: number, content: Html): Html {
  const one = (name: Tab, href: string, label: string) =>
    html`<li><a href="${href}"${name === tab && trusted(' aria-current="page"')}>${label}</a></li>\n`
  return accountPage(say, {
    title: say('help.operator.title'),
    holder,
    styles: ['text.css'],
    content: html`<div class="page-head">
<h1>${say('help.operator.title')}</h1>
<p>${say('help.operator.lede')}</p></div>
<nav class="tabs" aria-label="${say('help.operator.title')}">
<ul class="list">
${one('waiting', '/operator/help', say('help.operator.waiting', { count: waiting }))}${one('answered', '/operator/help?state=answered', say('help.operator.answered'))}${one('feedback', '/operator/help/feedback', say('help.operator.feedback'))}</ul></nav>
${content}`,
  })
}

export interface MessagesPage {
  readonly holder: Holder
  readonly state: 'waiting' | 'answered'
  readonly messages: readonly Message[]
  /** How many wait in all. */
  readonly waiting: number
  readonly nextHref?: string | undefined
  readonly firstHref?: string | undefined
  /** Whether messages are mailed as well. */
  readonly mailed: boolean
  /** What was just done: `answered` or `reopened`. */
  readonly status?: string | undefined
}

/** Messages to whoever runs this server: those that wait, the longest first; those that were answered, the newest first. */
export function messagesPage(say: Say, page: MessagesPage): Html {
  const { state, messages } = page
  const done = { answered: say('help.operator.now-answered'), reopened: say('help.operator.now-waiting') }
  const status = page.status === 'answered' || page.status === 'reopened' ? done[page.status] : undefined
  const none = state === 'waiting' ? say('help.operator.none-waiting') : say('help.operator.none-answered')
  return operatorPage(
    say,
    page.holder,
    state,
    page.waiting,
    html`${status && html`<div class="mb-5">${note('ok', status)}</div>`}${
      !page.mailed && html`<div class="mb-5">${note('plain', say.html('help.operator.not-mailed'), false)}</div>`
    }${messages.length === 0 ? empty(none) : messages.map((message) => messageCard(say, message))}
${pager(say, page)}`,
  )
}

const empty = (sentence: string): Html => html`<section class="card">
<div class="empty">${icon('done')}
<p>${sentence}</p></div></section>`

function messageCard(say: Say, message: Message): Html {
  const { id, at, name, email, topic, answeredAt } = message
  const subject = say('help.operator.answer-subject', { topic: topicName(say, topic) })
  const act = answeredAt
    ? { done: 'waiting', label: say('help.operator.reopen') }
    : { done: 'answered', label: say('help.operator.mark') }
  return html`<section class="card" aria-labelledby="m-${id}">
<header><h2 id="m-${id}">${topicName(say, topic)} <span class="muted num">${say('help.operator.number', { id })}</span></h2>
<p><bdi>${name ?? say('help.operator.no-name')}</bdi> · ${email} · <time datetime="${at.toString()}">${say.moment(at)}</time></p></header>
<div class="card-body">
<p class="quote" dir="auto">${message.message}</p>
<p class="sub mt-3">${facts(say, message)}</p></div>
<footer class="btn-row"><a class="btn sm" href="${mailTo(email, subject)}">${icon('mail')}${say('help.operator.answer')}</a><form method="post" action="/operator/help">${hidden('message', String(id))}${hidden('done', act.done)}<button type="submit" class="btn sm" aria-label="${say('help.operator.label', { act: act.label, id })}">${icon(answeredAt ? 'refresh' : 'check')}${act.label}</button></form></footer></section>
`
}

function facts(say: Say, { article, incident, accountId, answeredAt, language }: Message): Html[] {
  const title = article && articleIn(say.locale, article)?.title
  const about = title ? html`<a href="${articleHref(article)}">${title}</a>` : article
  const known = [
    accountId ? html`${say('help.operator.holder', { id: accountId })}` : html`${say('help.operator.visitor')}`,
    article && html`${say('help.operator.article')} ${about}`,
    incident && html`${say('help.operator.incident')} <span class="mono">${incident}</span>`,
    html`${say('help.operator.language', { language: languageName(say, language) })}`,
    answeredAt && html`${say('help.operator.answered-at', { at: answeredAt })}`,
  ].filter((fact) => fact !== undefined && fact !== '')
  return known.map((fact, index) => html`${index > 0 && ' · '}${fact}`)
}

const languageName = (say: Say, language: string): string =>
  new Intl.DisplayNames(say.locale, { type: 'language', fallback: 'code' }).of(language) ?? language

export interface FeedbackPage {
  readonly holder: Holder
  readonly waiting: number
  readonly verdicts: readonly Verdicts[]
  readonly feedback: readonly Feedback[]
  readonly chosen: { readonly article?: string | undefined; readonly verdict?: 'yes' | 'no' | undefined }
  readonly nextHref?: string | undefined
  readonly firstHref?: string | undefined
}

/** Whether articles help: how often, and why, newest first. */
export function feedbackPage(say: Say, page: FeedbackPage): Html {
  const { verdicts, feedback } = page
  return operatorPage(
    say,
    page.holder,
    'feedback',
    page.waiting,
    html`${verdicts.length > 0 && verdictTable(say, verdicts)}
${filters(say, page)}
${
  feedback.length === 0
    ? empty(verdicts.length === 0 ? say('help.operator.none-feedback') : say('help.operator.none-match'))
    : html`<section class="card mt-5" aria-label="${say('help.operator.answers')}">
<ul class="rows list">
${feedback.map((one) => feedbackRow(say, one))}</ul></section>`
}
${pager(say, page)}`,
  )
}

const titleOf = (say: Say, article: string): string => articleIn(say.locale, article)?.title ?? article

function verdictTable(say: Say, verdicts: readonly Verdicts[]): Html {
  const row = ({ article, yes, no }: Verdicts) =>
    html`<tr><th scope="row"><a class="alone" href="/operator/help/feedback?article=${encodeURIComponent(article)}">${titleOf(say, article)}</a></th><td class="num">${yes}</td><td class="num">${no}</td><td class="num">${say('help.operator.share', { percent: Math.round((100 * yes) / (yes + no)) })}</td></tr>
`
  return html`<section class="card" aria-labelledby="h-v">
<header><h2 id="h-v">${say('help.operator.by-article')}</h2></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('help.operator.by-article')}</caption>
<thead>
<tr><th scope="col">${say('help.operator.article')}</th><th scope="col">${say('help.feedback.yes')}</th><th scope="col">${say('help.feedback.no')}</th><th scope="col">${say('help.operator.helped')}</th></tr></thead>
<tbody>
${verdicts.map(row)}</tbody></table></div></section>`
}

function filters(say: Say, { chosen }: FeedbackPage): Html {
  const option = (value: string, label: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen && trusted(' selected')}>${label}</option>\n`
  const articles = articlesIn(say.locale).map(({ slug, title }) => option(slug, title, slug === chosen.article))
  return html`<form method="get" action="/operator/help/feedback" class="find mt-5"><div class="field"><label for="article">${say('help.operator.article')}</label><select class="input" id="article" name="article">
${option('', say('help.operator.all-articles'), !chosen.article)}${articles}</select></div><div class="field"><label for="verdict">${say('help.operator.verdict')}</label><select class="input" id="verdict" name="verdict">
${option('', say('help.operator.all-verdicts'), !chosen.verdict)}${option('no', say('help.operator.only-no'), chosen.verdict === 'no')}${option('yes', say('help.operator.only-yes'), chosen.verdict === 'yes')}</select></div><button type="submit" class="btn">${say('help.operator.filter')}</button></form>`
}

function feedbackRow(say: Say, { article, helpful, reason, at, language }: Feedback): Html {
  const pill = helpful
    ? html`<span class="pill ok">${icon('check')}${say('help.feedback.yes')}</span>`
    : html`<span class="pill warn">${icon('none')}${say('help.feedback.no')}</span>`
  return html`<li>${pill}<span class="val">${
    reason
      ? html`<span class="quote" dir="auto">${reason}</span>`
      : html`<span class="muted">${say('help.operator.no-reason')}</span>`
  }<small>${titleOf(say, article)} · ${languageName(say, language)}</small></span><span class="end small muted num"><time datetime="${at.toString()}">${say.moment(at)}</time></span></li>
`
}

function pager(
  say: Say,
  { nextHref, firstHref }: { readonly nextHref?: string | undefined; readonly firstHref?: string | undefined },
): Html | undefined {
  if (!nextHref && !firstHref) return undefined
  return html`<nav class="pager mt-5" aria-label="${say('help.operator.pages')}"><span>${
    firstHref && html`<a class="btn quiet sm" href="${firstHref}">${say('help.operator.first')}</a>`
  }</span>${nextHref && html`<a class="btn sm" href="${nextHref}">${say('help.operator.more')}</a>`}</nav>`
}
