import * as client from 'openid-client'
import { dropLogInCookie, logInCookie, logInSecret, sessionCookie, sessionSecret, tooManyLogIns } from './cookies.ts'
import { LogInFailure } from './failure.ts'
import type { Settings } from './options.ts'
import { asFailure, type Provider } from './provider.ts'
import { hashOf, newSecret, type PendingLogIn, type Person } from './sessions.ts'

/** What a product may ask of one log-in (OpenID Connect Core §3.1.2.1). */
export interface LogInWish {
  /** The path to come back to; the product's home page if it is none of the product's. */
  returnTo?: string
  /** `select_account` shows the chooser, `login` asks for the password again, `none` shows nothing. */
  prompt?: 'none' | 'login' | 'select_account'
  /** An address to fill in. */
  loginHint?: string
  /** Log in again if the last time is longer ago. */
  maxAgeSeconds?: number
}

/** What the SDK itself may ask on top. */
interface InnerWish extends LogInWish {
  /** Whom the silent question is about. */
  idTokenHint?: string
  /** Marks the `state`, which stays as random as it was. */
  stateEnding?: string
}

/** An answer that sends the browser elsewhere, with cookies, and that no cache keeps. */
export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}

/**
 * Starts a log-in: authorization code with PKCE, `state` and `nonce` (RFC 9700 §2.1.1, OpenID Connect Core §3.1.2.1). What
 * must match later is a row of the store, bound to this browser by a cookie that belongs to this log-in alone.
 * @throws LogInFailure 'issuer.unavailable'
 */
export async function startLogIn(
  settings: Settings,
  provider: Provider,
  request: Request,
  returnTo: string,
  wish: InnerWish,
): Promise<Response> {
  const state = newSecret() + (wish.stateEnding ?? '')
  const browser = newSecret()
  const logIn: PendingLogIn = {
    nonce: newSecret(),
    codeVerifier: client.randomPKCECodeVerifier(),
    returnTo,
    expiresAt: new Date(settings.now().getTime() + settings.logInSeconds * 1_000),
  }
  await settings.sessions.openLogIn({ stateHash: hashOf(state), browserHash: hashOf(browser) }, logIn)
  const asked: Record<string, string> = {
    redirect_uri: settings.redirectUri.href,
    scope: settings.scope,
    state,
    nonce: logIn.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(logIn.codeVerifier),
    code_challenge_method: 'S256',
  }
  if (wish.prompt) asked.prompt = wish.prompt
  if (wish.loginHint) asked.login_hint = wish.loginHint
  if (wish.idTokenHint) asked.id_token_hint = wish.idTokenHint
  if (wish.maxAgeSeconds !== undefined) asked.max_age = String(wish.maxAgeSeconds)
  const cookies = tooManyLogIns(settings, request)
  cookies.push(logInCookie(settings, state, browser, settings.logInSeconds))
  return redirect(client.buildAuthorizationUrl(provider.config, asked).href, cookies)
}

/**
 * Finishes a log-in (RFC 6749 §4.1.2, OpenID Connect Core §3.1.3.7): takes the waiting log-in once, exchanges the code,
 * checks the ID token, and opens a new session in place of the one this browser had, so that a planted session cookie
 * is worth nothing.
 * @param judge has the last word on what is done with it
 * @throws LogInFailure any of the `log-in.…` codes, and 'issuer.unavailable'
 */
export async function finishLogIn(
  settings: Settings,
  provider: () => Promise<Provider>,
  request: Request,
  judge: (state: string, logIn: PendingLogIn, finish: (accountId?: string) => Promise<Response>) => Promise<Response>,
): Promise<Response> {
  // The address as registered, not as the request has it: behind a proxy, or with a forged `Host`, they differ.
  const here = new URL(settings.redirectUri)
  here.search = new URL(request.url).search
  const state = here.searchParams.get('state') ?? ''
  const logIn = await takeLogIn(settings, request, state)
  return judge(state, logIn, (accountId) => openSession(settings, provider, request, { here, state, logIn, accountId }))
}

async function openSession(
  settings: Settings,
  provider: () => Promise<Provider>,
  request: Request,
  came: { here: URL; state: string; logIn: PendingLogIn; accountId: string | undefined },
): Promise<Response> {
  const { here, state, logIn, accountId } = came
  const { person, idToken, issuedAt } = await provider()
    .then((found) => whoItIs(found, here, state, logIn))
    .catch((error: unknown) => {
      throw asFailure(error, logIn.returnTo)
    })
  if (accountId !== undefined && person.accountId !== accountId) {
    throw new LogInFailure('log-in.required', logIn.returnTo)
  }
  await settings.onLogIn?.(person)
  const secret = newSecret()
  const former = sessionSecret(settings, request)
  const expiresAt = new Date(settings.now().getTime() + settings.sessionSeconds * 1_000)
  const session = { person, idToken, issuedAt, expiresAt }
  const opened = await settings.sessions.openSession(hashOf(secret), session, former ? hashOf(former) : undefined)
  if (!opened) throw new LogInFailure('log-in.required', logIn.returnTo)
  const cookies = [sessionCookie(settings, secret), dropLogInCookie(settings, state)]
  return redirect(settings.origin + logIn.returnTo, cookies)
}

async function takeLogIn(settings: Settings, request: Request, state: string): Promise<PendingLogIn> {
  const browser = state ? logInSecret(settings, request, state) : undefined
  const key = { stateHash: hashOf(state), browserHash: hashOf(browser ?? '') }
  const logIn = await settings.sessions.takeLogIn(key)
  if (logIn === 'unknown') throw new LogInFailure('log-in.unknown')
  if (logIn === 'used') throw new LogInFailure('log-in.used')
  if (logIn.expiresAt < settings.now()) throw new LogInFailure('log-in.expired', logIn.returnTo)
  return logIn
}

async function whoItIs({ config }: Provider, here: URL, state: string, logIn: PendingLogIn) {
  // Asked here because the library reports a missing code as a fault of the token endpoint's.
  if (!here.searchParams.has('code') && !here.searchParams.has('error')) {
    throw new LogInFailure('log-in.response-wrong', logIn.returnTo)
  }
  const tokens = await client.authorizationCodeGrant(config, here, {
    expectedState: state,
    expectedNonce: logIn.nonce,
    pkceCodeVerifier: logIn.codeVerifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()!
  // Umbel may keep the ID token small; what it left out is asked for (OpenID Connect Core §5.4).
  const small = claims.name === undefined || claims.email === undefined
  const asks = small && config.serverMetadata().userinfo_endpoint
  const more = asks ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {}
  const person = personOf({ ...claims, ...more })
  return { person, idToken: tokens.id_token!, issuedAt: new Date(claims.iat * 1_000) }
}

const text = (claim: unknown): string | undefined => (typeof claim === 'string' && claim !== '' ? claim : undefined)

/** A person from their claims (OpenID Connect Core §5.1); whoever gave no name goes by username or address. */
function personOf(claims: Record<string, unknown> & { sub: string }): Person {
  const email = text(claims.email)
  const username = text(claims.preferred_username)
  return {
    accountId: claims.sub,
    name: text(claims.name) ?? username ?? email ?? claims.sub,
    email,
    emailVerified: claims.email_verified === true,
    username,
    locale: text(claims.locale),
    sid: text(claims.sid),
  }
}
