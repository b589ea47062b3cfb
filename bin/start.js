import { run } from './bootstrap.js'

await run('src/main.ts')
