import assert from 'node:assert/strict'
import type { APIResponse } from 'playwright-core'
import type { House } from '../house.ts'
import type { Window } from './browser.ts'

/** Sends a form as a script of the page would: with its cookies, and whatever the page's own fields would not let in. */
export function send(
  house: House,
  page: Window,
  path: string,
  data: string,
  headers: Record<string, string> = {},
): Promise<APIResponse> {
  return page.request.post(house.url + path, {
    data,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.url, ...headers },
    maxRedirects: 0,
  })
}

/** That an answer is a page of ours, with this status, which says how to go on. */
export async function isPage(answer: APIResponse, status: number, words: RegExp): Promise<void> {
  const text = await answer.text()
  assert.equal(answer.status(), status, text.slice(0, 300))
  assert.match(answer.headers()['content-type'] ?? '', /^text\/html/)
  const main = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? ''
  assert.match(main, words)
  assert.match(main, /<(a|button)\b/, 'there is no way on')
}
