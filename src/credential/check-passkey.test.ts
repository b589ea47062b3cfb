import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newSecret } from '#kernel'
import { sql } from '#platform'
import { aSoftKey, type SoftKey, type Twist } from '../../test/authenticator.ts'
import {
  anaWith,
  type Enrolling,
  enrol,
  here,
  holder,
  optionsToEnrol,
  prove,
  refused,
  rp,
  url,
} from '../../test/passkeys.ts'
import { aWorld } from '../../test/world.ts'
import { checkNewPasskey } from './check-new-passkey.ts'
import { checkPasskey } from './check-passkey.ts'
import { mailPasskey } from './mail-passkey.ts'
import { boundTo, userHandleOf } from './passkey.ts'
import { askToProve } from './passkey-options.ts'
import { passkeysOf, purgeChallenges } from './passkey-store.ts'
import { usePasskey } from './use-passkey.ts'

test('LOG-10 a passkey of each kind of key is added and proves its account', async (t) => {
  const world = await aWorld(t)
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
    const ana = await world.account(`${algorithm.toLowerCase()}@example.com`)
    const key = await enrol(world, ana, { algorithm })
    const { passkey, used } = await prove(world, key)
    assert.equal(passkey.accountId, ana)
    assert.equal(used, 'used')
  }
})

test('LOG-10 what a device is asked for: a passkey finds itself and checks its holder, a security key is only touched', async (t) => {
  const { world, ana, key } = await anaWith(t)
  const passkey = await optionsToEnrol(world, ana)
  assert.deepEqual(
    { ...passkey.authenticatorSelection },
    { residentKey: 'required', userVerification: 'required', requireResidentKey: true },
  )
  assert.deepEqual(passkey.rp, { name: 'Umbel', id: 'localhost' })
  assert.equal(passkey.attestation, 'none')
  assert.equal(passkey.user.id, userHandleOf(ana).toString('base64url'))
  assert.deepEqual(
    passkey.excludeCredentials?.map(({ id }) => id),
    [key.credentialId],
  )
  const touched = await optionsToEnrol(world, ana, 'security-key')
  assert.equal(touched.authenticatorSelection?.residentKey, 'discouraged')
  assert.equal(touched.authenticatorSelection?.authenticatorAttachment, 'cross-platform')
})

test('LOG-5 to log in, nobody’s passkeys are named; as a second step, those of the account', async (t) => {
  const { world, ana, key } = await anaWith(t)
  const anybody = await askToProve(world.on, rp, { purpose: 'log-in', boundTo: here })
  assert.deepEqual([anybody.allowCredentials, anybody.userVerification], [[], 'required'])
  const second = await askToProve(world.on, rp, { purpose: 'second-step', boundTo: here, accountId: ana })
  assert.deepEqual(
    second.allowCredentials?.map(({ id }) => id),
    [key.credentialId],
  )
})

const wrongProofs: readonly [string, Twist, string][] = [
  ['another site’s page', { origin: 'http://localhost.evil.example' }, 'foreign'],
  ['our host with another port', { origin: 'http://localhost:4401' }, 'foreign'],
  ['a page inside another’s', { crossOrigin: true }, 'foreign'],
  ['a page that names another on top', { topOrigin: 'https://evil.example' }, 'foreign'],
  ['a passkey made for another host', { rpId: 'evil.example' }, 'foreign'],
  ['the other ceremony', { type: 'webauthn.create' }, 'wrong'],
  ['a challenge of its own', { challenge: newSecret() }, 'late'],
  ['nobody having been checked', { verified: false }, 'unverified'],
  ['nobody having been there', { present: false }, 'wrong'],
  ['another key', { otherKey: true }, 'wrong'],
  ['another account’s handle', { userHandle: newSecret() }, 'wrong'],
  ['no handle, where nobody has said who it is', { userHandle: null }, 'wrong'],
  ['an unknown passkey', { credentialId: newSecret() }, 'unknown'],
  ['words that were not signed', { clientDataJSON: (text) => text.replace('}', ',"x":1}') }, 'wrong'],
  ['words that are no text', { clientDataJSON: () => '\ud800{' }, 'unreadable'],
  ['words that are no object', { clientDataJSON: () => '[]' }, 'unreadable'],
]

test('LOG-10 an answer with anything wrong about it is refused, with its reason', async (t) => {
  const { world, key } = await anaWith(t)
  for (const [what, twist, reason] of wrongProofs) {
    await assert.rejects(prove(world, key, { twist }), refused(reason), what)
  }
  assert.equal((await prove(world, key)).used, 'used')
})

