import { Decimal as OtherDecimal } from 'decimal.js'
import { describe, expect, test } from 'vitest'
import { Portfolio, type PortfolioEvent } from '../../../src/trader/index.ts'
import {
  minus,
  plus,
  ratio,
  reciprocal,
  share,
  taken,
  times,
} from '../../../src/trader/portfolio/exact.ts'
import {
  ACCOUNT,
  dec,
  fill,
  INVERSE,
  LINEAR,
  mark,
  portfolioOf,
  SPOT,
  transfer,
  USDT,
} from './events-of.ts'

const NINES = '9'.repeat(60)

describe('sums and products', () => {
  test.each([
    ['1', '-1', '0'],
    ['0.1', '0.2', '0.3'],
    [NINES, '0', NINES],
    [`0.${NINES}`, `0.${'0'.repeat(59)}1`, '1'],
    ['1e59', '-1', NINES.slice(1)],
    [`1${'0'.repeat(70)}`, `1${'0'.repeat(40)}`, `1${'0'.repeat(29)}1${'0'.repeat(40)}`],
  ])('%s + %s = %s', (a, b, expected) => {
    expect(plus(dec(a), dec(b)).toFixed()).toBe(expected)
    expect(minus(dec(a), dec(b).negated()).toFixed()).toBe(expected)
  })

  test.each([
    [NINES, '0.1'],
    [NINES, '1'.padEnd(61, '0')],
    ['1e59', '0.1'],
    ['1e300', '1e-300'],
  ])('%s + %s has too many digits: an error', (a, b) => {
    expect(() => plus(dec(a), dec(b))).toThrow('expected at most 60 digits')
  })

  test('a product is whole, or an error', () => {
    expect(times(dec('1'.repeat(30)), dec('2'.repeat(30))).precision()).toBeLessThanOrEqual(60)
    expect(times(dec(`5e-30`), dec(`2${'0'.repeat(59)}`)).toFixed()).toBe(`1${'0'.repeat(30)}`)
    expect(times(dec(`${'1'.repeat(31)}`), dec(`5${'0'.repeat(30)}`)).precision()).toBe(31)
    expect(() => times(dec('1'.repeat(31)), dec('1'.repeat(31)))).toThrow('nothing was rounded')
    expect(Object.is(times(dec(0), dec(-5)).digits, 0)).toBe(true)
  })
})

describe('quotients', () => {
  test.each([
    ['10', '1', '3', '3.333333333333333333333333'],
    ['-10', '1', '3', '-3.333333333333333333333333'],
    ['20', '1', '3', '6.666666666666666666666667'],
    ['0.000000000000000000000005', '1', '10', '0'], // 0.5 units: to even
    ['0.000000000000000000000015', '1', '10', '0.000000000000000000000002'], // 1.5 units: to even
    ['460', '2', '4', '230'],
  ])('the share of %s that %s has in %s is %s', (whole, part, of, expected) => {
    expect(share(dec(whole), [dec(part), dec(of)], 24).toFixed()).toBe(expected)
  })

  test('a share whose 24 fraction digits do not fit beside what stands before them is an error', () => {
    expect(() => share(dec('1e40'), [dec(1), dec(3)], 24)).toThrow('expected at most 60 digits')
  })

  test('reciprocals and ratios have 24 digits', () => {
    expect(reciprocal(dec(3)).toFixed()).toBe(`0.${'3'.repeat(24)}`)
    expect(reciprocal(dec('61737.63')).precision()).toBe(24)
    expect(ratio(dec(2), dec(3)).toFixed()).toBe(`0.${'6'.repeat(23)}7`)
  })
})

test('what is taken is a Decimal of ours, of 60 digits at most', () => {
  expect(taken('a number', dec(NINES)).toFixed()).toBe(NINES)
  expect(() => taken('a number', dec(`${NINES}.1`))).toThrow('expected at most 60 digits')
  expect(() => taken('a number', new OtherDecimal(1) as never)).toThrow('expected a Decimal, was 1')
})

