import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from 'otpauth'
import { appUri, newAppSecret, readAppCode, stepOf } from './app-code.ts'
import { newRecoveryCodes, readRecoveryCode } from './recovery-code.ts'
import { firstWay, waysOf } from './second-step.ts'

test('LOG-10 a code is six digits of any script, with spaces or without', () => {
  for (const typed of [
    '123456',
    '123 456',
    ' 12 34 56 ',
    '123-456',
    '１２３４５６',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '𝟏𝟐𝟑𝟒𝟓𝟔',
  ]) {
    assert.equal(readAppCode(typed), '123456', typed)
  }
  assert.equal(readAppCode(undefined), undefined)
  for (const typed of ['', '12345', '1234567', 'abcdef', '12345a', '1'.repeat(200), '①②③④⑤', '½½½½½½']) {
    assert.equal(readAppCode(typed), undefined, typed)
  }
})

test('LOG-10 codes are those of RFC 6238, good one step early and late and no further', () => {
  // RFC 6238 appendix B, SHA-1; the last six of its eight digits.
  const secret = Secret.fromLatin1('12345678901234567890').base32
  const at = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ] as const) {
    assert.equal(stepOf(secret, code, at(seconds)), Math.floor(seconds / 30))
    assert.equal(stepOf(secret, code, at(seconds + 30)), Math.floor(seconds / 30), 'one step late')
    assert.equal(stepOf(secret, code, at(seconds - 30)), Math.floor(seconds / 30), 'one step early')
    assert.equal(stepOf(secret, code, at(seconds + 60)), undefined)
    assert.equal(stepOf(secret, code, at(seconds - 60)), undefined)
  }
})

test('LOG-10 an app’s key has 160 random bits, and its address names this Umbel and the account', () => {
  const secret = newAppSecret()
  assert.equal(Secret.fromBase32(secret).bytes.length, 20)
  assert.notEqual(secret, newAppSecret())
  const uri = new URL(appUri(secret, 'Umbel (id.example.com)', 'ana+x@example.com'))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(uri.host, 'totp')
  assert.equal(decodeURIComponent(uri.pathname), '/Umbel (id.example.com):ana+x@example.com')
  assert.deepEqual(Object.fromEntries(uri.searchParams), { secret, issuer: 'Umbel (id.example.com)' })
})

test('LOG-10 ten recovery codes of 50 bits; how they are typed does not matter', () => {
  const codes = newRecoveryCodes()
  assert.equal(new Set(codes).size, 10)
  for (const code of codes) {
    assert.match(code, /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}$/)
    const plain = code.replaceAll('-', '')
    for (const typed of [code, plain, ` ${plain.toLowerCase()} `, code.replaceAll('-', ' '), code.replaceAll('-', '–')])
      assert.equal(readRecoveryCode(typed), plain, typed)
  }
  for (const typed of ['', 'ABCD', '0000-0000-00', 'ABCD-EFGH-JKL', 'x'.repeat(1_000_000)])
    assert.equal(readRecoveryCode(typed), undefined)
})

test('LOG-10 the way asked for first is the one that was good last time, and never a recovery code of choice', () => {
  const app = { addedAt: Temporal.Instant.from('2026-11-20T09:00:00Z') }
  assert.deepEqual(waysOf({ app, passkeys: 1, recoveryCodesLeft: 2 }), ['app', 'passkey', 'recovery-code'])
  assert.equal(firstWay({ app, passkeys: 1, recoveryCodesLeft: 2 }), 'app')
  assert.equal(firstWay({ app, passkeys: 1, recoveryCodesLeft: 2, lastWay: 'passkey' }), 'passkey')
  assert.equal(firstWay({ app, passkeys: 0, recoveryCodesLeft: 2, lastWay: 'passkey' }), 'app')
  assert.equal(firstWay({ passkeys: 0, recoveryCodesLeft: 2 }), 'recovery-code')
  assert.equal(firstWay({ passkeys: 0, recoveryCodesLeft: 0 }), undefined)
})
