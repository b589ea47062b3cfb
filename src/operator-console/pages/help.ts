import {
  articleHref,
  articleIn,
  articlesIn,
  type Feedback,
  type Message,
  mailTo,
  topicName,
  type Verdicts,
} from '#help'
import { type Html, hidden, html, icon, note, type Say, trusted } from '#platform/page'
import { type Frame, inOperatorConsole } from './frame.ts'
import { pager } from './pager.ts'

/** What people wrote, for the operators of this server. */

type Tab = 'waiting' | 'answered' | 'feedback'

function helpPage(say: Say, frame: Frame, tab: Tab, waiting: number, content: Html): Html {
  const one = (name: Tab, href: string, label: string) =>
    html`<li><a href="${href}"${name === tab && trusted(' aria-current="page"')}>${label}</a></li>\n`
  return inOperatorConsole(say, frame, {
    section: '/help',
    title: say('operator-console.help.title'),
    lede: say('operator-console.help.lede'),
    styles: ['text.css'],
    content: html`<nav class="tabs" aria-label="${say('operator-console.help.title')}">
<ul class="list">
${one('waiting', '/operator/help', say('operator-console.help.waiting', { count: waiting }))}${one('answered', '/operator/help?state=answered', say('operator-console.help.answered'))}${one('feedback', '/operator/help/feedback', say('operator-console.help.feedback'))}</ul></nav>
${content}`,
  })
}

export interface MessagesPage extends Frame {
  readonly state: 'waiting' | 'answered'
  readonly messages: readonly Message[]
  /** How many wait in all. */
  readonly waiting: number
  readonly nextHref?: string | undefined
  readonly firstHref?: string | undefined
  /** Whether messages are mailed as well. */
  readonly mailed: boolean
}

/** Messages to whoever runs this server: those that wait, the longest first; those that were answered, the newest first. */
export function messagesPage(say: Say, page: MessagesPage): Html {
  const { state, messages } = page
  const none =
    state === 'waiting' ? say('operator-console.help.none-waiting') : say('operator-console.help.none-answered')
  return helpPage(
    say,
    page,
    state,
    page.waiting,
    html`${
      !page.mailed &&
      html`<div class="mb-5">${note('plain', say.html('operator-console.help.not-mailed'), false)}</div>`
    }${messages.length === 0 ? empty(none) : messages.map((message) => messageCard(say, message))}
${pager(say, page)}`,
  )
}

const empty = (sentence: string): Html => html`<section class="card">
<div class="empty">${icon('done')}
<p>${sentence}</p></div></section>`

function messageCard(say: Say, message: Message): Html {
  const { id, at, name, email, topic, answeredAt } = message
  const subject = say('operator-console.help.answer-subject', { topic: topicName(say, topic) })
  const act = answeredAt
    ? { done: 'waiting', label: say('operator-console.help.reopen') }
    : { done: 'answered', label: say('operator-console.help.mark') }
  return html`<section class="card" aria-labelledby="m-${id}">
<header><h2 id="m-${id}">${topicName(say, topic)} <span class="muted num">${say('operator-console.help.number', { id })}</span></h2>
<p><bdi>${name ?? say('operator-console.help.no-name')}</bdi> · ${email} · <time datetime="${at.toString()}">${say.moment(at)}</time></p></header>
<div class="card-body">
<p class="quote" dir="auto">${message.message}</p>
<p class="sub mt-3">${facts(say, message)}</p></div>
<footer class="btn-row"><a class="btn sm" href="${mailTo(email, subject)}">${icon('mail')}${say('operator-console.help.answer')}</a><form method="post" action="/operator/help">${hidden('message', String(id))}${hidden('done', act.done)}<button type="submit" class="btn sm" aria-label="${say('operator-console.help.label', { act: act.label, id })}">${icon(answeredAt ? 'refresh' : 'check')}${act.label}</button></form></footer></section>
`
}

