import { type Gallery, galleryApp, openGallery } from './gallery-server.ts'
import { viewsIn } from './gallery-views.ts'

/**
 * Shows every page of the house, in English and, as `name.de`, in German, for looking at: `node test/gallery.ts`, then open the address it prints.
 * With `--shots` it also takes pictures of them into test/output/ and checks them with axe, and then ends.
 */
const german = Object.entries(viewsIn('de')).map(([name, view]) => [`${name}.de`, view])
const pages: Gallery = { ...viewsIn('en-US'), ...Object.fromEntries(german) }
const { origin, close } = await openGallery(galleryApp(pages), Number(process.env.PORT ?? 0))
console.log(origin)
if (process.argv.includes('--shots')) {
  const { takeShots } = await import('./gallery-shots.ts')
  process.exitCode = (await takeShots(origin, Object.keys(pages), process.argv.slice(3))) ? 0 : 1
  close()
}
