import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { type Page, chromium as playwright } from 'playwright-core'

const output = new URL('./output/', import.meta.url)
const widths = [1280, 390, 320]

/**
 * Takes a picture of each page in both themes and checks it: axe, what the content policy stopped, and whether it has
 * to be scrolled sideways.
 * @param only names of pages; all when empty
 * @returns whether nothing was found
 */
export async function takeShots(origin: string, names: readonly string[], only: readonly string[]): Promise<boolean> {
  mkdirSync(output, { recursive: true })
  const faults: string[] = []
  const chosen = names.filter((name) => only.length === 0 || only.includes(name))
  // A browser for each theme: this build of Chromium ends with its first context.
  for (const theme of ['light', 'dark'] as const) {
    const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
    try {
      await shootAll(
        await browser.newPage({ colorScheme: theme, reducedMotion: 'reduce' }),
        origin,
        chosen,
        theme,
        faults,
      )
    } finally {
      await browser.close()
    }
  }
  for (const fault of new Set(faults)) console.log(fault)
  console.log(`${faults.length} faults`)
  return faults.length === 0
}

async function shootAll(
  page: Page,
  origin: string,
  names: readonly string[],
  theme: string,
  faults: string[],
): Promise<void> {
  let here = ''
  page.on('console', (message) => message.type() === 'error' && faults.push(`${here}: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`${here}: ${error.message}`))
  for (const name of names) {
    for (const width of widths) {
      here = `${name} ${theme} ${width}`
      await page.setViewportSize({ width, height: 860 })
      await page.goto(`${origin}/gallery/${name}`)
      const path = new URL(`${name}-${theme}-${width}.png`, output).pathname
      const wide = Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'))
      if (wide > 0) faults.push(`${here}: ${wide} px too wide`)
      if (width !== 320) await page.screenshot({ path, fullPage: true })
      if (width === 390) continue
      const report = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      for (const { id, nodes } of report.violations) {
        for (const node of nodes) faults.push(`${here}: ${id} ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
      }
    }
  }
}
