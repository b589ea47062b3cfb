import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import test, { after } from 'node:test'
import type { CDPSession } from 'playwright-core'
import { asset } from '../../src/platform/page/index.ts'
import { galleryApp, openGallery } from '../gallery-server.ts'
import { viewsIn } from '../gallery-views.ts'
import { axe, axeFaults } from './axe.ts'
import { aBrowser, type Window } from './browser.ts'

// Every view in every state that the gallery knows, in Chromium: what axe finds, whether it fits, whether it can be used with
// the keyboard and with a finger. There are hundreds, so each is looked at only as often as it can differ:
//
// - With scripts, and without where they change anything in the page. What they change there they change in each language, so
//   without them axe looks at English only.
// - Widths of 1280 and 320 px, the narrow one with a mouse (as at 400% zoom) and with a finger.
// - The theme changes colors and nothing else, which a test below holds; so places and sizes are looked at in one theme.
// - Colors do not depend on the language, so English and German share the four pairs of theme and width between them. Nor does what
//   the page is made of, so axe looks at all of that in English, and at colors and places in both.
//
// A view is written into a page that stays, because starting axe costs more than its work.

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const ofColorAndPlace = { type: 'rule', values: ['color-contrast', 'target-size'] }
const targets = { 'target-size': { enabled: true } }
const languages = {
  'en-US': { wide: 'light', narrow: 'dark' },
  de: { wide: 'dark', narrow: 'light' },
} as const
type Language = keyof typeof languages
const tall = 860

const app = galleryApp({})
const inPage = readFileSync(new URL('in-page.js', import.meta.url), 'utf8')
app.get('/axe.js', (c) => c.body(`${axe}\n${inPage}`, 200, { 'content-type': 'text/javascript' }))
app.get('/gallery', (c) => c.html('<!DOCTYPE html><title>Every view</title><script src="/axe.js"></script>'))
const { origin, close } = await openGallery(app)
after(close)
const open = await aBrowser({ after })

type Tab = { readonly page: Window; readonly session: CDPSession }
let shown = 0

async function aTab(): Promise<Tab> {
  const page = await open({ after: (end) => after(end as () => unknown) })
  await page.goto(`${origin}/gallery`)
  return { page, session: await page.context().newCDPSession(page) }
}

