import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

// CTL: from where the acts are called that the control table is about. A new caller, or command, has to be thought of here.

const source = new URL('../', import.meta.url)
const files = ['src', 'bin'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, source), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`),
)

/** In which files an act is called. */
const callersOf = (act: string) =>
  files.filter((file) => new RegExp(`(?<!function )\\b${act}\\(`).test(readFileSync(new URL(file, source), 'utf8')))

test('CTL every command about an account stands here', () => {
  const help = readFileSync(new URL('bin/umbel.ts', source), 'utf8')
  const verbs = [...help.matchAll(/npx umbel account ([\w| -]+?) (?:ADDRESS|ID_OR_ADDRESS)/g)].map(([, verb]) => verb)
  assert.deepEqual(verbs, ['add', 'suspend', 'restore | show'])
})

test('CTL-2 nobody’s password is chosen, and nobody’s session begun, but by whoever proves to be the holder', () => {
  const callers = {
    setFirstPassword: ['src/sign-in/sign-up.ts'],
    changePassword: ['src/account-page/security-routes.ts', 'src/credential/set-password.ts'],
    resetPassword: ['src/sign-in/reset-routes.ts'],
    upsertSession: ['src/sign-in/log-in.ts'],
  }
  for (const [act, known] of Object.entries(callers)) assert.deepEqual(callersOf(act), known, act)
})

test('CTL what turns an account off, deletes it or moves its address is called from these places, and no others', () => {
  const callers = {
    deactivate: ['src/managed-account/standing/deactivate-account.ts'],
    suspend: ['bin/commands/account.ts'],
    askToDelete: ['src/account-page/delete-routes.ts', 'src/managed-account/leaving/delete-account.ts'],
    askAddressChange: ['src/account-page/address-routes.ts', 'src/domain-claim/suggestion/decide.ts'],
  }
  for (const [act, known] of Object.entries(callers)) assert.deepEqual(callersOf(act), known, act)
})
