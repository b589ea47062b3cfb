import {
  accountPage,
  avatar,
  type Holder,
  type Html,
  html,
  mark,
  type ProductLink,
  type Say,
  tile,
} from '#platform/page'

export interface ProductsPage {
  readonly holder: Holder
  /** All that this account can open; the holder's own list in the bar when left out. */
  readonly products?: readonly ProductLink[] | undefined
}

/** What the account opens: the products hang from it like florets from a stem. */
export function productsPage(say: Say, { holder, products = holder.products }: ProductsPage): Html {
  return products.length > 0 ? list(say, holder, products) : none(say, holder)
}

function list(say: Say, holder: Holder, products: readonly ProductLink[]): Html {
  const one = (product: ProductLink) =>
    html`<li>${tile(product, 40)}<span class="grow"><b class="h3">${product.name}</b><span class="sub">${product.host}</span></span><span class="row"><a class="btn sm" href="${product.homeUrl}" aria-label="${say('account-page.products.open-label', { product: product.name })}">${say('account-page.products.open')}</a></span></li>`
  return accountPage(say, {
    title: say('account-page.products.title'),
    section: 'products',
    holder,
    styles: ['products.css'],
    content: html`<div class="page-head">
<h1>${say('account-page.products.title')}</h1>
<p>${say('account-page.products.lede')}</p></div>
<section class="card" aria-label="${say('account-page.products.title')}">
<div class="card-body row">${avatar(holder.account, 48)}
<div class="grow"><b class="h3"><bdi>${holder.account.name}</bdi></b><span class="sub">${holder.account.email}</span></div></div>
<ul class="umbel list">
${products.map(one)}</ul></section>`,
  })
}

function none(say: Say, holder: Holder): Html {
  return accountPage(say, {
    title: say('account-page.products.title-none'),
    section: 'products',
    holder,
    content: html`<div class="page-head">
<h1>${say('account-page.products.title')}</h1>
<p>${say('account-page.products.lede-none')}</p></div>
<section class="card" aria-labelledby="h-n">
<div class="empty">${mark(64)}
<h2 class="mt-3" id="h-n">${say('account-page.products.none')}</h2>
<p>${say('account-page.products.none-why', { email: holder.account.email })}</p><a class="btn" href="/help/products-you-can-open">${say('account-page.products.none-help')}</a></div></section>`,
  })
}