/** Shows a page as the server would send it. Modules run once under each address, so theirs gets a number. */
async function show({ page, session }: Tab, served: string, theme: 'light' | 'dark'): Promise<void> {
  shown += 1
  await Promise.all([
    session.send('Emulation.setTouchEmulationEnabled', { enabled: false }),
    page.emulateMedia({ colorScheme: theme }),
    page.setViewportSize({ width: 1280, height: tall }),
  ])
  await page.setContent(served.replaceAll(/(<script [^>]*src="[^"]+)"/g, `$1?${shown}"`))
  // What has the focus after a key shows it, also when a script moves the focus on.
  await page.keyboard.press('Shift')
}

/** The page as a browser shows it that runs no scripts. */
const withoutScripts = (served: string) =>
  served.replaceAll(/<script [^>]*><\/script>/g, '').replaceAll(/<\/?noscript>/g, '')

const doScriptsChange = (page: Window, served: string) =>
  page.evaluate<boolean>(
    `new DOMParser().parseFromString(${JSON.stringify(withoutScripts(served))}, 'text/html').body.innerHTML.trim() !== document.body.innerHTML.replaceAll(/<script [^>]*><\\/script>/g, '').trim()`,
  )

async function faultsOf({ page, session }: Tab, language: Language, withAxe = true): Promise<string[]> {
  const ask = (expression: string) => page.evaluate<string[]>(expression)
  const wide = [
    ...(await ask('[...inPage.start(), ...inPage.sideways(), ...inPage.focus()]')),
    ...(withAxe ? await axeFaults(page, language === 'en-US' ? tags : ofColorAndPlace, targets) : []),
  ]
  await Promise.all([
    page.emulateMedia({ colorScheme: languages[language].narrow }),
    page.setViewportSize({ width: 320, height: tall }),
  ])
  const narrow = [
    ...(await ask('[...inPage.sideways(), ...inPage.focus()]')),
    ...(withAxe ? await axeFaults(page, ofColorAndPlace) : []),
  ]
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 })
  const touched = await ask('[...inPage.sideways(), ...inPage.touch()]')
  return [
    ...wide.map((fault) => `at 1280: ${fault}`),
    ...narrow.map((fault) => `at 320: ${fault}`),
    ...touched.map((fault) => `at 320 with a finger: ${fault}`),
  ]
}

const views = (Object.keys(languages) as Language[]).flatMap((language) =>
  Object.entries(viewsIn(language)).map(([name, view]) => ({ name, language, view })),
)

test('OPS-5 every view, in English and German, light and dark, wide and narrow, with scripts and without', {
  concurrency: true,
}, async (t) => {
  const only = process.env.VIEWS?.split(',')
  const waiting = views.filter(({ name }) => !only || only.includes(name))
  const walk = async () => {
    const tab = await aTab()
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, language, view } = next
      await t.test(`OPS-5 ${name} in ${language} can be seen, read and used by everybody`, async () => {
        const served = view().toString()
        await show(tab, served, languages[language].wide)
        const changes = await doScriptsChange(tab.page, served)
        const faults = await faultsOf(tab, language)
        if (changes) {
          await show(tab, withoutScripts(served), languages[language].wide)
          faults.push(
            ...(await faultsOf(tab, language, language === 'en-US')).map((fault) => `without scripts, ${fault}`),
          )
        }
        assert.ok(faults.length === 0, faults.join('\n'))
      })
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, walk))
})

test('OPS-5 what is looked for is found', async () => {
  const tab = await aTab()
  const body =
    '<p>See <a href="/">this</a>.</p><p><a class="btn" href="/">One</a></p><p id="two"><a href="/">Two</a></p>'
  const page = `<!DOCTYPE html><link rel="stylesheet" href="${asset('umbel.css')}"><body>${body}`
  const found = async (ask: string, change: string) => {
    await show(tab, page, 'light')
    await tab.page.evaluate(`(({ style }) => { ${change} })(document.querySelector('#two a'))`)
    return (await tab.page.evaluate<string[]>(`inPage.${ask}()`)).map((fault) => fault.replace(/: <.*/s, ''))
  }
  assert.deepEqual(await found('focus', ''), [])
  assert.deepEqual(await found('focus', 'style.outline = 0'), ['no ring'])
  assert.deepEqual(await found('focus', 'style.outlineColor = "#f4f1f3"'), ['a faint ring'])
  assert.deepEqual(await found('focus', 'two.style.overflow = "hidden"; two.style.width = "3ch"'), ['a ring cut off'])
  const covered = 'covered while it has the focus'
  const lies = 'document.querySelector("p").style.cssText = "position: fixed; inset: 0"'
  assert.deepEqual(await found('focus', lies), [covered, covered])
  assert.deepEqual(await found('focus', 'document.querySelector(".btn").tabIndex = 2'), ['out of the order'])
  assert.deepEqual(await found('focus', 'two.style.position = "fixed"; two.style.top = 0'), [
    'not in the order of the page',
  ])
  assert.deepEqual(await found('sideways', 'two.style.width = "2000px"'), ['wider than the screen'])
  assert.deepEqual(await found('sideways', 'two.style.cssText = "width: 2ch; overflow: auto; white-space: nowrap"'), [
    'cut off or scrolled',
  ])
  assert.deepEqual(await found('touch', ''), ['40 px tall', '18 px tall'])
  await tab.page.close()
})

test('OPS-5 the theme changes colors and nothing else', () => {
  const folder = new URL('../../web/', import.meta.url)
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.css'))) {
    const css = readFileSync(new URL(name, folder), 'utf8')
    for (const [, block = ''] of css.matchAll(/prefers-color-scheme[^{]*\{([^{}]*\{[^{}]*\})*\s*\}/g))
      for (const [, property = ''] of block.matchAll(/(?:^|[{;])\s*([a-z-]+)\s*:/g))
        assert.match(property, /^--/, `${name} changes ${property} with the theme`)
  }
})
