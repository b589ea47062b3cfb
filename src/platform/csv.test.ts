import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv.ts'

test('OPS-1 a line of CSV keeps commas, quotes and line breaks within their cell', () => {
  assert.equal(
    csvLine(['a', 1, undefined, 'b,c', 'say "hi"', 'two\nlines']),
    'a,1,,"b,c","say ""hi""","two\nlines"\r\n',
  )
})

test('OPS-1 nothing in a CSV file begins a formula, but for numbers of our own', () => {
  for (const nasty of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '=HYPERLINK("https://evil.example")']) {
    assert.match(csvLine([nasty]), /^"?'/, nasty)
  }
  assert.equal(csvLine([-1]), '-1\r\n')
})
