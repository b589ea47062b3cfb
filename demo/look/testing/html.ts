import assert from 'node:assert/strict'
import { HtmlValidate } from 'html-validate'
import type { Page } from '../../../sdk/testing/browser.ts'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'attribute-boolean-style': 'off',
    'require-sri': 'off',
  },
})

/** Holds pages to valid HTML without inline style or script, under a policy that allows neither. */
export async function mustBeGoodPages(pages: readonly Page[]): Promise<void> {
  for (const page of pages) {
    const report = await validator.validateString(page.text)
    const faults = report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
    )
    assert.deepEqual(faults, [], page.url.pathname + page.url.search)
    assert.equal(/ style=|<script|<style| on\w+=/.test(page.text), false, page.url.pathname)
    assert.match(page.headers.get('content-security-policy')!, /^default-src 'none'; style-src 'self'/)
  }
}
