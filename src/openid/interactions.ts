import { errors, type Interaction, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { type Address, parseAddress } from '#kernel'
import type { Database, Languages } from '#platform'
import { accountsHere, type CookieJar, openAttempt, resolve } from '#sign-in'
import { siteFor } from '#site'
import { acrs, hashOf } from './adapter.ts'
import { asksOf } from './show-page.ts'
import { storable } from './storable.ts'
import { insertRequest } from './store-requests.ts'
import type { Unit } from './unit.ts'

const { base, Check, Prompt } = interactionPolicy

/**
 * What a request may need of the person before it is answered: to choose an account, to log in. There is no consent: all
 * products are the suite's own, so `prompt=consent` is understood and asks nothing.
 */
export function openPolicy(): ReturnType<typeof base> {
  const policy = base()
  policy.remove('consent')
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  const consent = new Prompt({ name: 'consent', requestable: true })
  consent.checks.clear()
  policy.add(consent)
  const login = policy.get('login')
  // A person who has just logged in and still is not whom the product asked for would be asked for ever.
  for (const reason of ['id_token_hint', 'claims_id_token_sub_value', 'essential_acrs', 'essential_acr']) {
    const check = login?.checks.get(reason)
    if (!login || !check) throw new Error(`the library no longer checks ${reason}`)
    login.checks.remove(reason)
    login.checks.add(
      new Check(reason, check.description, check.error ?? 'login_required', async (ctx) => {
        const unmet = await check.check(ctx)
        if (unmet && ctx.oidc.result?.login) throw new errors.LoginRequired(check.description)
        return unmet
      }),
    )
  }
  return policy
}

/**
 * Begins the log-in that a request waits for (LOG-1): keeps the request, opens an attempt that leads back to it, and says
 * where the browser goes.
 */
export async function beginLogIn(
  ctx: KoaContextWithOIDC,
  interaction: Interaction,
  { database, jar, languages, unit }: { database: Database; jar: CookieJar; languages: Languages; unit: Unit },
): Promise<string> {
  const { quick } = database
  const client = ctx.oidc.client!
  const returnTo = new URL(interaction.returnTo).pathname
  const named = addressIn(ctx.oidc.params?.login_hint)
  const fresh = freshSince(ctx, interaction, quick.now)
  const site = await siteFor(database.durable, client.clientId, ctx.oidc.params?.site)
  const { next } = resolve({
    form: 'identifier-first',
    accounts: await accountsHere(database.durable, unit.shown),
    request: { select: interaction.prompt.name === 'select_account', named: named?.key, freshSince: fresh },
  })
  const opened = await openAttempt(quick, jar, unit.shown, {
    returnTo,
    productId: client.clientId,
    siteId: site?.id,
    email: named?.typed,
    freshSince: fresh,
    secondStep: wantsTwoSteps(ctx),
    // The library has found that no account here will do as it is, so `continue` is for the person to say.
    choose: next === 'choose-account' || (next === 'continue' && !named),
  })
  const inLanguage = languages.ask(asksOf(ctx))
  for (const cookie of opened.setCookies.concat(inLanguage ?? [])) ctx.append('set-cookie', cookie)
  const { deviceCode, parJti, ...payload } = unit.interaction!
  await insertRequest(quick, {
    payload: { ...payload, params: storable(payload.params) },
    productId: client.clientId,
    attemptId: opened.attemptId,
    parId: storedName(unit, parJti),
    deviceCodeId: storedName(unit, deviceCode),
  })
  return opened.url
}

/**
 * From when on a log-in will do. `prompt=login` wants one made for this request; `max_age` one that is young enough
 * (OpenID Connect Core §3.1.2.1); somebody else's request for another person, any new one.
 */
function freshSince(
  ctx: KoaContextWithOIDC,
  interaction: Interaction,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  const { prompts, params } = ctx.oidc
  if (prompts.has('login')) return now
  const age = params?.max_age
  if (age !== undefined) return now.subtract({ seconds: Math.min(Number(age), longestAge) })
  const reasons = interaction.prompt.reasons.filter((reason) => !withoutNewLogIn.has(reason))
  return reasons.length > 0 ? now : undefined
}

/** Whether the product insists on two steps (OpenID Connect Core §5.5.1.1). */
function wantsTwoSteps({ oidc }: KoaContextWithOIDC): boolean {
  const { essential, value, values = [value] } = oidc.claims?.id_token?.acr ?? {}
  return essential === true && values.includes(acrs.more) && !values.includes(acrs.one)
}

// Any log-in is younger than this, and the arithmetic stays within what an instant can hold.
const longestAge = 10 * 365 * 24 * 3600
const withoutNewLogIn = new Set(['no_session', 'select_account_prompt'])

function addressIn(hint: unknown): Address | undefined {
  if (typeof hint !== 'string' || hint.length > 320) return undefined
  try {
    return parseAddress(hint)
  } catch {
    return undefined
  }
}

// Pushed requests and device codes are secrets, so what is kept of them is their hash.
function storedName(unit: Unit, id: unknown): string | undefined {
  return typeof id === 'string' ? hashOf(unit, id).toString('base64url') : undefined
}
