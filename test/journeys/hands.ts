import assert from 'node:assert/strict'
import type { Locator } from 'playwright-core'
import type { Window } from './browser.ts'
import { tabTo } from './keys.ts'

/** How somebody does things on a page, by the words that the page has for them. */
export interface Hands {
  /** Follows a link, or presses a button. */
  press(name: string): Promise<void>
  write(label: string, text: string): Promise<void>
  /** A checkbox, which was off. */
  tick(label: string): Promise<void>
  /** One of several radio buttons. */
  choose(label: string): Promise<void>
  select(label: string, option: string): Promise<void>
  upload(label: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void>
}

/** A keyboard and nothing else: what has the focus is always seen to have it. */
export function aKeyboard(page: Window): Hands {
  const { keyboard } = page
  const to = async (name: string) => {
    // Where the browser puts the focus by itself comes a moment after the page.
    await page.waitForLoadState('load')
    await tabTo(page, name, true)
  }
  return {
    async press(name) {
      await to(name)
      await keyboard.press('Enter')
    },
    async write(label, text) {
      await to(label)
      await keyboard.press('Control+A')
      await keyboard.type(text)
    },
    async tick(label) {
      await to(label)
      await keyboard.press('Space')
    },
    async choose(label) {
      const wanted = page.getByRole('radio', { name: label })
      const group = page.locator(`input[type="radio"][name="${await wanted.getAttribute('name')}"]`)
      await to(await firstLine(group.and(page.locator(':checked'))))
      for (let presses = 0; presses < 12 && !(await wanted.isChecked()); presses += 1) await keyboard.press('ArrowDown')
      assert.ok(await wanted.isChecked(), `the arrows never came to “${label}”`)
    },
    async select(label, option) {
      await to(label)
      await keyboard.type(option)
      const chosen = page.getByLabel(label, { exact: true }).locator('option:checked')
      assert.equal((await chosen.textContent())?.trim(), option)
    },
    async upload(label, file) {
      await to(label)
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('Enter')])
      await chooser.setFiles(file)
    },
  }
}

const firstLine = async (radio: Locator) =>
  (await radio.evaluate<string, { labels: { innerText: string }[] }>(({ labels }) => labels[0]?.innerText ?? ''))
    .trim()
    .split('\n')[0] ?? ''

/** A mouse. */
export function aMouse(page: Window): Hands {
  const exact = { exact: true }
  return {
    async press(name) {
      const named = (words: string | RegExp) =>
        page.getByRole('button', { name: words, exact: true }).or(page.getByRole('link', { name: words, exact: true }))
      // Some have a second line, which says more.
      const whole = named(name)
      await ((await whole.count()) > 0 ? whole : named(new RegExp(`^${name}\\b`))).first().click()
    },
    write: (label, text) => page.getByLabel(label, exact).fill(text),
    tick: (label) => page.getByLabel(label).check(),
    choose: (label) => page.getByRole('radio', { name: label }).check(),
    async select(label, option) {
      await page.getByLabel(label, exact).selectOption(option)
    },
    upload: (label, file) => page.getByLabel(label, exact).setInputFiles(file),
  }
}
