import type { Asks } from '#platform'

/** What the provider shows people. Whoever starts it hands these in: pages need words and a shell, and we have neither. */
export interface Pages {
  /** A request that cannot go on and must not go back to the product (RFC 6749 §4.1.2.1). */
  protocolError(problem: Problem & PageContext): Html
  /** What the browser came back to is over, and we do not know for which product it was. */
  requestGone(context: PageContext): Html
  /** A product asked to log out; does the person want to? */
  confirmLogOut(form: Form & { product?: PageProduct; account: { name: string; email: string } } & PageContext): Html
  loggedOut(end: { product?: PageProduct } & PageContext): Html
  /** Asks for the code that a device shows (RFC 8628 §3.3). */
  enterDeviceCode(
    form: Form & { userCode?: string; problem?: 'wrong' | 'expired' | 'used' | 'aborted' } & PageContext,
  ): Html
  confirmDevice(form: Form & { product: PageProduct; userCode: string } & PageContext): Html
  deviceDone(end: { product: PageProduct } & PageContext): Html
}

/** A whole document, escaped. */
export type Html = string | Promise<string> | { toString(): string }
export type PageContext = { readonly asks: Asks }
export type PageProduct = { readonly id: string; readonly name: string; readonly homeUrl: string }
/** Where a page's form posts, and the hidden fields that go along. Its other fields are in the page's description. */
export type Form = { readonly action: string; readonly fields: Readonly<Record<string, string>> }
export type Problem = {
  /** The code of RFC 6749, RFC 8628 or OpenID Connect; `server_error` is our fault. */
  readonly error: string
  readonly description?: string
  readonly product?: PageProduct
}
