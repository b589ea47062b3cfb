#!/usr/bin/env node
import { run } from './bootstrap.js'

await run('bin/umbel.ts', { cwd: process.cwd() })
