import { parseArgs } from 'node:util'
import { connectionOf } from '#identity-source'
import { parseAddress } from '#kernel'
import { productById } from '#product'
import { type Next, type RouteFacts, resolve, rules } from '#sign-in'
import { siteFor } from '#site'
import type { Operator } from './operator.ts'

const steps: Readonly<Record<Next, string>> = {
  continue: 'straight on, without a page',
  'choose-account': 'the chooser between the accounts of this browser',
  'ask-address': 'the page that asks for the address',
  'ask-address-and-password': 'the page that asks for address and password',
  google: 'to Google',
  passkey: 'the page that asks for a passkey',
  password: 'the page that asks for the password, and offers a passkey',
  'verify-address': 'the page that proves the address',
}

/** `npx umbel explain-log-in`: where a log-in would go, and which rules say so. It says nothing about accounts (LOG-5). */
export async function explainLogIn(args: string[], open: () => Promise<Operator>): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      product: { type: 'string' },
      address: { type: 'string' },
      site: { type: 'string' },
      manual: { type: 'boolean' },
    },
  })
  if (values.manual) {
    console.log(logInManual())
    return 0
  }
  const { product: productId } = values
  if (!productId) {
    console.error('npx umbel explain-log-in --product ID [--address ADDRESS] [--site SITE] | --manual')
    return 2
  }
  const address = values.address === undefined ? undefined : parseAddress(values.address)
  const operator = await open()
  try {
    const on = operator.database.durable
    const product = await productById(on, productId)
    if (!product) {
      console.error(`There is no product ${productId}.`)
      return 1
    }
    const site = await siteFor(on, productId, values.site)
    const connection = site && (await connectionOf(on, site.id))
    const facts: RouteFacts = {
      form: product.form,
      site: site && { google: connection && { domain: connection.hostedDomain } },
      address: address?.key,
      accounts: [],
      request: {},
    }
    const { next, rules: fired } = resolve(facts)
    console.log(
      `${product.name}${site ? ` on ${site.host}` : ', on no particular site'}, in a browser without accounts`,
    )
    console.log(`${address ? `${address.typed} typed` : 'nothing typed'}: ${next} (${steps[next]})`)
    for (const id of fired) {
      const { keeps, means } = rules.find((rule) => rule.id === id)!
      console.log(`  ${id}  ${means} (${keeps})`)
    }
    return 0
  } finally {
    await operator.close()
  }
}

/** The resolver's table as `docs/log-in.md` holds it: generated from the code that decides. */
export function logInManual(): string {
  const lines = [
    ['rule', 'when it holds', 'next', 'keeps'],
    ['---', '---', '---', '---'],
    ...rules.map((rule) => [rule.id, rule.means, 'next' in rule ? steps[rule.next] : '–', rule.keeps]),
  ]
  return `# Where a log-in goes

The one resolver for every way in (\`src/sign-in/route.ts\`): a pure function of the product's form, the site and its
connection, the address, the accounts of the browser, and the request. The rules are asked in this order; the first that
holds and has a next step decides, those before it that hold explain why. Whether an account exists is not among what they
know, so no answer can tell (LOG-5); how somebody logged in last, only that browser knows.

${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

\`npx umbel explain-log-in --product ID [--address ADDRESS] [--site SITE]\` says which of them hold for a log-in to a product.
This page is generated: \`npx umbel explain-log-in --manual\`.

## What is left to do on the way

Once an address is there, \`nextStep\` (\`src/sign-in/attempt.ts\`) says what is missing before there is a session, in this order:

1. with Google: the log-in there; if Google has another address than the one typed, a page that names it as the one to use;
   if that address already has an account nobody has connected, its password, once
2. otherwise: the password, or a passkey in place of it
3. the proof of the address
4. the second step, where it is on and this browser is not one where it is not asked for; a passkey stands for 2 and 4
5. whether to keep an account that is to be deleted
`
}
