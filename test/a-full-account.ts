import { record } from '#audit'
import { announce } from '#events'
import { hashSecret, newId, newSecret, system } from '#kernel'
import { createOrganization } from '#organization'
import { sql } from '#platform'
import { addProduct } from '#product'
import type { World } from './world.ts'

/** Words that stand for a person, wherever we might have kept one: none of them may be left when the account is erased. */
export const person = {
  name: 'Zenobia Quark-Ünal عبد',
  publicName: 'Quarky',
  email: 'Zenobia.Quark@Home-Of-Quark.example',
  former: 'quark.before@old-quark.example',
  wanted: 'quark.after@new-quark.example',
  network: '198.51.100.231',
  device: 'Quarkbrowser on Quarkphone',
  subject: 'google-quark-104',
  passkey: 'Quark laptop',
  message: 'I am Quark and cannot find my pages.',
} as const

/** What proves anything is marked by this, so that it can be looked for where it must not be. */
export const secretMark = 'SECRET-'

/**
 * An account about which everything is held that can be: a row in each table that names one.
 * @returns its id, and a browser that it is logged in with
 */
export async function aFullAccount(world: World): Promise<{ accountId: string; browserId: string }> {
  const { on, clock } = world
  const accountId = await world.account(person.email, { name: person.name })
  const { id: browserId } = await world.browser()
  for (const id of ['tracker', 'wiki']) {
    const wishes = { id, name: id, homeUrl: `https://${id}.example/`, redirectUris: [`https://${id}.example/cb`] }
    await world.database.transaction((tx) => addProduct(tx, system, wishes))
  }
  const holder = { kind: 'holder', accountId, network: person.network, device: person.device } as const
  await world.database.transaction(async (tx) => {
    const { id } = await createOrganization(tx, holder, { name: 'Acme', adminAccountId: accountId })
    await tx.run(sql`
      insert into organization_invitation (id, organization_id, email, email_key, role, invited_by, sent_at, expires_at)
      values (${newId(tx.now)}, ${id}, 'bo@example.com', 'bo@example.com', 'auditor', ${accountId}, ${tx.now}, ${tx.now})`)
    const bo = await world.account('bo@acme.example', { name: 'Bo' })
    await tx.run(sql`
      insert into organization_admin (organization_id, account_id, role, since) values (${id}, ${bo}, 'org-admin', ${tx.now})`)
    const domainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
      values (${domainId}, ${id}, 'acme.example', false, 'umbel-verify=x', ${tx.now}, ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into claim (id, organization_id, domain_id, mode, state, started_by, started_at, takes_effect_at)
      values (${domainId}, ${id}, ${domainId}, 'all', 'told', ${accountId}, ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into claim_person (claim_id, account_id, state, told_at, notice_hash)
      values (${domainId}, ${accountId}, 'told', ${tx.now}, ${secretBytes('notice')})`)
    await tx.run(sql`
      insert into address_list (id, organization_id, made_by, made_at) values (${domainId}, ${id}, ${accountId}, ${tx.now})`)
    await tx.run(sql`
      insert into unclaim (id, organization_id, domain_id, scope, why, started_by, started_at)
      values (${domainId}, ${id}, ${domainId}, 'domain', 'unclaimed', ${accountId}, ${tx.now})`)
    await tx.run(sql`
      insert into site (id, name, host, created_at) values ('acme', 'Acme', 'acme.example', ${tx.now})`)
    await tx.run(sql`
      insert into site_acquaintance (account_id, site_id, first_at, last_at)
      values (${accountId}, 'acme', ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into dispute (id, account_id, organization_id, claim_id, reason, reach, opened_at, explain_by, settle_by)
      values (${domainId}, ${accountId}, ${id}, ${domainId}, 'left', ${person.wanted}, ${tx.now}, ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into dispute_message (dispute_id, at, author, author_id, seen_by, text)
      values (${domainId}, ${tx.now}, 'holder', ${accountId}, 'both', ${person.message})`)
    await tx.run(sql`
      insert into suggestion (id, account_id, organization_id, kind, value, suggested_by, suggested_at)
      values (${newId(tx.now)}, ${accountId}, ${id}, 'address', ${person.wanted}, ${bo}, ${tx.now}),
        (${newId(tx.now)}, ${bo}, ${id}, 'name', 'Bo B.', ${accountId}, ${tx.now})`)
    await tx.run(sql`
      insert into account_request (id, organization_id, account_id, kind, email, note, asked_at, state)
      values (${domainId}, ${id}, ${accountId}, 'release', ${person.wanted}, ${person.message}, ${tx.now}, 'open')`)
    await tx.run(sql`
      insert into account_release (account_id, organization_id, offered_at, email, email_key, link_hash, sent_at, link_expires_at)
      values (${accountId}, ${id}, ${tx.now}, ${person.wanted}, ${person.wanted}, ${secretBytes('release')}, ${tx.now}, ${tx.now})`)
    const newDomainId = newId(tx.now)
    await tx.run(sql`
      insert into organization_domain (id, organization_id, name, with_subdomains, token, token_made_at, token_expires_at, created_at)
      values (${newDomainId}, ${id}, 'acme.test', false, 'umbel-verify=x', ${tx.now}, ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into domain_rename (id, organization_id, from_domain_id, to_domain_id, state, started_by, started_at)
      values (${newDomainId}, ${id}, ${domainId}, ${newDomainId}, 'looking', ${accountId}, ${tx.now})`)
    await tx.run(sql`
      insert into domain_rename_account (rename_id, account_id, email, email_key, to_email, to_email_key, state)
      values (${newDomainId}, ${accountId}, ${person.former}, ${person.former}, ${person.wanted}, ${person.wanted}, 'ready')`)
    await tx.run(sql`
      insert into bulk_run (id, organization_id, started_by, act, reason, filter, state, total, refused, started_at, ended_at)
      values (${domainId}, ${id}, ${accountId}, 'deactivate', 'Season over', '', 'done', 1, 1, ${tx.now}, ${tx.now})`)
    await tx.run(sql`
      insert into bulk_result (run_id, account_id, outcome, refusal, at)
      values (${domainId}, ${accountId}, 'refused', 'managed-account.own-account', ${tx.now})`)
    await record(tx, holder, 'account.name-changed', { accountId, was: person.name })
    await record(tx, holder, 'organization.role-changed', { accountId: bo, organizationId: id })
    await announce(tx, 'account.name-changed', { accountId, was: person.name })
  })
  for (const statement of rowsOf(accountId, browserId, clock.now())) await on.run(statement)
  return { accountId, browserId }
}

const secret = (what: string) => `${secretMark}${what}`
const secretBytes = (what: string) => Buffer.from(secret(what))

function rowsOf(accountId: string, browserId: string, now: Temporal.Instant) {
  const later = now.add({ hours: 1 })
  const sessionId = newId(now)
  const setId = newId(now)
  const { name, email, former, wanted, network, device, subject, passkey, message, publicName } = person
  return [
    sql`update account set public_name = ${publicName}, locale = 'de' where id = ${accountId}`,
    sql`insert into account_picture (id, account_id, large, small, made_at)
      values (${newSecret()}, ${accountId}, ${Buffer.from('a picture of Quark')}, ${Buffer.from('Quark, small')}, ${now})`,
    sql`update account set picture_id = (select p.id from account_picture p where p.account_id = account.id) where id = ${accountId}`,
    sql`insert into picture_upload (account_id, content, width, height, expires_at)
      values (${accountId}, ${Buffer.from('Quark, uploaded')}, 800, 600, ${later})`,
    sql`insert into address_proof (account_id, link_hash, code_mac, code_tries_left, sent_at, code_expires_at, link_expires_at)
      values (${accountId}, ${secretBytes('link')}, ${secretBytes('code')}, 5, ${now}, ${later}, ${later})`,
    sql`insert into address_change (account_id, email, email_key, link_hash, sent_at, link_expires_at)
      values (${accountId}, ${wanted}, ${wanted}, ${secretBytes('change')}, ${now}, ${later})`,
    sql`insert into address_undo (account_id, email, email_key, changed_to, token_hash, device, network, at, expires_at)
      values (${accountId}, ${former}, ${former}, ${email}, ${secretBytes('undo')}, ${device}, ${network}, ${now}, ${later})`,
    sql`insert into operator (account_id, since) values (${accountId}, ${now})`,
    sql`insert into operator (account_id, since) select id, ${now} from account where email = 'bo@acme.example'`,
    sql`insert into password (account_id, hash, changed_at) values (${accountId}, ${secret('password')}, ${now})`,
    sql`insert into password_reset (token_hash, account_id, expires_at) values (${secretBytes('reset')}, ${accountId}, ${later})`,
    sql`insert into second_step (account_id, turned_on_at, last_way) values (${accountId}, ${now}, 'app')`,
    sql`insert into authenticator (account_id, sealed_secret, added_at, last_step) values (${accountId}, ${secretBytes('app')}, ${now}, 7)`,
    sql`insert into authenticator_offer (account_id, sealed_secret, expires_at) values (${accountId}, ${secretBytes('offer')}, ${later})`,
    sql`insert into recovery_code_set (account_id, id, issued_at) values (${accountId}, ${setId}, ${now})`,
    sql`insert into recovery_code (set_id, code_hash) values (${setId}, ${secretBytes('one')}), (${setId}, ${secretBytes('two')})`,
    sql`insert into second_step_loss_link (token_hash, account_id, expires_at) values (${secretBytes('loss')}, ${accountId}, ${later})`,
    sql`insert into second_step_loss (account_id, id, stop_token_hash, asked_at, due_at)
      values (${accountId}, ${newId(now)}, ${secretBytes('stop')}, ${now}, ${later})`,
    sql`insert into passkey (id, account_id, kind, credential_id, public_key, sign_count, name, is_synced, created_at)
      values (${newId(now)}, ${accountId}, 'passkey', ${secretBytes('credential')}, ${secretBytes('key')}, 3, ${passkey}, true, ${now})`,
    sql`insert into upstream_identity (issuer, subject, account_id, linked_at)
      values ('https://accounts.google.com', ${subject}, ${accountId}, ${now})`,
    sql`insert into session (id, browser_id, account_id, run_hash, methods, authenticated_at, created_at, seen_at, expires_at, device, network)
      values (${sessionId}, ${browserId}, ${accountId}, ${secretBytes('run')}, '{pwd}', ${now}, ${now}, ${now}, ${later}, ${device}, ${network})`,
    sql`insert into known_device (account_id, browser_id, first_at, last_at) values (${accountId}, ${browserId}, ${now}, ${now})`,
    sql`insert into device_alert (id, account_id, session_id, browser_id, token_hash, device, network, at, expires_at)
      values (${newId(now)}, ${accountId}, ${sessionId}, ${browserId}, ${secretBytes('alert')}, ${device}, ${network}, ${now}, ${later})`,
    sql`insert into product_choice (browser_id, product_id, account_id, chosen_at) values (${browserId}, 'wiki', ${accountId}, ${now})`,
    sql`insert into attempt (id, browser_id, return_to, email, account_id, upstream_issuer, upstream_subject, upstream_email,
        upstream_name, created_at, expires_at)
      values (${secret('attempt')}, ${browserId}, '/', ${email}, ${accountId}, 'https://accounts.google.com', ${subject}, ${email},
        ${name}, ${now}, ${later})`,
    sql`insert into attempt (id, browser_id, return_to, email, created_at, expires_at)
      values ('typed only', ${browserId}, '/', ${email.toLowerCase()}, ${now}, ${later})`,
    sql`insert into product_acquaintance (account_id, product_id, first_at, last_at)
      values (${accountId}, 'tracker', ${now}, ${now}), (${accountId}, 'wiki', ${now}, ${now})`,
    sql`insert into product_grant (grant_id, session_id, product_id, account_id, sid, created_at)
      values (${secret('grant')}, ${sessionId}, 'tracker', ${accountId}, ${secret('sid')}, ${now})`,
    sql`insert into log_out_notice (product_id, account_id, sid, created_at) values ('tracker', ${accountId}, ${secret('sid')}, ${now})`,
    sql`insert into help_message (at, name, email, topic, message, language, account_id)
      values (${now}, ${name}, ${email}, 'other', ${message}, 'en', ${accountId})`,
    sql`insert into account_export (account_id, asked_at) values (${accountId}, ${now})`,
    sql`insert into account_deletion (account_id, asked_at, due_at, keep_token_hash, new_email, new_email_token_hash, new_email_until)
      values (${accountId}, ${now}, ${now.add({ hours: 14 * 24 })}, ${hashSecret('keep')}, ${wanted}, ${secretBytes('home')}, ${later})`,
    sql`select graphile_worker.add_job('credential.mail-reset', ${JSON.stringify({ email: email.toLowerCase() })}::json,
      run_at => now() + interval '1 year')`,
    sql`select graphile_worker.add_job('account.mail-proof', ${JSON.stringify({ accountId })}::json, run_at => now() + interval '1 year')`,
  ]
}
