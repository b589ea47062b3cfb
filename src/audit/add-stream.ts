import { randomBytes } from 'node:crypto'
import { type Actor, Refusal } from '#kernel'
import { keyFor, sealText, type Tx, unsealText } from '#platform'
import { platformChain } from './chain.ts'
import { record } from './record.ts'
import { deleteStream, insertStream } from './stream-store.ts'

type Operator = Actor & { readonly kind: 'operator' }
const secretBytes = 32
const streamKey = (secretKey: Buffer) => keyFor(secretKey, 'audit streams v1')

/**
 * Sends what is sealed from now on to a webhook (OPS-1): an organization’s entries, or all of them. Only an operator says where,
 * because the server is asked from here.
 * @param to.chain an organization’s id, or `platformChain`
 * @returns the secret that signs every request, in the form of Standard Webhooks; it is shown this once
 * @throws Refusal 'audit.stream-address' 422, 'audit.stream-there' 409
 */
export async function addStream(
  tx: Tx,
  actor: Operator,
  secretKey: Buffer,
  to: { readonly chain: string; readonly url: string },
): Promise<string> {
  const { chain } = to
  if (!URL.canParse(to.url)) throw new Refusal('audit.stream-address', 422)
  const url = new URL(to.url)
  if (!['https:', 'http:'].includes(url.protocol) || url.username || url.password || url.hash) {
    throw new Refusal('audit.stream-address', 422)
  }
  const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`
  const sealedSecret = sealText(streamKey(secretKey), chain, secret)
  if (!(await insertStream(tx, { chain, url: url.href, sealedSecret }))) throw new Refusal('audit.stream-there', 409)
  await record(tx, actor, 'audit.stream-added', { organizationId: organizationOf(chain), host: url.host })
  return secret
}

/** @throws Refusal 'audit.stream-gone' 404 */
export async function removeStream(tx: Tx, actor: Operator, chain: string): Promise<void> {
  if (!(await deleteStream(tx, chain))) throw new Refusal('audit.stream-gone', 404)
  await record(tx, actor, 'audit.stream-removed', { organizationId: organizationOf(chain) })
}

const organizationOf = (chain: string) => (chain === platformChain ? undefined : chain)

/** The bytes that sign what goes to a stream. */
export const signingKey = (secretKey: Buffer, chain: string, sealed: Buffer): Buffer =>
  Buffer.from(unsealText(streamKey(secretKey), chain, sealed).slice('whsec_'.length), 'base64')
