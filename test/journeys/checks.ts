import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { HtmlValidate } from 'html-validate/node'
import type { Window } from './browser.ts'

const validator = new HtmlValidate({ extends: ['html-validate:recommended'] })
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 320 },
  { colorScheme: 'light', width: 320 },
  { colorScheme: 'dark', width: 1280 },
] as const

/**
 * Holds the page that is shown to what every page must be: HTML that is valid as served, nothing that axe finds fault with
 * in light and dark and on the widest and narrowest screens, and nothing to be scrolled sideways (OPS-5).
 */
export async function checkPage(page: Window, name: string): Promise<void> {
  const faults = await htmlFaults(page)
  const before = page.viewportSize()
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 860 })
    const found = [...(await axeFaults(page)), ...(await widthFaults(page))]
    faults.push(...found.map((fault) => `${colorScheme} at ${width}: ${fault}`))
  }
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

async function axeFaults(page: Window): Promise<string[]> {
  // Targets are not among the rules that run by themselves.
  const axe = new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).withTags(tags)
  const { violations } = await axe.setLegacyMode(true).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => {
      const [, ...reasons] = failureSummary.split('\n').map((line) => line.trim())
      return `axe: ${id}: ${target.join(' ')}: ${reasons.join(' ')}`
    }),
  )
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
