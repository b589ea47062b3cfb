import assert from 'node:assert/strict'
import { HtmlValidate } from 'html-validate/node'
import { axe, axeFaults } from './axe.ts'
import type { Window } from './browser.ts'

const validator = new HtmlValidate({ extends: ['html-validate:recommended'] })
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
// Targets are not among the rules that run by themselves.
const targets = { 'target-size': { enabled: true } }
// All four pairs are looked at where every view is, in `every-view.test.ts`; here each page in one of these, in turns.
const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 320 },
] as const

let checked = 0

/**
 * Holds the page that is shown to what every page must be: HTML that is valid as served, nothing that axe finds fault with
 * in light on a wide screen or in dark on a narrow one, and nothing to be scrolled sideways (OPS-5).
 */
export async function checkPage(page: Window, name: string): Promise<void> {
  const faults = await htmlFaults(page)
  const before = page.viewportSize()
  await page.evaluate(axe)
  const { colorScheme, width } = looks[checked % looks.length] ?? looks[0]
  checked += 1
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize({ width, height: 860 })
  const found = [...(await axeFaults(page, tags, targets)), ...(await widthFaults(page))]
  faults.push(...found.map((fault) => `${colorScheme} at ${width}: ${fault}`))
  await page.emulateMedia({ colorScheme: null })
  if (before) await page.setViewportSize(before)
  assert.deepEqual(faults, [], `${name} (${page.url()})`)
}

async function htmlFaults(page: Window): Promise<string[]> {
  const { results } = await validator.validateString(await page.answer().text())
  return results
    .flatMap(({ messages }) => messages)
    .map(({ ruleId, message, line, column }) => `HTML: ${ruleId}: ${message} (${line}:${column})`)
}

async function widthFaults(page: Window): Promise<string[]> {
  const wide = await page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
    return out.slice(0, 3).map((one) => one.outerHTML.slice(0, 100))
  })()`)
  return wide.map((one) => `wider than the screen: ${one}`)
}
