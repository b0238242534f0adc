import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountId, Decimal, strategyId } from '../../../src/core/index.ts'
import type { Portfolio, PortfolioEvent } from '../../../src/trader/index.ts'
import {
  ACCOUNT,
  amounts,
  dec,
  fill,
  GRID,
  LINEAR,
  MAKER,
  portfolioOf,
  SPOT,
  USDT,
} from './events-of.ts'

function funding(amount: string, of = LINEAR, strategy?: string): PortfolioEvent {
  return {
    type: 'funding',
    account: ACCOUNT,
    asset: USDT,
    amount: dec(amount),
    instrument: of,
    timeUs: 2,
    ...(strategy !== undefined && { strategy: strategyId(strategy) }),
  }
}

/** What grid, maker and the account's own line got, and what the whole account did. */
function shares(portfolio: Portfolio): readonly (string | undefined)[] {
  const lines = [
    portfolio.strategy(GRID),
    portfolio.strategy(MAKER),
    portfolio.foreign(),
    portfolio.netted(),
  ]
  return lines.map((line) => amounts(line?.funding ?? [])['USDT'])
}

const maker = (quantity: string): PortfolioEvent =>
  fill(LINEAR, quantity, '100', { strategy: 'maker' })
const strange = (quantity: string): PortfolioEvent =>
  fill(LINEAR, quantity, '100', { strategy: '' })

describe('a funding payment', () => {
  test.each([
    ['one strategy holds all', [], ['-6', undefined, undefined, '-6']],
    ['two hold the same way', [maker('1')], ['-4.5', '-1.5', undefined, '-6']],
    ['one is short: it is paid', [maker('-1')], ['-9', '3', undefined, '-6']],
    ['another holds by hand', [strange('3')], ['-3', undefined, '-3', '-6']],
    ['their sum is nothing', [maker('-3')], [undefined, undefined, '-6', '-6']],
  ])('is split by what each holds of the instrument: %s', (_, more, expected) => {
    const portfolio = portfolioOf([fill(SPOT, '9', '100', { strategy: 'maker' })])
    for (const event of [fill(LINEAR, '3', '100'), ...more, funding('-6')]) portfolio.apply(event)
    expect(shares(portfolio)).toEqual(expected)
  })

  test('of an instrument that nobody holds is the account’s own', () => {
    const portfolio = portfolioOf([fill(SPOT, '3', '100'), funding('-6')])
    expect(shares(portfolio)).toEqual([undefined, undefined, '-6', '-6'])
  })

  test('that is told whose it is, is not split', () => {
    const portfolio = portfolioOf([fill(LINEAR, '3', '100'), funding('-6', LINEAR, 'maker')])
    expect(shares(portfolio)).toEqual([undefined, '-6', undefined, '-6'])
  })

  test('counts both positions of hedge mode, and the one account alone', () => {
    const long = fill(LINEAR, '5', '100', { positionSide: 'long' })
    const short = fill(LINEAR, '-2', '100', { positionSide: 'short' })
    const other = fill(LINEAR, '7', '100', { strategy: 'maker' })
    const elsewhere = { ...other, fill: { ...other.fill, account: accountId('another') } }
    const portfolio = portfolioOf([long, short, maker('1'), elsewhere, funding('-4')])
    expect(shares(portfolio)).toEqual(['-3', '-1', undefined, '-4'])
  })

  test('is in parts what it is whole, to the last digit, and each part within a digit of its due', () => {
    const quantity = fc.integer({ min: -9, max: 9 }).filter((each) => each !== 0)
    const holders = fc.array(fc.tuple(fc.constantFrom('grid', 'maker', ''), quantity), {
      minLength: 1,
      maxLength: 12,
    })
    const amount = fc
      .integer({ min: -10_000_000, max: 10_000_000 })
      .map((each) => dec(each).div(1e6))
    fc.assert(
      fc.property(holders, amount, (held, paid) => {
        const fills = held.map(([strategy, each]) =>
          fill(LINEAR, String(each), '100', { strategy }),
        )
        const portfolio = portfolioOf([...fills, funding(paid.toFixed())])
        const [grid, of, own, whole] = shares(portfolio).map((each) => dec(each ?? 0))
        const parts = [grid, of, own].reduce<Decimal>((sum, each) => sum.plus(each ?? 0), dec(0))
        expect(parts.toFixed()).toBe(paid.toFixed())
        expect(whole?.toFixed()).toBe(paid.toFixed())
        const net = held.reduce((sum, [, each]) => sum + each, 0)
        if (net === 0) return
        for (const [name, share] of [['grid', grid] as const, ['maker', of] as const]) {
          const due = held.reduce((sum, [each, much]) => sum + (each === name ? much : 0), 0)
          const off = Decimal.max(0, (share ?? dec(0)).times(net).minus(paid.times(due)).abs())
          expect(off.lte(dec('0.00000000000000000000001').times(99))).toBe(true)
        }
      }),
    )
  })
})
