import type { Configuration, KoaContextWithOIDC } from 'oidc-provider'
import type { Forms } from './forms.ts'
import type { Pages } from './pages.ts'
import { pageProduct, showPage } from './show-page.ts'
import { currentUnit, type FormState } from './unit.ts'

const problems = {
  NotFoundError: 'wrong',
  NoCodeError: 'wrong',
  ExpiredError: 'expired',
  AlreadyUsedError: 'used',
} as const

/** The pages of the device flow (RFC 8628). A code in the address is only filled in: the person still compares it (§5.4). */
export function deviceFlow(
  pages: Pages,
  forms: Forms,
): NonNullable<NonNullable<Configuration['features']>['deviceFlow']> {
  const stateOf = (ctx: KoaContextWithOIDC) => ctx.oidc.session!.state as FormState
  const action = (ctx: KoaContextWithOIDC) => `/device?form=${forms.seal(currentUnit(), stateOf(ctx))}`
  return {
    enabled: true,
    deviceInfo: () => ({}),
    userCodeInputSource: (ctx, _form, _out, error) =>
      showPage(ctx, (context) =>
        pages.enterDeviceCode({
          action: action(ctx),
          fields: { xsrf: stateOf(ctx).secret },
          userCode: (error as { userCode?: string } | undefined)?.userCode ?? currentUnit().userCode,
          problem: error && (problems[error.name as keyof typeof problems] ?? 'aborted'),
          ...context,
        }),
      ),
    userCodeConfirmSource: (ctx, _form, client, _info, userCode) =>
      showPage(ctx, (context) =>
        pages.confirmDevice({
          action: action(ctx),
          fields: { xsrf: stateOf(ctx).secret, user_code: userCode, confirm: 'yes' },
          product: pageProduct(client),
          userCode,
          ...context,
        }),
      ),
    successSource: (ctx) =>
      showPage(ctx, (context) => pages.deviceDone({ product: pageProduct(ctx.oidc.client!), ...context })),
  }
}
