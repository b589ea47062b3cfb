import { sql, type Tx } from '#platform'
import { allowing, holdChains } from './chain-store.ts'

/**
 * Leaves of an account's entries what was done and when, and nothing that tells of a person: no network, no device, no detail
 * (ACC-9). In the records of others it leaves what it did there. The chains stay as they are: they hold only digests of what
 * goes, whose salts go with it.
 */
export async function blankEntries(tx: Tx, accountId: string): Promise<void> {
  await holdChains(tx)
  await allowing(tx, 'erase', async () => {
    await tx.run(sql`
      update audit_commitment set origin_salt = null, detail_salt = null
      where entry_id in (select id from audit_entry where account_id = ${accountId})`)
    await tx.run(sql`
      update audit_commitment set origin_salt = null
      where entry_id in (
        select id from audit_entry where actor_account_id = ${accountId} and actor_account_id is distinct from account_id)`)
    await tx.run(sql`
      update audit_entry set network = null, device = null, detail = '{}' where account_id = ${accountId}`)
    await tx.run(sql`
      update audit_entry set network = null, device = null
      where actor_account_id = ${accountId} and actor_account_id is distinct from account_id`)
  })
}
