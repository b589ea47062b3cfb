import { record } from '#audit'
import { announce } from '#events'
import { type Actor, Refusal } from '#kernel'
import { sealText, type Tx } from '#platform'
import { siteNamed } from '#site'
import { googleIssuer, mustBeHostedDomain, mustBeIssuer } from './google-connection.ts'
import { sealingKey } from './sealing.ts'
import { deleteConnection, upsertConnection } from './store.ts'

/**
 * Connects a site to a Google Workspace domain (LOG-3): from now on whoever has an address of that domain logs in there with
 * Google. Connecting again replaces what was.
 * @param wishes.issuer another OpenID provider in Google's place
 * @throws Refusal 'site.unknown', 'identity-source.domain-bad', 'identity-source.issuer-bad',
 *   'identity-source.client-missing'
 */
export async function connectGoogle(
  tx: Tx,
  actor: Actor & { kind: 'operator' | 'system' },
  secretKey: Buffer,
  siteId: string,
  wishes: { domain: string; clientId: string; clientSecret: string; issuer?: string; skipPage?: boolean },
): Promise<void> {
  const site = await siteNamed(tx, siteId)
  if (!site) throw new Refusal('site.unknown', 404, { site: siteId })
  const { clientId, clientSecret, skipPage = false } = wishes
  if (!/^[\x21-\x7e]{1,500}$/.test(clientId) || !/^[\x20-\x7e]{1,500}$/.test(clientSecret)) {
    throw new Refusal('identity-source.client-missing', 422)
  }
  const hostedDomain = mustBeHostedDomain(wishes.domain)
  await upsertConnection(tx, {
    siteId: site.id,
    hostedDomain,
    issuer: mustBeIssuer(wishes.issuer ?? googleIssuer),
    clientId,
    sealedClientSecret: sealText(sealingKey(secretKey), site.id, clientSecret),
    skipPage,
  })
  await record(tx, actor, 'identity-source.google-connected', { siteId: site.id, domain: hostedDomain })
  await announce(tx, 'identity-source.google-connected', { siteId: site.id, domain: hostedDomain })
}

/**
 * Takes the connection away: people of that domain log in with their password again. Whose account an identity opens is
 * kept, in case the site is connected again.
 * @throws Refusal 'site.unknown', 'identity-source.not-connected'
 */
export async function disconnectGoogle(
  tx: Tx,
  actor: Actor & { kind: 'operator' | 'system' },
  siteId: string,
): Promise<void> {
  const site = await siteNamed(tx, siteId)
  if (!site) throw new Refusal('site.unknown', 404, { site: siteId })
  if (!(await deleteConnection(tx, site.id))) throw new Refusal('identity-source.not-connected', 404)
  await record(tx, actor, 'identity-source.google-disconnected', { siteId: site.id })
  await announce(tx, 'identity-source.google-disconnected', { siteId: site.id })
}
