import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const SOURCES = new URL('../../../src/', import.meta.url).pathname

test('one function makes what is approved, and the risk manager alone calls it', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
  const having = (pattern: RegExp): readonly string[] =>
    files.filter((file) => pattern.test(readFileSync(`${SOURCES}${file}`, 'utf8'))).sort()
  expect(files.length).toBeGreaterThan(300)
  expect(having(/\bas Approved\b/)).toEqual(['trader/risk/approve.ts'])
  expect(having(/\/approve\.ts'/)).toEqual(['trader/risk/risk-manager.ts'])
})