test('LOG-10 an answer that is not spelled as specified is refused before anything is looked up', async (t) => {
  const { world, key } = await anaWith(t)
  const good = () => key.get({ challenge: newSecret() })
  const spelled = (change: (answer: ReturnType<SoftKey['get']>) => unknown) => JSON.stringify(change(good()))
  const padded = (text: string) => `${text}=`
  const wrong: readonly [string, string | undefined][] = [
    ['nothing', undefined],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number for its name', spelled((each) => ({ ...each, id: 7 }))],
    ['padding', spelled((each) => ({ ...each, id: padded(each.id), rawId: padded(each.id) }))],
    ['plain base64', spelled((each) => ({ ...each, id: '+/+/', rawId: '+/+/' }))],
    ['bits left over', spelled((each) => ({ ...each, id: 'AB', rawId: 'AB' }))],
    ['a name of 2 kB', spelled((each) => ({ ...each, id: 'A'.repeat(2048), rawId: 'A'.repeat(2048) }))],
    ['another type', spelled((each) => ({ ...each, type: 'password' }))],
    ['no signature', spelled((each) => ({ ...each, response: { ...each.response, signature: '' } }))],
    [
      '9 kB of client data',
      spelled((each) => ({ ...each, response: { ...each.response, clientDataJSON: 'A'.repeat(9000) } })),
    ],
  ]
  for (const [what, text] of wrong) {
    const asked = { purpose: 'log-in', boundTo: here } as const
    await assert.rejects(checkPasskey(world.on, rp, text, asked), refused('unreadable'), what)
  }
  const short = { ...good(), response: { ...good().response, authenticatorData: 'AAAA' } }
  const { challenge } = await askToProve(world.on, rp, { purpose: 'log-in', boundTo: here })
  const { clientDataJSON } = key.get({ challenge }).response
  const text = JSON.stringify({ ...short, response: { ...short.response, clientDataJSON } })
  await assert.rejects(checkPasskey(world.on, rp, text, { purpose: 'log-in', boundTo: here }), refused('unreadable'))
})

test('LOG-10 a challenge is good once, for one purpose, where it was asked for, and not for long', async (t) => {
  const { world, ana, key } = await anaWith(t)
  const asked = { purpose: 'log-in', boundTo: here } as const
  const answer = JSON.stringify(key.get(await askToProve(world.on, rp, asked)))
  await checkPasskey(world.on, rp, answer, asked)
  await assert.rejects(checkPasskey(world.on, rp, answer, asked), refused('late'), 'a second time')

  const spoiled = await askToProve(world.on, rp, asked)
  const wrong = JSON.stringify(key.get(spoiled, { otherKey: true }))
  await assert.rejects(checkPasskey(world.on, rp, wrong, asked), refused('wrong'))
  const right = JSON.stringify(key.get(spoiled))
  await assert.rejects(checkPasskey(world.on, rp, right, asked), refused('late'), 'after a wrong answer')

  const elsewhere = { ...asked, boundTo: boundTo('session', newSecret()) }
  const other = JSON.stringify(key.get(await askToProve(world.on, rp, elsewhere)))
  await assert.rejects(checkPasskey(world.on, rp, other, asked), refused('late'), 'asked for elsewhere')

  const second = { purpose: 'second-step', boundTo: here, accountId: ana } as const
  const step = JSON.stringify(key.get(await askToProve(world.on, rp, second)))
  await assert.rejects(checkPasskey(world.on, rp, step, asked), refused('late'), 'asked for something else')

  const late = JSON.stringify(key.get(await askToProve(world.on, rp, asked)))
  world.clock.move({ minutes: 61 })
  await assert.rejects(checkPasskey(world.on, rp, late, asked), refused('late'), 'an hour later')
  assert.ok((await purgeChallenges(world.on)) > 0)
  assert.equal((await world.on.all(sql`select from passkey_challenge`)).length, 0)
})

