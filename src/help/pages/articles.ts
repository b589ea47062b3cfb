import {
  errorLine,
  errorWords,
  type Html,
  hidden,
  html,
  icon,
  type Problem,
  type Say,
  textPage,
  trusted,
} from '#platform/page'
import { type Article, articlesIn, type GroupId, groups } from '../articles.ts'
import { longestReason } from '../help.ts'
import { articleHref, blockHtml, link } from './parts.ts'

const longestQuery = 200

export interface HelpPage {
  /** What was searched for, and what was found. */
  readonly search?: { readonly query: string; readonly found: readonly Article[] } | undefined
  /** Whether the reader may see what others wrote. */
  readonly operator?: boolean | undefined
}

/** All articles, or those that somebody searched for (ACC-12). */
export function helpPage(say: Say, { search, operator }: HelpPage): Html {
  const title = search ? say('help.search.title') : say('help.title')
  return textPage(say, {
    title,
    where: say('help.title'),
    content: html`<h1>${say('help.title')}</h1>
<p class="lede">${say('help.lede')}</p>
<form method="get" action="/help" role="search" class="mt-5"><label for="q">${say('help.search.label')}</label>
<div class="find"><input class="input lg" id="q" name="q" type="search" maxlength="${longestQuery}" autocomplete="off" value="${search?.query ?? ''}"><button type="submit" class="btn lg">${say('help.search.button')}</button></div></form>
${search ? results(say, search) : index(say)}
${operator && html`<p class="mt-6"><a class="alone" href="/operator/help">${say('help.operator.open')}</a></p>`}`,
  })
}

function index(say: Say): Html {
  const articles = new Map(articlesIn(say.locale).map((article) => [article.slug, article]))
  const group = ({
    id,
    articles: slugs,
  }: (typeof groups)[number]) => html`<section class="card" aria-labelledby="g-${id}">
<h2 id="g-${id}">${groupName(say, id)}</h2>
<ul>
${slugs.map((slug) => html`<li><a class="alone" href="${articleHref(slug)}">${articles.get(slug)?.title}</a></li>\n`)}</ul></section>
`
  return html`<div class="shelf">
${groups.map(group)}</div>
${stuck(say)}`
}

function results(say: Say, { query, found }: NonNullable<HelpPage['search']>): Html {
  if (found.length === 0) {
    return html`<section class="card mt-6" aria-labelledby="h-none">
<div class="empty" role="status">${icon('none')}
<h2 class="mt-0" id="h-none">${say('help.search.none-title', { query })}</h2>
<p>${say('help.search.none')}</p><div class="btn-row"><a class="btn" href="/help/contact">${icon('mail')}${say('help.contact.open')}</a><a class="btn quiet" href="/help">${say('help.search.all')}</a></div></div></section>`
  }
  const one = (article: Article) =>
    html`<li><span class="val"><a href="${articleHref(article.slug)}">${article.title}</a><small>${article.summary}</small></span></li>\n`
  return html`<section class="card mt-6" aria-labelledby="h-found">
<header><div role="status"><h2 class="mt-0" id="h-found">${say('help.search.found', { count: found.length, query })}</h2></div></header>
<ul class="rows list">
${found.map(one)}</ul></section>
<p class="mt-4"><a class="alone" href="/help">${say('help.search.all')}</a></p>
${stuck(say)}`
}

/** The way on for whoever finds no answer. */
const stuck = (say: Say, article?: string): Html =>
  html`<p class="mt-6 muted">${say.html('help.stuck', {
    a: link(article === undefined ? '/help/contact' : `/help/contact?article=${article}`),
  })}</p>`

function groupName(say: Say, id: GroupId): string {
  const names: Readonly<Record<GroupId, string>> = {
    start: say('help.group.start'),
    'log-in': say('help.group.log-in'),
    'second-step': say('help.group.second-step'),
    data: say('help.group.data'),
  }
  return names[id]
}

export interface ArticlePage {
  readonly article: Article
  /** The address our mails come from. */
  readonly sender: string
}