describe('an event that cannot be booked is not booked in part', () => {
  const start = [
    transfer('5', 'USDT'),
    fill(SPOT, '1', '100'),
    fill(LINEAR, '-3', '61000.1'),
    fill(INVERSE, '-3', '61000.1'),
    mark(LINEAR, '60000', 3),
    mark(INVERSE, '60000', 3),
    mark('BTC', '60000', 3),
  ]
  const tiny = `0.${'0'.repeat(50)}1`
  const mainFee = { fee: [`1${'0'.repeat(20)}.${'0'.repeat(30)}1`, 'USDT'] } as const
  test.each<[string, PortfolioEvent]>([
    ['a price times a quantity', fill(SPOT, '1.'.padEnd(33, '7'), '1.'.padEnd(33, '7'))],
    ['a balance', transfer('1e-60', 'BTC')],
    ['a new strategy’s first fill', fill(SPOT, tiny, '1e30', { strategy: 'maker', ...mainFee })],
    ['a position', fill(LINEAR, tiny, '60000.000001')],
    ['a price of 0', fill(SPOT, '1', '0')],
    ['a quantity of 0', fill(SPOT, '0', '1')],
    ['a fee of no asset', fill(SPOT, '1', '1', { fee: ['1', 'U S'] })],
    ['a mark of 0', mark('BTC', '0', 4)],
    ['a mark of 25 digits', mark('BTC', `1.${'3'.repeat(24)}`, 4)],
    ['an instrument’s mark of 25 digits', mark(LINEAR, `1.${'3'.repeat(24)}`, 4)],
    ['a time that is none', mark('BTC', '1', 4.5)],
    ['a time before 1970', transfer('1', 'USDT', -1)],
  ])('%s', (_, event) => {
    const portfolio = portfolioOf(start)
    const before = portfolio.snapshot()
    const equity = portfolio.equity()
    expect(equity.equity).toBeDefined()
    expect(() => portfolio.apply(event)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/INVALID_(NUMBER|ID)/) }),
    )
    expect(portfolio.snapshot()).toEqual(before)
    expect(portfolio.equity()).toEqual(equity)
    expect(portfolio.apply(fill(SPOT, '1', '100'))).toBe('applied')
  })
})

describe('restoring', () => {
  const damages: [string, (snapshot: ReturnType<Portfolio['snapshot']>) => object][] = [
    ['another layout', (whole) => ({ ...whole, version: 2 })],
    ['another reporting asset', (whole) => ({ ...whole, reportingAsset: 'EUR' })],
    ['a part is missing', ({ netted: _, ...rest }) => rest],
    ['no list', (whole) => ({ ...whole, locks: 5 })],
    ['no pair', (whole) => ({ ...whole, locks: [5] })],
    ['an instrument that is not listed', (whole) => ({ ...whole, instruments: [] })],
    [
      'a number that is none',
      (whole) => JSON.parse(JSON.stringify(whole).replace('"61000.1"', '"6e"')),
    ],
    [
      'a number of too many digits',
      (whole) => JSON.parse(JSON.stringify(whole).replace('"61000.1"', `"${NINES}.1"`)),
    ],
    [
      'a number as a double',
      (whole) => JSON.parse(JSON.stringify(whole).replace('"61000.1"', '61000.1')),
    ],
    [
      'a word that is none of ours',
      (whole) => JSON.parse(JSON.stringify(whole).replace('"inverse"', '"sideways"')),
    ],
    [
      'a time that is no integer',
      (whole) => JSON.parse(JSON.stringify(whole).replace('"timeUs":3', '"timeUs":3.5')),
    ],
  ]
  test.each(damages)('%s: an error, and nothing has changed', (_, damage) => {
    const snapshot = portfolioOf([
      fill(INVERSE, '-3', '61000.1'),
      mark(INVERSE, '60000', 3),
      {
        type: 'positionAdjust',
        account: ACCOUNT,
        instrument: LINEAR,
        quantity: dec(1),
        price: dec(1),
        reason: 'why',
        timeUs: 3,
      },
    ]).snapshot()
    const portfolio = portfolioOf([transfer('7', 'USDT')])
    const before = portfolio.snapshot()
    const damaged = damage(JSON.parse(JSON.stringify(snapshot)))
    expect(() => portfolio.restore(damaged as typeof snapshot)).toThrow(
      'Restoring a snapshot: expected',
    )
    expect(portfolio.snapshot()).toEqual(before)
    portfolio.restore(JSON.parse(JSON.stringify(snapshot)))
    expect(portfolio.snapshot()).toEqual(snapshot)
  })

  test('with a smaller memory of ids, the oldest are forgotten', () => {
    const events = Array.from({ length: 5 }, (_, i) =>
      fill(SPOT, '1', '100', { timeUs: i * 10_000_000 }),
    )
    const small = new Portfolio({ reportingAsset: USDT, maxSeenIds: 2 })
    small.restore(portfolioOf(events).snapshot())
    expect(events.map((event) => small.apply(event))).toEqual([
      'beyondMemory',
      'beyondMemory',
      'beyondMemory',
      'duplicate',
      'duplicate',
    ])
  })
})

test.each([{ maxSeenIds: 0 }, { maxSeenIds: 1.5 }, { maxAdjustments: -1 }])(
  'limits are integers from 1: %o',
  (options) => {
    expect(() => portfolioOf([], options)).toThrow('expected max')
  },
)
