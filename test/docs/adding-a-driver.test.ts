import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { driverFiles } from '../../src/cli/create-driver/driver-files.ts'
import { driverName } from '../../src/cli/create-driver/driver-name.ts'
import type { ExchangeDriver } from '../../src/core/index.ts'
import { conformance } from '../../src/testing/index.ts'
import { pageFiles } from './page-files.ts'
import { root } from './snippets.ts'
import { simulatedTidepool } from './tidepool-venue.ts'

const files = pageFiles('docs/adding-a-driver.md')

/** Inside the repository, so that its imports are those of the sources; ignored by git. */
const FOLDER = `${root}.cache/made-up-driver`
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
for (const [name, code] of Object.entries(files)) writeFileSync(`${FOLDER}/${name}`, code)
const { tidepool } = (await import(`${FOLDER}/index.ts`)) as { tidepool: () => ExchangeDriver }

describe('the page that builds a driver', () => {
  test('does it in less than 200 lines of code, the test included', () => {
    const lines = Object.values(files)
      .flatMap((code) => code.split('\n'))
      .filter((line) => !/^\s*(?:$|\/\/|\/\*\*.*\*\/$)/.test(line))
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.length).toBeLessThan(200)
  })

  test('imports public entries and its own files only', () => {
    const from = Object.values(files).flatMap((code) =>
      [...code.matchAll(/ from '([^']+)'/g)].map(([, name = '']) => name),
    )
    const outside = new Set(from.filter((name) => !/^\.\/[a-z]+\.ts$/.test(name)))
    expect([...outside].sort()).toEqual([
      'crossbook',
      'crossbook/driver-kit',
      'crossbook/testing',
      'node:test',
    ])
  })

  test('shows the code that `crossbook create-driver` writes', () => {
    const written = driverFiles(driverName('tidepool'))
    const code = Object.keys(written).filter((name) => name.endsWith('.ts'))
    expect(Object.keys(files).sort()).toEqual(code.sort())
    for (const name of code) expect(files[name]).toBe(written[name])
  })
})

describe('the driver of the page, on its simulated venue', () => {
  const checks = conformance({ driver: tidepool(), simulate: simulatedTidepool })

  test('leaves out no clause but those of what the venue does not have', () => {
    expect(checks.flatMap(({ id, skip }) => (skip === undefined ? [] : [id])).sort()).toEqual([
      'B10',
      'B8',
      'R5',
    ])
  })

  for (const { title, skip, run } of checks)
    test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
})
