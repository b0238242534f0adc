import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ConfigError, CrossbookError, type ErrorCode, retryOf } from '../../src/core/index.ts'
import { ERROR_TABLE } from './error-table.ts'

test('docs/errors.md has one row per code, with the retry class of the code', () => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \| (\w+) \|/gm)].map(([, code, retry]) => [
    code,
    retry,
  ])
  const codes = Object.keys(ERROR_TABLE) as ErrorCode[]
  expect(documented).toEqual(codes.map((code) => [code, retryOf(code)]))
  expect(documented).toEqual(Object.entries(ERROR_TABLE))
})

test('an error carries code, retry class, cause and frozen context', () => {
  const cause = new Error('underneath')
  const error = new ConfigError('UNKNOWN_VENUE', 'Looking for a venue: …', {
    cause,
    context: { found: 'x' },
  })
  expect(error).toBeInstanceOf(CrossbookError)
  expect([error.name, error.code, error.retry, error.cause]).toEqual([
    'ConfigError',
    'UNKNOWN_VENUE',
    'never',
    cause,
  ])
  expect(Object.isFrozen(error.context)).toBe(true)
})
