/**
 * Why a log-in or log-out did not happen. The codes are stable; products may match on them.
 *
 * - `log-in.unknown`: no such log-in was started in this browser (wrong `state`, or cookies lost)
 * - `log-in.used`: the call-back was followed a second time
 * - `log-in.expired`: it took longer than `logInSeconds`
 * - `log-in.declined`: the person, or Umbel on their behalf, said no (`access_denied`)
 * - `log-in.required`: a silent log-in found nobody logged in (`login_required` and its kin)
 * - `log-in.response-wrong`: the call-back is not one Umbel would make (RFC 6749 §4.1.2, RFC 9207)
 * - `log-in.tokens-wrong`: the tokens are not what was asked for: nonce, signature, audience, time
 * - `log-in.refused`: Umbel refused the product itself, such as a wrong client secret
 * - `session.missing`: a form or a script came without a session; there is no page to come back to
 * - `issuer.unavailable`: Umbel can't be reached, or says it is out of order
 * - `log-out.incomplete`: the product's session is over, but Umbel couldn't be asked to end its own
 * - `request.foreign`: a log-out asked for by another site's page
 * - `request.method`: an address was used with a method it doesn't have
 */
export const failureStatus = {
  'log-in.unknown': 400,
  'log-in.used': 400,
  'log-in.expired': 400,
  'log-in.declined': 403,
  'log-in.required': 401,
  'log-in.response-wrong': 400,
  'log-in.tokens-wrong': 502,
  'log-in.refused': 502,
  'session.missing': 401,
  'issuer.unavailable': 503,
  'log-out.incomplete': 503,
  'request.foreign': 403,
  'request.method': 405,
} as const

export type FailureCode = keyof typeof failureStatus

/** What the page of a failure says: heading, sentence, and the words on the way out. */
const words: Record<FailureCode, readonly [heading: string, sentence: string, way: string]> = {
  'log-in.unknown': ['Log in again', 'This browser has no log-in waiting. Cookies may have been cleared.', 'Log in'],
  'log-in.used': ['Already used', 'This log-in has been used. If you went back a page, just carry on.', 'Carry on'],
  'log-in.expired': ['That took a while', 'The log-in was started too long ago to finish.', 'Log in again'],
  'log-in.declined': ['Not logged in', 'The log-in was canceled, or this account has no access here.', 'Try again'],
  'log-in.required': ['Log in first', 'Nobody is logged in in this browser.', 'Log in'],
  'log-in.response-wrong': ['Log in again', 'The answer from the log-in service was incomplete.', 'Log in'],
  'log-in.tokens-wrong': ['Log-in failed', 'The log-in service’s answer didn’t match our question.', 'Try again'],
  'log-in.refused': [
    'Log-in failed',
    'The log-in service refused this product. Its administrators can mend it.',
    'Try again',
  ],
  'session.missing': ['You’re logged out', 'Nothing was saved. Log in, then go back to what you wrote.', 'Log in'],
  'issuer.unavailable': [
    'Log-in is out of reach',
    'The log-in service doesn’t answer. Try again in a moment.',
    'Try again',
  ],
  'log-out.incomplete': [
    'Logged out here',
    'You may still be logged in elsewhere: the log-in service doesn’t answer.',
    'Log in',
  ],
  'request.foreign': ['That came from another site', 'Use the Log out button on this site’s own pages.', 'Go back'],
  'request.method': ['Not like this', 'This address doesn’t answer that kind of request.', 'Home page'],
}

/** A failure the person or the product can act on. Anything else the SDK throws is a fault. */
export class LogInFailure extends Error {
  override readonly name = 'LogInFailure'
  readonly code: FailureCode
  readonly status: number
  /** Where the way out leads: a path of the product that starts over. */
  readonly wayOut: string
  readonly heading: string
  readonly sentence: string
  readonly wayOutWords: string

  constructor(code: FailureCode, wayOut = '/', cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.status = failureStatus[code]
    this.wayOut = wayOut
    ;[this.heading, this.sentence, this.wayOutWords] = words[code]
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** The plain page shown when the product brings none of its own: no style, no script, for the strictest policy. */
export function plainFailurePage(failure: LogInFailure): Response {
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${failure.heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>${failure.heading}</h1><p>${failure.sentence}</p>
<p><a href="${escaped(failure.wayOut)}">${failure.wayOutWords}</a></p></main></body></html>`
  return new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8' } })
}

/** A failure as an answer: the product's page or the plain one, never cached, with `Retry-After` where it may pass. */
export async function answerFailure(
  failure: LogInFailure,
  request: Request,
  page: (failure: LogInFailure, request: Request) => Response | Promise<Response> = plainFailurePage,
): Promise<Response> {
  const shown = await page(failure, request)
  const headers = new Headers(shown.headers)
  headers.set('cache-control', 'no-store')
  if (failure.status === 503) headers.set('retry-after', '5')
  return new Response(shown.body, { status: shown.status === 200 ? failure.status : shown.status, headers })
}
