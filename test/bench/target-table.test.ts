import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { KEEPS } from '../../bench/kit/benches.ts'
import { benchmarksPage } from '../../bench/kit/benchmarks-page.ts'
import { isMet, standings } from '../../bench/kit/target-table.ts'
import { type Figure, TARGETS, type Target } from '../../bench/kit/targets.ts'
import { result } from './results.ts'

const FASTER = 'crossbook is faster by'
const CCXT: Figure = { section: 'book-1000', row: 'ccxt', column: FASTER }
const PARSE: Figure = { section: 'book-1000', row: '`JSON.parse`', column: FASTER }

const SOAK = result({ id: 'soak', columns: ['', 'MB'], rows: [['heap', '20.0 → 21.0']] })

function target(facts: Partial<Target>): Target {
  return { work: 'work', figure: CCXT, reach: 'atLeast', bound: 10, unit: '× ccxt', ...facts }
}

/** Measured, and whether that is enough. */
function standing(facts: Partial<Target>, major = 20): readonly [number, boolean | undefined] {
  const [found] = standings([target(facts)], [result({ scope: '664 B' }), SOAK], major)
  if (found === undefined) throw new Error('The target is not of this version')
  return [found.measured, isMet(found)]
}

describe('a target', () => {
  test.each<[string, Partial<Target>, readonly [number, boolean | undefined]]>([
    ['is met above its bound', { bound: 10 }, [10.6, true]],
    ['is met at its bound', { bound: 10.6 }, [10.6, true]],
    ['is not met below it', { bound: 11 }, [10.6, false]],
    ['of at most is met below its bound', { reach: 'atMost', bound: 11 }, [10.6, true]],
    ['of at most is not met above it', { reach: 'atMost', bound: 10 }, [10.6, false]],
    ['may be a ratio', { figure: { ratio: [CCXT, PARSE] } }, [10.6 / 4.1, false]],
    ['may be the smaller of two', { figure: { least: [CCXT, PARSE] } }, [4.1, false]],
    [
      'may be what a number grew to',
      {
        figure: { growth: { section: 'soak', row: 'heap', column: 'MB' } },
        reach: 'atMost',
        bound: 1.1,
      },
      [1.05, true],
    ],
    [
      'is no growth where one number is told',
      { figure: { growth: CCXT } },
      [Number.NaN, undefined],
    ],
    [
      'without its table is not measured',
      { figure: { ...CCXT, section: 'x' } },
      [Number.NaN, undefined],
    ],
    ['without its row is not measured', { figure: { ...CCXT, row: 'x' } }, [Number.NaN, undefined]],
    [
      'with half of its ratio is not measured',
      { figure: { ratio: [CCXT, { ...PARSE, row: 'x' }] } },
      [Number.NaN, undefined],
    ],
    [
      'with one of two is not measured',
      { figure: { least: [CCXT, { ...PARSE, row: 'x' }] } },
      [Number.NaN, undefined],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(standing(facts)).toEqual(expected)
  })

  test('is never met by another version of Node', () => {
    expect(standing({ bound: 10 }, 24)).toEqual([Number.NaN, undefined])
  })

  test('of one version is not asked of another', () => {
    expect(standings([target({ node: 24 })], [result({})], 20)).toEqual([])
  })
})

describe('the page', () => {
  const scope = '664 B, 1,000 levels a side'
  const page = benchmarksPage([result({ scope })], 'ccxt 4')

  test('begins with the targets, with frame size and levels, and says what was not measured', () => {
    expect(page.match(/^## .*/m)?.[0]).toBe('## Targets')
    expect(page).toContain(`(hot) | ${scope} | ≥ 40 × ccxt | 10.6 | **no** |`)
    expect(page).toContain('| limit order written and signed |  | ≤ 3,000 ns | not measured |  |')
    expect(page).toContain('### Node 24\n\nNothing was measured on it.')
  })

  test('says of which benches nothing is kept', () => {
    const [, absent = ''] = /^- Not kept yet of Node 20: (.*)\.$/m.exec(page) ?? []
    expect(absent).toContain('`bench/venues.bench.ts`')
    expect(absent).not.toContain('`bench/book.bench.ts`')
  })

  test('knows every bench', () => {
    const files = readdirSync('bench').filter((name) => name.endsWith('.bench.ts'))
    expect(files.map((name) => name.replace('.bench.ts', '')).sort()).toEqual(
      Object.keys(KEEPS).sort(),
    )
  })

  test('counts every target once', () => {
    const [, met, not, absent] =
      /### Node 20: (\d+) met, (\d+) not met, (\d+) not measured/.exec(page) ?? []
    const asked = TARGETS.filter(({ node }) => node !== 24)
    expect(Number(met) + Number(not) + Number(absent)).toBe(asked.length)
  })

  test('holds every table after them, with its day, version and machine', () => {
    const place = '(2026-11-27, Node v20.20.2, linux)'
    expect(page.indexOf(place)).toBeGreaterThan(page.indexOf('### Node 24'))
    expect(page).toContain('| ccxt | none | 10.6× |')
  })
})
