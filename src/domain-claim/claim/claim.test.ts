import assert from 'node:assert/strict'
import { test } from 'node:test'
import { domainsOver, fromItsEnd, nextState } from './claim.ts'

test('DOM-6 a claim to all stands when its accounts are managed; one by rule, of a list or of one is done', () => {
  const way = (mode: 'all' | 'single') => {
    const states = ['finding'] as Parameters<typeof nextState>[0]['state'][]
    for (let step = 0; step < 4; step += 1) states.push(nextState({ mode, state: states.at(-1) ?? 'done' }))
    return states.join(' ')
  }
  assert.equal(way('all'), 'finding telling told taking-effect standing')
  assert.equal(way('single'), 'finding telling told taking-effect done')
})

test('DOM-2 the names over an address are its domain and each one above, but no bare ending', () => {
  assert.deepEqual(domainsOver('a.berlin.acme.example'), [
    'a.berlin.acme.example',
    'berlin.acme.example',
    'acme.example',
  ])
  assert.deepEqual(domainsOver('example'), [])
  assert.equal(fromItsEnd('acme.example'), 'elpmaxe.emca')
})
