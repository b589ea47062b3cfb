import { isId, parseAddress } from '#kernel'
import type { Named } from './store.ts'

type Query = Readonly<Record<string, string | string[] | undefined>>

/**
 * Whom a request names by `id_token_hint` or `login_hint` (OpenID Connect Core §3.1.2.1). Nothing is believed here: the
 * library checks the hint's signature, and naming somebody only picks among the sessions that this browser has anyway.
 */
export function namedIn(query: Query): Named {
  const subject = subjectOf(query.id_token_hint)
  return subject ? { accountId: subject } : { emailKey: addressKey(query.login_hint) }
}

function subjectOf(hint: string | string[] | undefined): string | undefined {
  if (typeof hint !== 'string') return undefined
  try {
    const { sub } = JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString()) as { sub?: unknown }
    return isId(sub) ? sub : undefined
  } catch {
    return undefined
  }
}

// Products send all kinds of things as a hint; only an address names anybody.
function addressKey(hint: string | string[] | undefined): string | undefined {
  if (typeof hint !== 'string' || hint.length > 320) return undefined
  try {
    return parseAddress(hint).key
  } catch {
    return undefined
  }
}
