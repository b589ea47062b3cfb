import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type Provider from 'oidc-provider'
import type { Html } from '../look/marks.ts'
import { chooserPage, errorPage, logInPage } from './pages.ts'
import { type GoogleUser, userOf } from './users.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** The pages between a request and its answer: the log-in page, and the chooser when one is asked for. */
export function interactions(parts: {
  provider: Provider
  users: readonly GoogleUser[]
  password: string
  issuer: string
}) {
  const { provider, users, password, issuer } = parts

  const show = async (response: ServerResponse, page: Html | Promise<Html>, status = 200): Promise<void> => {
    response.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'same-origin',
    })
    response.end(String(await page))
  }

  /** The account this browser is logged in with, if a chooser is what was asked for. */
  const chosenFrom = ({ prompt, session }: Interaction): GoogleUser | undefined =>
    prompt.name === 'select_account' ? users.find(({ sub }) => sub === session?.accountId) : undefined

  /** One account at a time: the former one goes here, or the library would end its session by a page with a script. */
  async function forget(sessionUid: string): Promise<void> {
    const session = await provider.Session.findByUid(sessionUid)
    if (!session) return
    session.accountId = undefined
    session.authorizations = {}
    await session.persist()
  }

  async function logInForm(details: Interaction, response: ServerResponse, address?: string): Promise<void> {
    const { uid, params } = details
    const hint = typeof params.login_hint === 'string' ? params.login_hint : ''
    const client = await provider.Client.find(String(params.client_id))
    const fault = address === undefined ? undefined : 'Nobody here has this address with this password.'
    const page = logInPage({
      uid,
      client: client?.clientName ?? String(params.client_id),
      domain: typeof params.hd === 'string' ? params.hd : undefined,
      users,
      address: address ?? hint,
      fault,
    })
    return show(response, page, fault ? 400 : 200)
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let details: Interaction
    try {
      details = await provider.interactionDetails(request, response)
    } catch {
      return show(
        response,
        errorPage('interaction_lost', 'This log-in was begun in another browser, or long ago.'),
        400,
      )
    }
    const user = chosenFrom(details)
    if (request.method !== 'POST') {
      if (!user) return logInForm(details, response)
      const client = await provider.Client.find(String(details.params.client_id))
      return show(response, chooserPage({ uid: details.uid, client: client?.clientName ?? '', user }))
    }
    if (request.headers.origin !== undefined && request.headers.origin !== issuer) {
      return show(response, errorPage('foreign_page', 'That came from another site.'), 403)
    }
    const form = new URLSearchParams(await text(request))
    const finish = async (result: object, accountId?: string): Promise<void> => {
      const way = await provider.interactionResult(request, response, result as never, {
        mergeWithLastSubmission: false,
      })
      if (accountId && details.session && details.session.accountId !== accountId) await forget(details.session.uid)
      response.writeHead(303, { location: way, 'cache-control': 'no-store' }).end()
    }
    if (form.get('act') === 'cancel') {
      return finish({ error: 'access_denied', error_description: 'The user denied the request' })
    }
    if (form.get('act') === 'another') return logInForm(details, response)
    const typed = form.get('email') ?? ''
    const who = form.get('act') === 'same' ? user : form.get('password') === password ? userOf(users, typed) : undefined
    if (!who) return logInForm(details, response, typed)
    return finish({ login: { accountId: who.sub, remember: true }, select_account: {} }, who.sub)
  }
}
