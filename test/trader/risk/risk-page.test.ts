import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BREAKER_NAMES, DENIAL_REASONS, LIMITS } from '../../../src/trader/index.ts'
import { CHECKS } from '../../../src/trader/risk/checks.ts'
import { BREAKER_RULES } from '../../../src/trader/risk/risk-options.ts'

const page = readFileSync(new URL('../../../docs/concepts/risk.md', import.meta.url), 'utf8')

/** Cells of the table whose first heading is this. */
function rows(heading: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const from = lines.findIndex((line) => line.startsWith(`| ${heading} |`)) + 2
  const end = lines.findIndex((line, i) => i >= from && !line.startsWith('|'))
  return lines.slice(from, end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

test('the page has a row a reason, in order, with its setting, default and scopes', () => {
  const limitOf = new Map(CHECKS.flatMap(({ reasons, limit }) => reasons.map((r) => [r, limit])))
  const expected = DENIAL_REASONS.map((reason) => {
    const name = limitOf.get(reason)
    if (name === undefined) return [reason, '–', '–', '–']
    const { default: value, scopes } = LIMITS[name]
    return [reason, name, value === false ? 'off' : value, scopes.join(', ')]
  })
  const found = rows('reason').map(([reason, , , , ...rest]) => [reason, ...rest])
  expect(found).toEqual(expected)
})

test('the page has a row a breaker, with what it does', () => {
  const expected = BREAKER_NAMES.map((name) => {
    const { reset, lets } = BREAKER_RULES[name]
    return [name, reset === 'manual' ? 'manual' : `after ${reset.quietMs} ms`, lets]
  })
  expect(rows('breaker').map(([name, , , resets, lets]) => [name, resets, lets])).toEqual(expected)
})
