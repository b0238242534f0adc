import { expect, test } from 'vitest'
import {
  ACCOUNT,
  amounts,
  fill,
  GRID,
  LINEAR,
  MAKER,
  mark,
  numbers,
  portfolioOf,
  SPOT,
  transfer,
  withMultiplier,
} from './events-of.ts'

test('fills of strange orders go to the account’s own line', () => {
  const portfolio = portfolioOf([
    fill(SPOT, '1', '100'),
    fill(SPOT, '2', '110', { strategy: '' }),
    transfer('7', 'USDT'),
  ])
  expect(portfolio.strategies()).toEqual([GRID])
  expect(amounts(portfolio.strategy(GRID)?.holdings ?? [])).toEqual({ BTC: '1', USDT: '-100' })
  expect(amounts(portfolio.foreign().holdings)).toEqual({ BTC: '2', USDT: '-213' })
  expect(amounts(portfolio.total().holdings)).toEqual({ BTC: '3', USDT: '-313' })
  expect(portfolio.strategy(MAKER)).toBeUndefined()
})

test('where strategies hold opposite positions, the venue has realised what they have not', () => {
  // Grid long 1 at 100, maker short 1 at 110: the account closed at 110, 0.01 × 10 = 0.1 realised. The strategies hold on.
  const portfolio = portfolioOf([
    fill(LINEAR, '1', '100'),
    fill(LINEAR, '-1', '110', { strategy: 'maker' }),
    mark(LINEAR, '130'),
  ])
  expect(numbers(portfolio, LINEAR)).toEqual(['0', undefined, '0.1', '0'])
  expect(amounts(portfolio.netted().holdings)).toEqual({ USDT: '0.1' })
  // 0.01 × 30 and 0.01 × −20
  expect(portfolio.lineEquity(GRID).equity?.toFixed()).toBe('0.3')
  expect(portfolio.lineEquity(MAKER).equity?.toFixed()).toBe('-0.2')
  const [total] = portfolio.total().positions
  expect([total?.quantity, total?.realised, total?.unrealised].map(String)).toEqual([
    '0',
    '0',
    '0.1',
  ])
  expect(portfolio.equity().equity?.toFixed()).toBe('0.1')
  expect(portfolio.netted().roundTrips).toBe(1)
  expect(portfolio.total().roundTrips).toBe(0)
})

test('hit ratio: closed round trips with a result above 0, fees taken off', () => {
  const portfolio = portfolioOf([
    fill(LINEAR, '1', '100'),
    fill(LINEAR, '1', '110'),
    fill(LINEAR, '-2', '106'), // 0.01 × 2 × 1: won
    fill(LINEAR, '-1', '100'),
    fill(LINEAR, '2', '101'), // −0.01: lost, and a new one opens
    fill(LINEAR, '-1', '101'), // 0: not won
    fill(LINEAR, '1', '100'),
    fill(LINEAR, '-1', '101', { fee: ['0.01', 'USDT'] }), // 0.01 − 0.01: not won
    fill(LINEAR, '1', '100'), // still open
  ])
  expect(portfolio.strategy(GRID)).toMatchObject({ roundTrips: 4, wonRoundTrips: 1 })
  expect(portfolio.strategy(GRID)?.hitRatio?.toFixed()).toBe('0.25')
  expect(portfolio.foreign().hitRatio).toBeUndefined()
})

test('terms of an instrument stay, but for a multiplier while nothing is held', () => {
  const other = withMultiplier(LINEAR, '1')
  const portfolio = portfolioOf([mark(LINEAR, '100'), fill(LINEAR, '1', '100')])
  const before = portfolio.snapshot()
  expect(() => portfolio.apply(fill(other, '1', '100'))).toThrow(
    'expected linear BTC/USDT, multiplier 0.01, settled in USDT as before, was linear BTC/USDT, multiplier 1,',
  )
  expect(portfolio.snapshot()).toEqual(before)
  portfolio.apply(fill(LINEAR, '-1', '200'))
  portfolio.apply(fill(other, '1', '90'))
  // 0.01 × 100 before; now 1 × 10 at the mark of 100.
  expect(numbers(portfolio, LINEAR)).toEqual(['1', '90', '1', '10'])
  const { contract: _, ...bare } = LINEAR
  expect(() => portfolio.apply(fill(bare, '1', '1'))).toThrow('expected contract terms')
  expect(portfolio.position(ACCOUNT, SPOT)).toBeUndefined()
})