function facts(say: Say, { article, incident, accountId, answeredAt, language }: Message): Html[] {
  const title = article && articleIn(say.locale, article)?.title
  const about = title ? html`<a href="${articleHref(article)}">${title}</a>` : article
  const known = [
    accountId
      ? html`${say('operator-console.help.holder', { id: accountId })}`
      : html`${say('operator-console.help.visitor')}`,
    article && html`${say('operator-console.help.article')} ${about}`,
    incident && html`${say('operator-console.help.incident')} <span class="mono">${incident}</span>`,
    html`${say('operator-console.help.language', { language: languageName(say, language) })}`,
    answeredAt && html`${say('operator-console.help.answered-at', { at: answeredAt })}`,
  ].filter((fact) => fact !== undefined && fact !== '')
  return known.map((fact, index) => html`${index > 0 && ' · '}${fact}`)
}

const languageName = (say: Say, language: string): string =>
  new Intl.DisplayNames(say.locale, { type: 'language', fallback: 'code' }).of(language) ?? language

export interface FeedbackPage extends Frame {
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
  return helpPage(
    say,
    page,
    'feedback',
    page.waiting,
    html`${verdicts.length > 0 && verdictTable(say, verdicts)}
${filters(say, page)}
${
  feedback.length === 0
    ? empty(
        verdicts.length === 0 ? say('operator-console.help.none-feedback') : say('operator-console.help.none-match'),
      )
    : html`<section class="card mt-5" aria-label="${say('operator-console.help.answers')}">
<ul class="rows list">
${feedback.map((one) => feedbackRow(say, one))}</ul></section>`
}
${pager(say, page)}`,
  )
}

const titleOf = (say: Say, article: string): string => articleIn(say.locale, article)?.title ?? article

function verdictTable(say: Say, verdicts: readonly Verdicts[]): Html {
  const row = ({ article, yes, no }: Verdicts) =>
    html`<tr><th scope="row"><a class="alone" href="/operator/help/feedback?article=${encodeURIComponent(article)}">${titleOf(say, article)}</a></th><td class="num">${yes}</td><td class="num">${no}</td><td class="num">${say('operator-console.help.share', { percent: Math.round((100 * yes) / (yes + no)) })}</td></tr>
`
  return html`<section class="card" aria-labelledby="h-v">
<header><h2 id="h-v">${say('operator-console.help.by-article')}</h2></header>
<div class="table-wrap">
<table class="table"><caption class="sr-only">${say('operator-console.help.by-article')}</caption>
<thead>
<tr><th scope="col">${say('operator-console.help.article')}</th><th scope="col">${say('help.feedback.yes')}</th><th scope="col">${say('help.feedback.no')}</th><th scope="col">${say('operator-console.help.helped')}</th></tr></thead>
<tbody>
${verdicts.map(row)}</tbody></table></div></section>`
}

function filters(say: Say, { chosen }: FeedbackPage): Html {
  const option = (value: string, label: string, isChosen: boolean) =>
    html`<option value="${value}"${isChosen && trusted(' selected')}>${label}</option>\n`
  const articles = articlesIn(say.locale).map(({ slug, title }) => option(slug, title, slug === chosen.article))
  return html`<form method="get" action="/operator/help/feedback" class="find mt-5"><div class="field"><label for="article">${say('operator-console.help.article')}</label><select class="input" id="article" name="article">
${option('', say('operator-console.help.all-articles'), !chosen.article)}${articles}</select></div><div class="field"><label for="verdict">${say('operator-console.help.verdict')}</label><select class="input" id="verdict" name="verdict">
${option('', say('operator-console.help.all-verdicts'), !chosen.verdict)}${option('no', say('operator-console.help.only-no'), chosen.verdict === 'no')}${option('yes', say('operator-console.help.only-yes'), chosen.verdict === 'yes')}</select></div><button type="submit" class="btn">${say('operator-console.help.filter')}</button></form>`
}

function feedbackRow(say: Say, { article, helpful, reason, at, language }: Feedback): Html {
  const pill = helpful
    ? html`<span class="pill ok">${icon('check')}${say('help.feedback.yes')}</span>`
    : html`<span class="pill warn">${icon('none')}${say('help.feedback.no')}</span>`
  return html`<li>${pill}<span class="val">${
    reason
      ? html`<span class="quote" dir="auto">${reason}</span>`
      : html`<span class="muted">${say('operator-console.help.no-reason')}</span>`
  }<small>${titleOf(say, article)} · ${languageName(say, language)}</small></span><span class="end small muted num"><time datetime="${at.toString()}">${say.moment(at)}</time></span></li>
`
}
