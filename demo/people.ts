import { createProvedAccount, holderOf, insertOperator } from '#account'
import { openHashing, setFirstPassword } from '#credential'
import { parseAddress, system } from '#kernel'
import type { Database } from '#platform'
import type { AllValues } from '../src/all-settings.ts'

/** One password for everybody in the demo; printed at start, and never used where DATABASE_URL is set. */
export const demoPassword = 'umbels grow in spring'

type Person = { readonly name: string; readonly email: string; readonly note?: string; readonly operator?: boolean }

/** Who lives in the demo. */
export const people: readonly Person[] = [
  { name: 'Mira Okafor', email: 'mira@okafor.example.com', note: 'her own account' },
  { name: 'Mira Okafor', email: 'mira.okafor@acme.example.com', note: 'her account at work' },
  { name: 'Priya Raman', email: 'priya.raman@acme.example.com', note: 'runs Acme Inc.' },
  { name: 'Wei Zhang', email: 'wei.zhang@acme.example.com' },
  { name: 'Chiara Rossi', email: 'chiara@rossi.example.com', note: 'her own account' },
  { name: 'Chiara Rossi', email: 'chiara.rossi@acme.example.com', note: 'her account at work' },
  { name: 'Amara Nwosu', email: 'amara.nwosu@acme.example.com' },
  { name: 'Daniel Osei', email: 'daniel.osei@acme.example.com' },
  { name: 'Jonas Lindqvist', email: 'jonas.lindqvist@acme.example.com' },
  { name: 'Noor Haddad', email: 'noor.haddad@acme.example.com' },
  { name: 'Aiko Tanaka', email: 'aiko.tanaka@acme-labs.example.com', note: 'a domain that Acme can prove' },
  { name: 'Ruth Abebe', email: 'ruth.abebe@acme-labs.example.com', note: 'there as well' },
  { name: 'Olu Adeyemi', email: 'operator@umbel.example.com', note: 'operator', operator: true },
]

/** Puts the demo's people in, once; a later start finds them as they were left. */
export async function seedPeople(database: Database, settings: AllValues): Promise<void> {
  const missing = []
  for (const person of people)
    if (!(await holderOf(database.durable, parseAddress(person.email).key))) missing.push(person)
  if (missing.length === 0) return
  const hashing = await openHashing({
    memoryKib: settings.UMBEL_ARGON2_MEMORY_KIB,
    passes: settings.UMBEL_ARGON2_PASSES,
    atOnce: 2,
    queue: 100,
    pepper: settings.UMBEL_PASSWORD_PEPPER,
  })
  const hashes = await Promise.all(missing.map(() => hashing.hash(demoPassword)))
  for (const [at, person] of missing.entries()) {
    await database.transaction(async (tx) => {
      const accountId = await createProvedAccount(tx, system, {
        name: person.name,
        address: parseAddress(person.email),
      })
      await setFirstPassword(tx, accountId, hashes[at]!)
      if (person.operator) await insertOperator(tx, accountId)
    })
  }
}
