import { type Languages, type Say, sayIn } from '#platform'
import { authPage, errorWords, field, hidden, html, iconTile, stalk } from '#platform/page'
import { attemptLostPage, loggedOutPage, logOutConfirmPage } from '#sign-in'
import type { Form, PageContext, Pages } from './pages.ts'

/**
 * The provider's pages in the house's own look and words.
 * @param languages, zone those of visitors whose account we do not know
 */
export function housePages(languages: Languages, zone: string): Pages {
  const sayTo = ({ asks }: PageContext): Say => sayIn(languages.of(asks), zone)
  const mainLink = (href: string, words: string) => html`<a class="btn primary lg block" href="${href}">${words}</a>`
  const fieldsOf = ({ fields }: Form) => Object.entries(fields).map(([name, value]) => hidden(name, value))

  return {
    protocolError(problem) {
      const say = sayTo(problem)
      const { error, description = '', product } = problem
      const isOurs = error === 'server_error'
      const lede = product
        ? say.html('openid.problem.lede-product', { product: product.name })
        : say('openid.problem.lede')
      return authPage(say, {
        title: isOurs ? say('openid.problem.fault-title') : say('openid.problem.title'),
        content: html`${iconTile('alert')}
<h1>${isOurs ? say('openid.problem.fault-title') : say('openid.problem.title')}</h1>
<p class="lede">${isOurs ? say('openid.problem.fault') : lede}</p>
<div class="actions">${
          product
            ? mainLink(product.homeUrl, say('openid.problem.back', { product: product.name }))
            : mainLink('/', say('openid.problem.home'))
        }</div>
${!isOurs && html`<p class="auth-alt">${say.html('openid.problem.detail', { error, description, code: (inner) => html`<code>${inner}</code>` })}</p>`}`,
      })
    },
    requestGone: (context) => attemptLostPage(sayTo(context), {}),
    confirmLogOut: (page) =>
      logOutConfirmPage(sayTo(page), {
        name: page.account.name,
        email: page.account.email,
        product: page.product,
        action: page.action,
        fields: page.fields,
      }),
    loggedOut: (page) =>
      loggedOutPage(sayTo(page), { productName: page.product?.name, homeUrl: page.product?.homeUrl }),
    enterDeviceCode(page) {
      const say = sayTo(page)
      return authPage(say, {
        title: say('openid.device.title'),
        content: html`${iconTile('computer', 'accent')}
<h1>${say('openid.device.title')}</h1>
<p class="lede">${say('openid.device.lede')}</p>
<form method="post" action="${page.action}">
${fieldsOf(page)}${field({
  id: 'user_code',
  label: say('openid.device.code'),
  attributes: 'type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="20"',
  value: page.userCode,
  error: page.problem && errorWords(say, 'openid.device.error', page.problem),
  focus: true,
})}
<div class="actions"><button type="submit" class="btn primary lg block">${say('openid.device.next')}</button></div>
</form>`,
      })
    },
    confirmDevice(page) {
      const say = sayTo(page)
      return authPage(say, {
        title: say('openid.device.confirm-title'),
        content: html`${stalk(page.product)}
<h1>${say('openid.device.confirm-title')}</h1>
<p class="lede">${say.html('openid.device.confirm', { product: page.product.name })}</p>
<p class="codebox mt-4">${page.userCode}</p>
<form method="post" action="${page.action}">
${fieldsOf(page)}<div class="actions"><button type="submit" class="btn primary lg block">${say('openid.device.connect')}</button><button type="submit" class="btn quiet block" name="abort" value="yes">${say('openid.device.cancel')}</button></div>
</form>`,
      })
    },
    deviceDone(page) {
      const say = sayTo(page)
      return authPage(say, {
        title: say('openid.device.done-title'),
        content: html`${iconTile('done', 'accent')}
<h1>${say('openid.device.done-title')}</h1>
<p class="lede" role="status">${say.html('openid.device.done', { product: page.product.name })}</p>`,
      })
    },
  }
}
