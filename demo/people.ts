import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProvedAccount, holderOf, insertOperator } from '#account'
import { openHashing, setFirstPassword } from '#credential'
import { newSecret, parseAddress, system } from '#kernel'
import type { Database } from '#platform'
import { applyProductsFile } from '#product'
import type { AllValues } from '../src/all-settings.ts'

/** One password for everybody in the demo; printed at start, and never used where DATABASE_URL is set. */
export const demoPassword = 'umbels grow in spring'

type Person = { readonly name: string; readonly email: string; readonly note?: string; readonly operator?: boolean }

/** Who lives in the demo. */
export const people: readonly Person[] = [
  { name: 'Mira Okafor', email: 'mira@okafor.example.com', note: 'her own account' },
  { name: 'Mira Okafor', email: 'mira.okafor@acme.example.com', note: 'her account at work' },
  { name: 'Priya Raman', email: 'priya.raman@acme.example.com' },
  { name: 'Wei Zhang', email: 'wei.zhang@acme.example.com' },
  { name: 'Chiara Rossi', email: 'chiara.rossi@acme.example.com' },
  { name: 'Olu Adeyemi', email: 'operator@umbel.example.com', note: 'operator', operator: true },
]

/** Puts the demo's people and products in, once; a later start finds them as they were left. */
export async function seedDemo(options: {
  database: Database
  settings: AllValues
  trackerUrl: string
  data: string
}): Promise<{ trackerSecret: string }> {
  const { database, settings, trackerUrl, data } = options
  const trackerSecret = keptSecret(join(data, 'tracker-secret'))
  await database.transaction((tx) =>
    applyProductsFile(
      tx,
      system,
      JSON.stringify({
        products: [
          {
            id: 'tracker',
            name: 'Tracker',
            secret: trackerSecret,
            homeUrl: `${trackerUrl}/`,
            redirectUris: [`${trackerUrl}/log-in/callback`],
            postLogOutUris: [`${trackerUrl}/`],
            backchannelLogOutUrl: `${trackerUrl}/log-out/back-channel`,
            idTokenAlg: 'ES256',
          },
        ],
      }),
    ),
  )
  const missing = []
  for (const person of people)
    if (!(await holderOf(database.durable, parseAddress(person.email).key))) missing.push(person)
  if (missing.length === 0) return { trackerSecret }
  const hashing = await openHashing({
    memoryKib: settings.UMBEL_ARGON2_MEMORY_KIB,
    passes: settings.UMBEL_ARGON2_PASSES,
    atOnce: 2,
    queue: 100,
    pepper: settings.UMBEL_PASSWORD_PEPPER,
  })
  for (const person of missing) {
    const hash = await hashing.hash(demoPassword)
    await database.transaction(async (tx) => {
      const accountId = await createProvedAccount(tx, system, {
        name: person.name,
        address: parseAddress(person.email),
      })
      await setFirstPassword(tx, accountId, hash)
      if (person.operator) await insertOperator(tx, accountId)
    })
  }
  return { trackerSecret }
}

function keptSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, newSecret(), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
