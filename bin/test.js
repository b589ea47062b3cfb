import { run } from './bootstrap.js'

await run('test/run.ts', { development: true })
