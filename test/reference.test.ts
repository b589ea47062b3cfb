import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { controlManual } from '../bin/commands/control.ts'
import { logInManual } from '../bin/commands/explain-log-in.ts'
import { heldManual } from '../bin/commands/held.ts'
import { settingsManual } from '../bin/commands/settings.ts'

const generated = {
  'docs/reference/settings.md': settingsManual,
  'docs/reference/control.md': controlManual,
  'docs/reference/held.md': heldManual,
  'docs/log-in.md': logInManual,
}

for (const [file, make] of Object.entries(generated)) {
  test(`${file} is what the code says; run this with UPDATE=1 to write it anew`, () => {
    const path = new URL(`../${file}`, import.meta.url)
    if (process.env.UPDATE) writeFileSync(path, make())
    assert.equal(readFileSync(path, 'utf8'), make())
  })
}

test('every dependency is recorded with its reason, and its version is exact', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  const record = readFileSync(new URL('../docs/decisions/0001-dependencies.md', import.meta.url), 'utf8')
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is pinned`)
    assert.ok(record.includes(`\`${name}\``), `docs/decisions/0001-dependencies.md has a reason for ${name}`)
  }
})

test('the lock file names no place to download from', () => {
  assert.doesNotMatch(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'), /"resolved"/)
})
