import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Audience, fields, type Visibility } from '#account'
import { claimsByScope, claimsFor } from './account-claims.ts'
import type { AccountFacts } from './unit.ts'

const url = new URL('https://id.example.com')
const visibleToAnyone = Object.fromEntries(fields.map((field) => [field, 'anyone'])) as Visibility
const pictureId = 'p'.repeat(43)
const account = (visibility: Partial<Visibility> = {}, more: Partial<AccountFacts> = {}): AccountFacts => ({
  id: '0199f0aa-0000-7000-8000-000000000000',
  name: 'Ana María Lopez',
  publicName: 'ana maría',
  pictureId,
  visibility: { ...visibleToAnyone, ...visibility },
  username: 'ana',
  email: 'ana@example.com',
  emailVerified: true,
  locale: 'de-AT',
  zoneinfo: 'Europe/Vienna',
  updatedAt: 1_790_000_000,
  isAmongColleagues: false,
  ...more,
})

const always = {
  sub: '0199f0aa-0000-7000-8000-000000000000',
  preferred_username: 'ana',
  email: 'ana@example.com',
  email_verified: true,
  updated_at: 1_790_000_000,
  account_kind: 'personal',
}
const name = { name: 'Ana María Lopez', given_name: 'Ana María', family_name: 'Lopez' }
const nickname = { nickname: 'ana maría' }
const picture = { picture: `https://id.example.com/pictures/${pictureId}` }
const language = { locale: 'de-AT' }
const zone = { zoneinfo: 'Europe/Vienna' }

const given = (facts: AccountFacts, sees: Audience) =>
  Object.fromEntries(Object.entries(claimsFor(facts, url, sees)).filter(([, value]) => value !== undefined))

// What is hidden, and what is then left besides what is always given.
const table: readonly (readonly [Partial<Visibility>, Record<string, unknown>])[] = [
  [{}, { ...name, ...nickname, ...picture, ...language, ...zone }],
  [{ name: 'me' }, { name: 'ana maría', ...nickname, ...picture, ...language, ...zone }],
  [
    { name: 'me', 'public-name': 'me' },
    { name: 'ana', ...picture, ...language, ...zone },
  ],
  [{ 'public-name': 'me' }, { ...name, ...picture, ...language, ...zone }],
  [{ picture: 'me' }, { ...name, ...nickname, ...language, ...zone }],
  [{ language: 'me' }, { ...name, ...nickname, ...picture, ...zone }],
  [{ 'time-zone': 'me' }, { ...name, ...nickname, ...picture, ...language }],
  [Object.fromEntries(fields.map((field) => [field, 'me'])), { name: 'ana' }],
]

test('ACC-8 a product is given what its holder shows to it, and something to call people by', () => {
  for (const [visibility, left] of table) {
    assert.deepEqual(given(account(visibility), 'anyone'), { ...always, ...left }, JSON.stringify(visibility))
  }
})

test('ACC-8 what only the organization may see, its own products get, and others do not', () => {
  for (const [visibility, left] of table) {
    const ofOrganization = Object.fromEntries(Object.keys(visibility).map((field) => [field, 'organization']))
    const facts = account(ofOrganization)
    assert.deepEqual(given(facts, 'anyone'), { ...always, ...left })
    assert.deepEqual(given(facts, 'organization'), given(account(), 'anyone'))
    assert.deepEqual(given(account(visibility), 'organization'), { ...always, ...left }, 'only me is only me')
  }
})

test('ACC-8 without a picture, a public name or a family name there is none to give', () => {
  const facts = account({}, { pictureId: null, publicName: null, name: 'Ana' })
  assert.deepEqual(given(facts, 'anyone'), { ...always, name: 'Ana', given_name: 'Ana', ...language, ...zone })
  assert.equal(given(account({ name: 'me' }, { publicName: null }), 'anyone').name, 'ana')
})

test('DEV-2 an account that an organization manages says so, with the organization’s id, name and domain', () => {
  const organization = { id: '0199f0ac-0000-7000-8000-000000000000', name: 'Acme Inc.', domain: 'acme.example' }
  const facts = account({ name: 'organization' }, { organization })
  const claims = claimsFor(facts, url)
  assert.deepEqual([claims.account_kind, claims.organization, claims.given_name], ['managed', organization, undefined])
  assert.equal(claimsFor({ ...facts, isAmongColleagues: true }, url).given_name, 'Ana María')
  assert.equal('organization' in JSON.parse(JSON.stringify(claimsFor(account(), url))), false)
})

test('DEV-2 every claim is one that discovery lists', () => {
  const listed: string[] = Object.values(claimsByScope).flat()
  for (const claim of Object.keys(claimsFor(account(), url, 'me'))) assert.ok(listed.includes(claim), claim)
})