/** One article, with its question at the end. */
export function articlePage(say: Say, { article, sender }: ArticlePage): Html {
  const { slug, title, summary, body } = article
  return textPage(say, {
    title,
    where: say('help.title'),
    content: html`<p class="small"><a class="alone" href="/help">${say('help.article.all')}</a></p>
<h1 class="mt-2">${title}</h1>
<p class="lede">${summary}</p>
<div class="mt-5">
${body.map((block) => blockHtml(say, block, sender))}</div>
<form method="post" action="/help/feedback" class="card helpful">${hidden('article', slug)}
<div role="group" aria-labelledby="h-helpful"><h2 class="h3 mt-0" id="h-helpful">${say('help.feedback.question')}</h2>
<div class="btn-row"><button type="submit" class="btn sm" name="helpful" value="yes">${icon('check')}${say('help.feedback.yes')}</button><button type="submit" class="btn sm" name="helpful" value="no">${say('help.feedback.no')}</button></div></div></form>
${stuck(say, slug)}`,
  })
}

export interface ThanksPage {
  /** The article that was answered about; nothing once the answer is complete or too old. */
  readonly article?: Article | undefined
  readonly helpful?: boolean | undefined
  /** With which a reason can still be added. */
  readonly reasonKey?: string | undefined
  readonly value?: string | undefined
  readonly error?: Problem | undefined
}

/** After an answer: thanks, and room for the reason. */
export function thanksPage(say: Say, page: ThanksPage): Html {
  const { article, reasonKey } = page
  const title = page.error ? say('help.feedback.thanks-error') : say('help.feedback.thanks')
  return textPage(say, {
    title,
    where: say('help.title'),
    here: article ? articleHref(article.slug) : '/help',
    content: html`<h1>${say('help.feedback.thanks')}</h1>
<p class="lede" role="status">${reasonKey === undefined ? say('help.feedback.kept') : say('help.feedback.counted')}</p>
${reasonKey !== undefined && reasonForm(say, page, reasonKey)}
<p class="mt-6">${
      article
        ? say.html('help.feedback.back', { title: article.title, a: link(articleHref(article.slug)) })
        : html`<a class="alone" href="/help">${say('help.article.all')}</a>`
    }</p>
${page.helpful !== true && stuck(say, article?.slug)}`,
  })
}

function reasonForm(say: Say, { helpful, value, error }: ThanksPage, reasonKey: string): Html {
  const described = [error && 'reason-error', 'reason-hint'].filter(Boolean).join(' ')
  return html`<form method="post" action="/help/feedback/reason" class="card mt-6">${hidden('key', reasonKey)}
<div class="card-body">
<div class="field"><label for="reason">${helpful ? say('help.feedback.why-yes') : say('help.feedback.why-no')} <span class="muted">${say('help.optional')}</span></label>
<textarea class="input" id="reason" name="reason" rows="4" maxlength="${longestReason}" aria-describedby="${described}"${error !== undefined && trusted(' aria-invalid="true"')}>
${value ?? ''}</textarea>
${error !== undefined && errorLine('reason-error', errorWords(say, 'help.feedback.error', error))}<p class="hint" id="reason-hint">${say('help.feedback.hint', { most: longestReason })}</p></div></div>
<footer class="btn-row"><button type="submit" class="btn primary">${say('help.feedback.send')}</button></footer></form>`
}

/** An answer too many about one article from one network; answered with 429. */
export function answeredAlreadyPage(say: Say, { article }: { readonly article: Article }): Html {
  return textPage(say, {
    title: say('help.feedback.often-title'),
    where: say('help.title'),
    here: articleHref(article.slug),
    content: html`<h1>${say('help.feedback.often-title')}</h1>
<p class="lede" role="status">${say('help.refusal.feedback-often')}</p>
<p class="mt-6">${say.html('help.feedback.back', { title: article.title, a: link(articleHref(article.slug)) })}</p>
${stuck(say, article.slug)}`,
  })
}
