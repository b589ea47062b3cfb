import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { safePath } from './request.ts'

test('a path to return to is one of ours, whatever is asked for', () => {
  assert.equal(safePath('/devices?status=x'), '/devices?status=x')
  for (const path of [
    undefined,
    '',
    'devices',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    '/\t/evil.example',
    '/a\nb',
    'javascript:alert(1)',
    '/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    '/help/../..//evil.example/x',
  ]) {
    assert.equal(safePath(path), '/')
  }
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `/${text}`),
        fc.string().map((text) => `//${text}`),
        fc
          .array(fc.constantFrom('..', '.', '%2e', 'a', '', '/', '\\', 'evil.example'))
          .map((parts) => `/${parts.join('/')}`),
      ),
      (text) => {
        assert.equal(new URL(safePath(text), 'https://id.example.com').origin, 'https://id.example.com')
      },
    ),
    { numRuns: 2_000 },
  )
})
