import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'

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
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
  const faults: string[] = []
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
      const page = await context.newPage()
      let here = ''
      page.on('console', (message) => message.type() === 'error' && faults.push(`${here}: ${message.text()}`))
      page.on('pageerror', (error) => faults.push(`${here}: ${error.message}`))
      for (const name of names.filter((each) => only.length === 0 || only.includes(each))) {
        for (const width of widths) {
          here = `${name} ${colorScheme} ${width}`
          await page.setViewportSize({ width, height: 860 })
          await page.goto(`${origin}/gallery/${name}`)
          const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          if (Number(wide) > 0) faults.push(`${here}: ${wide} px too wide`)
          if (width !== 320)
            await page.screenshot({
              path: new URL(`${name}-${colorScheme}-${width}.png`, output).pathname,
              fullPage: true,
            })
          const report = await new AxeBuilder({ page }).analyze()
          for (const { id, nodes } of report.violations) {
            for (const node of nodes)
              faults.push(`${here}: ${id} ${node.target.join(' ')} ${node.failureSummary ?? ''}`)
          }
        }
      }
      await context.close()
    }
  } finally {
    await browser.close()
  }
  for (const fault of new Set(faults)) console.log(fault)
  console.log(`${faults.length} faults`)
  return faults.length === 0
}
