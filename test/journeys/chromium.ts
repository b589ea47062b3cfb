import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium as playwright } from 'playwright-core'

const root = join(import.meta.dirname, '../..')
// As root Chromium has no sandbox; and fonts must not depend on the screen.
const args = ['--no-sandbox', '--font-render-hinting=none', '--disable-gpu']

/**
 * Starts a Chromium: the one that CHROMIUM_PATH names, or the one that came with the packages.
 * @throws Error saying what to do when there is none that starts
 */
export async function startChromium(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH
  if (given) return playwright.launch({ executablePath: given, args })
  const folder = await unpacked()
  const executablePath = join(folder, 'chromium')
  // A computer without fonts or without the libraries that Chromium needs gets those that were packed along.
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') }
  try {
    return await playwright.launch({ executablePath, args, env: { ...process.env, ...fonts } })
  } catch (error) {
    if (!/shared libraries/.test(String(error))) throw error
    const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
    try {
      return await playwright.launch({ executablePath, args, env: { ...process.env, ...fonts, ...libraries } })
    } catch (again) {
      throw new Error('The packaged Chromium does not start. Set CHROMIUM_PATH to one that does.', { cause: again })
    }
  }
}

/**
 * Unpacks Chromium once for everybody on this computer, under the name of its version. Several test files may do it at
 * once: each into a folder of its own, and the first that is done gives it its name, which is one step or none.
 */
async function unpacked(): Promise<string> {
  const { uid } = userInfo()
  const folder = join(tmpdir(), `umbel-chromium-${version()}-${process.arch}-${uid}`)
  if (await isOurs(folder, uid)) return folder
  const draft = await mkdtemp(`${folder}-`)
  try {
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', 'import c from "@sparticuz/chromium"; await c.executablePath()'],
      // That is what makes it unpack libraries, too.
      { cwd: root, env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' } },
    )
    const fonts = join(draft, 'fonts', 'fonts.conf')
    await writeFile(fonts, (await readFile(fonts, 'utf8')).replaceAll('/tmp/fonts', join(folder, 'fonts')))
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!(await isOurs(folder, uid))) throw error
  }
  return folder
}

async function isOurs(folder: string, uid: number): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  if (found && found.uid !== uid && uid !== -1) throw new Error(`${folder} belongs to somebody else. Remove it.`)
  return found !== undefined
}

// The package does not let its package.json be imported.
function version(): string {
  const require = createRequire(import.meta.url)
  const main = require.resolve('@sparticuz/chromium')
  const { version } = require(join(main.slice(0, main.lastIndexOf('/build/')), 'package.json')) as { version: string }
  return version
}
