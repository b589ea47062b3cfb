import assert from 'node:assert/strict'
import type { Window } from './browser.ts'
import { within } from './steps.ts'

/** What somebody does who has a keyboard and nothing else. */

export type Focused = { name: string; ring: boolean; hidden: boolean }

/** What has the focus: its name (none for the page itself), whether a ring shows it, and whether something lies over it. */
export async function focused(page: Window): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const one = document.activeElement
    if (one === document.body) return { name: '', ring: true, hidden: false }
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one.closest('.pick') ?? one)
    const label = one.labels?.[0]?.innerText ?? ''
    const name = (one.getAttribute('aria-label') || label || one.innerText || one.tagName).trim().split('\\n')[0]
    const { left, top, right, bottom } = one.getBoundingClientRect()
    const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2
    const over = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight))
    return {
      name,
      ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
      hidden: !over || !(one.contains(over) || over.contains(one) || one.labels?.[0]?.contains(over)),
    }
  })()`)
}

/**
 * Presses Tab from the beginning of the page to its end; gives the names of what had the focus, in order. Each must be seen
 * to have it.
 */
export async function tabThrough(page: Window): Promise<string[]> {
  const names: string[] = []
  await tabTo(page, '') // past the end, where the page begins anew
  for (;;) {
    await page.keyboard.press('Tab')
    const { name, ring, hidden } = await focused(page)
    if (name === '') return names
    assert.ok(ring, `nothing shows that “${name}” has the focus`)
    assert.ok(!hidden, `“${name}” has the focus and is covered`)
    names.push(name)
    assert.ok(names.length < 60, `the focus goes round and round: ${names}`)
  }
}

/**
 * Presses Tab until something has the focus; stays where it is when that has it.
 * @param name how its name begins, or all of it
 */
export async function tabTo(page: Window, name: string, exactly = name === ''): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const now = await focused(page)
    if (exactly ? now.name === name : now.name.startsWith(name)) {
      assert.ok(now.ring && !now.hidden, `it cannot be seen that “${name}” has the focus`)
      return
    }
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never came to “${name}” on ${page.url()}`)
}

/** Browsers give a page's first focus a moment after it has loaded. */
export async function hasFocus(page: Window, name: string): Promise<void> {
  let last = ''
  const has = async () => {
    last = (await focused(page)).name
    return last === name
  }
  await within(5000, `the focus on “${name}”`, has).catch((error) => {
    throw new Error(`the focus is on “${last}”`, { cause: error })
  })
}