test('LOG-10 of two answers to one challenge at the same moment one is looked at', async (t) => {
  const { world, key } = await anaWith(t)
  const asked = { purpose: 'log-in', boundTo: here } as const
  const answer = JSON.stringify(key.get(await askToProve(world.on, rp, asked)))
  const both = await Promise.allSettled([1, 2].map(() => checkPasskey(world.on, rp, answer, asked)))
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('LOG-10 a passkey that counts backwards is refused, written down, and its holder told by mail', async (t) => {
  const { world, ana, key } = await anaWith(t)
  assert.equal((await prove(world, key, { twist: { signCount: 7 } })).used, 'used')
  assert.equal((await prove(world, key, { twist: { signCount: 8 } })).used, 'used')
  for (const signCount of [8, 7, 1, 0]) assert.equal((await prove(world, key, { twist: { signCount } })).used, 'copied')
  const [entry] = await world.on.all<{ action: string }>(sql`
    select action from audit_entry where account_id = ${ana} order by id desc limit 1`)
  assert.equal(entry?.action, 'credential.passkey-copied')
  const at = world.clock.now().toString()
  await mailPasskey(world, { accountId: ana, what: 'copied', kind: 'passkey', name: 'Work laptop', at })
  assert.match(world.mails.at(-1)?.mail.text ?? '', /counts backwards[\s\S]*Work laptop/)
  assert.equal((await prove(world, key, { twist: { signCount: 9 } })).used, 'used')
})

test('LOG-10 a count that nobody signed makes no passkey look copied', async (t) => {
  const { world, ana, key } = await anaWith(t)
  await prove(world, key, { twist: { signCount: 7 } })
  await assert.rejects(prove(world, key, { twist: { signCount: 1, otherKey: true } }), refused('wrong'))
  const entries = await world.on.all(sql`
    select from audit_entry where account_id = ${ana} and action = 'credential.passkey-copied'`)
  assert.equal(entries.length, 0)
})

test('LOG-10 of two uses with the same count at the same moment one gets in; a passkey that does not count always does', async (t) => {
  const { world, ana, key } = await anaWith(t)
  const asked = { purpose: 'log-in', boundTo: here } as const
  const answers = await Promise.all(
    [1, 2].map(async () => key.get(await askToProve(world.on, rp, asked), { signCount: 5 })),
  )
  const checked = await Promise.all(answers.map((each) => checkPasskey(world.on, rp, JSON.stringify(each), asked)))
  const used = await Promise.all(
    checked.map((each) => world.database.transaction((tx) => usePasskey(tx, holder(ana), each))),
  )
  assert.deepEqual(used.sort(), ['copied', 'used'])
  const uncounted = await enrol(world, ana)
  for (const _ of [1, 2]) assert.equal((await prove(world, uncounted, { twist: { signCount: 0 } })).used, 'used')
})

test('LOG-10 a passkey of one account is none of another’s', async (t) => {
  const { world, key } = await anaWith(t)
  const bo = await world.account('bo@example.com')
  await enrol(world, bo)
  for (const purpose of ['log-in', 'second-step'] as const) {
    await assert.rejects(prove(world, key, { purpose, accountId: bo }), refused('others'))
  }
})

test('LOG-10 a security key is a second step, touched only, and never logs in on its own', async (t) => {
  const twist = { verified: false }
  const { world, ana, key } = await anaWith(t, { kind: 'security-key', twist })
  const { used } = await prove(world, key, {
    purpose: 'second-step',
    accountId: ana,
    twist: { ...twist, userHandle: null },
  })
  assert.equal(used, 'used')
  await assert.rejects(prove(world, key), refused('second-only'))
  const options = await askToProve(world.on, rp, { purpose: 'log-in', boundTo: here, accountId: ana })
  assert.deepEqual(options.allowCredentials, [])
})

test('LOG-10 a new passkey with anything wrong about it is refused, with its reason', async (t) => {
  const world = await aWorld(t)
  const ana = await world.account('ana@example.com')
  const wrong: readonly [string, Enrolling, string][] = [
    ['another site', { twist: { origin: 'https://evil.example' } }, 'foreign'],
    ['another host', { twist: { rpId: 'evil.example' } }, 'foreign'],
    ['the other ceremony', { twist: { type: 'webauthn.get' } }, 'wrong'],
    ['a challenge of its own', { twist: { challenge: newSecret() } }, 'late'],
    ['nobody having been checked', { twist: { verified: false } }, 'unverified'],
    ['nobody having been there', { twist: { present: false } }, 'wrong'],
    ['another name than it signed for', { twist: { credentialId: newSecret() } }, 'wrong'],
    ['a kind of key that we did not ask for', { algorithm: 'ES384' }, 'algorithm'],
  ]
  for (const [what, wanted, reason] of wrong) await assert.rejects(enrol(world, ana, wanted), refused(reason), what)
  const asked = { kind: 'passkey', boundTo: here } as const
  const answer = aSoftKey(url.origin).create(await optionsToEnrol(world, ana))
  const broken = { ...answer, response: { ...answer.response, attestationObject: 'oA' } }
  await assert.rejects(checkNewPasskey(world.on, rp, JSON.stringify(broken), asked), refused('unreadable'))
  await assert.rejects(checkNewPasskey(world.on, rp, '{}', asked), refused('unreadable'))
  assert.equal((await passkeysOf(world.on, ana)).length, 0)
})
