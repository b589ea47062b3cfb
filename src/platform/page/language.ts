import { Hono } from 'hono'
import { Refusal } from '#kernel'
import { formOf, queryOf, show, type Visit } from '../http.ts'
import type { Languages } from '../language.ts'
import { safePath } from '../request.ts'
import { languageOf, languages, ownName, type Say } from '../words.ts'
import { hidden } from './form.ts'
import { type Html, html, trusted } from './html.ts'
import { icon } from './icons.ts'
import { authPage } from './page.ts'

export interface LanguagePage {
  /** The page to come back to. */
  readonly returnTo: string
}

/** All the languages there are words for, each in its own name, for whoever is not logged in (ACC-8). */
export function languagePage(say: Say, { returnTo }: LanguagePage): Html {
  const here = languageOf(say.locale)
  const row = (language: string) =>
    html`<li><button type="submit" name="language" value="${language}" lang="${language}"${
      language === here && trusted(' aria-current="true"')
    }><span class="grow"><b>${ownName(language)}</b></span>${language === here && icon('check')}</button></li>
`
  return authPage(say, {
    title: say('platform.language.title'),
    here: `/language?return=${encodeURIComponent(returnTo)}`,
    content: html`<h1>${say('platform.language.title')}</h1>
<p class="lede">${say('platform.language.lede')}</p>
<form method="post" action="/language">
${hidden('return', returnTo)}<ul class="choices list">
${languages.map(row)}</ul>
</form>
<p class="auth-alt"><a class="alone" href="${returnTo}">${say('platform.language.back')}</a></p>`,
  })
}

/**
 * The switch: a page with a form, so that it works without scripts.
 * @param url Umbel's own address
 */
export function languageRoutes(choices: Languages, url: URL): Hono<Visit> {
  const app = new Hono<Visit>()
  app.get('/language', (c) => {
    const returnTo = safePath(queryOf(c, 'return') ?? pathOf(c.req.header('referer'), url))
    return show(c, languagePage(c.get('say'), { returnTo }))
  })
  app.post('/language', async (c) => {
    const form = await formOf(c, 'language', 'return')
    const cookie = choices.choose(form.language)
    if (!cookie) throw new Refusal('platform.language-unknown', 422)
    c.header('Set-Cookie', cookie, { append: true })
    return c.redirect(safePath(form.return), 303)
  })
  return app
}

/** The page of ours that a link was on; to our own pages browsers tell its whole address (`Referrer-Policy`). */
function pathOf(referer: string | undefined, ours: URL): string | undefined {
  const page = URL.parse(referer ?? '')
  return page?.origin === ours.origin ? page.pathname + page.search : undefined
}
