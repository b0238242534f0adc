import { describe, expect, test } from 'vitest'
import {
  ACCOUNT,
  amounts,
  BNB,
  BTC,
  dec,
  fill,
  GRID,
  INVERSE,
  LINEAR,
  mark,
  numbers,
  portfolioOf,
  SPOT,
  transfer,
  USDT,
} from './events-of.ts'

describe('spot', () => {
  test('what is sold takes its share of the average cost with it', () => {
    // Bought 1 at 100 and 3 at 120: cost 460, average 115. Sold 2 at 130: 260 − 2 × 115 = 30. Left 2 at 115; at 140: 50.
    const portfolio = portfolioOf([
      fill(SPOT, '1', '100'),
      fill(SPOT, '3', '120'),
      fill(SPOT, '-2', '130'),
      mark(SPOT, '140'),
    ])
    expect(numbers(portfolio, SPOT)).toEqual(['2', '115', '30', '50'])
    // −100 − 360 + 260
    expect(amounts(portfolio.netted().holdings)).toEqual({ BTC: '2', USDT: '-200' })
  })

  test('a fee in base leaves less, which closes the position when it is sold', () => {
    // Bought 1 at 100, fee 0.001 BTC: 0.999 held at 100. Sold 0.999 at 110, fee 0.1 USDT: 0.999 × 10 = 9.99.
    // USDT: −100 + 109.89 − 0.1. The round trip made 9.99 − 0.001 × 100 − 0.1 = 9.79.
    const portfolio = portfolioOf([
      fill(SPOT, '1', '100', { fee: ['0.001', 'BTC'] }),
      fill(SPOT, '-0.999', '110', { fee: ['0.1', 'USDT'] }),
    ])
    expect(numbers(portfolio, SPOT)).toEqual(['0', undefined, '9.99', '0'])
    expect(amounts(portfolio.netted().holdings)).toEqual({ USDT: '9.79' })
    expect(amounts(portfolio.netted().fees)).toEqual({ BTC: '0.001', USDT: '0.1' })
    expect(portfolio.netted()).toMatchObject({ roundTrips: 1, wonRoundTrips: 1 })
  })

  test('a fee in a third asset takes from that asset and leaves the trade alone', () => {
    // 2 BNB at 300 = 600. 1 BTC at 1,000 with a fee of 0.5 BNB: 1.5 BNB left.
    const portfolio = portfolioOf([
      transfer('2', 'BNB'),
      transfer('5000', 'USDT'),
      mark('BNB', '300'),
      mark('BTC', '1000'),
      fill(SPOT, '1', '1000', { fee: ['0.5', 'BNB'] }),
    ])
    expect(amounts(portfolio.netted().holdings)).toEqual({ BNB: '1.5', USDT: '4000', BTC: '1' })
    expect(numbers(portfolio, SPOT)).toEqual(['1', '1000', '0', undefined])
    // 1.5 × 300 + 4,000 + 1,000; 150 less than what was paid in.
    expect(portfolio.equity().equity?.toFixed()).toBe('5450')
    expect(portfolio.performance()?.profit.toFixed()).toBe('-150')
    expect(portfolio.lineEquity(GRID).equity?.toFixed()).toBe('-150')
  })

  test('a rebate is a fee below 0', () => {
    const portfolio = portfolioOf([fill(SPOT, '1', '100', { fee: ['-0.02', 'USDT'] })])
    expect(amounts(portfolio.netted().holdings)).toEqual({ BTC: '1', USDT: '-99.98' })
  })

  test('what is sold without having been bought here is short, though it was paid in', () => {
    const portfolio = portfolioOf([
      transfer('5', 'BTC'),
      fill(SPOT, '-2', '100'),
      fill(SPOT, '1', '90'),
    ])
    // Sold at 100, bought back at 90.
    expect(numbers(portfolio, SPOT)).toEqual(['-1', '100', '10', undefined])
    expect(portfolio.inventory(ACCOUNT, BTC).total.toFixed()).toBe('4')
  })

  test('locks are told, and taken off what is free', () => {
    const portfolio = portfolioOf([transfer('5', 'BTC')])
    const lock = {
      type: 'lock',
      account: ACCOUNT,
      asset: BTC,
      amount: dec('1.5'),
      timeUs: 7,
    } as const
    expect(portfolio.apply(lock)).toBe('applied')
    expect(portfolio.apply({ ...lock, amount: dec(9), timeUs: 6 })).toBe('outdated')
    const { total, locked, free } = portfolio.inventory(ACCOUNT, BTC)
    expect([total, locked, free].map(String)).toEqual(['5', '1.5', '3.5'])
    expect(portfolio.inventory(ACCOUNT, BNB).free.toFixed()).toBe('0')
  })
})

describe('linear futures, 0.01 BTC a contract', () => {
  test('profit is contracts × multiplier × difference of prices', () => {
    // 100 at 60,000 and 100 at 62,000: average 61,000. 50 sold at 63,000: 50 × 0.01 × 2,000 = 1,000.
    // Left 150; at 60,500: 150 × 0.01 × −500 = −750.
    const portfolio = portfolioOf([
      fill(LINEAR, '100', '60000'),
      fill(LINEAR, '100', '62000', { fee: ['3.1', 'USDT'] }),
      fill(LINEAR, '-50', '63000'),
      mark(LINEAR, '60500'),
    ])
    expect(numbers(portfolio, LINEAR)).toEqual(['150', '61000', '1000', '-750'])
    expect(amounts(portfolio.netted().holdings)).toEqual({ USDT: '996.9' })
  })

  test('through zero, what was held is closed and the rest opens at the price of the fill', () => {
    // Long 10 at 50,000; 25 sold at 51,000: 10 × 0.01 × 1,000 = 100, then short 15 at 51,000; at 50,400: 15 × 0.01 × 600 = 90.
    const portfolio = portfolioOf([
      fill(LINEAR, '10', '50000'),
      fill(LINEAR, '-25', '51000'),
      mark(LINEAR, '50400'),
    ])
    expect(numbers(portfolio, LINEAR)).toEqual(['-15', '51000', '100', '90'])
    expect(portfolio.netted()).toMatchObject({ roundTrips: 1, wonRoundTrips: 1 })
  })

  test('short: profit where the price falls', () => {
    const portfolio = portfolioOf([fill(LINEAR, '-4', '50000'), fill(LINEAR, '3', '49000')])
    // 3 × 0.01 × 1,000
    expect(numbers(portfolio, LINEAR)).toEqual(['-1', '50000', '30', undefined])
  })

  test('in hedge mode long and short are apart', () => {
    // Long 10 at 50,000, short 10 at 51,000; at 50,400: +10 × 0.01 × 400 = 40 and +10 × 0.01 × 600 = 60.
    // Then 4 of the short are bought back at 50,000: 4 × 0.01 × 1,000 = 40, left 6 × 0.01 × 600 = 36.
    const long = { positionSide: 'long' } as const
    const short = { positionSide: 'short' } as const
    const portfolio = portfolioOf([
      mark(LINEAR, '50400'),
      fill(LINEAR, '10', '50000', long),
      fill(LINEAR, '-10', '51000', short),
    ])
    // Together they hold nothing: their value needs no mark of BTC, and is 10 × 0.01 × 1,000.
    expect(portfolio.equity().equity?.toFixed()).toBe('100')
    portfolio.apply(fill(LINEAR, '4', '50000', short))
    expect(numbers(portfolio, LINEAR, 'long')).toEqual(['10', '50000', '0', '40'])
    expect(numbers(portfolio, LINEAR, 'short')).toEqual(['-6', '51000', '40', '36'])
    expect(portfolio.position(ACCOUNT, LINEAR)).toBeUndefined()
    expect(portfolio.equity().equity?.toFixed()).toBe('116')
  })

  test('funding is kept apart from profit', () => {
    const portfolio = portfolioOf([fill(LINEAR, '100', '60000')])
    const funding = { type: 'funding', account: ACCOUNT, asset: USDT, timeUs: 8 } as const
    portfolio.apply({ ...funding, amount: dec('-6'), strategy: GRID, paymentId: '1' })
    portfolio.apply({ ...funding, amount: dec('2.5'), paymentId: '2' })
    expect(portfolio.apply({ ...funding, amount: dec('2.5'), paymentId: '2' })).toBe('duplicate')
    expect(amounts(portfolio.strategy(GRID)?.funding ?? [])).toEqual({ USDT: '-6' })
    expect(amounts(portfolio.foreign().funding)).toEqual({ USDT: '2.5' })
    expect(amounts(portfolio.total().funding)).toEqual({ USDT: '-3.5' })
    expect(portfolio.position(ACCOUNT, LINEAR)?.realised.toFixed()).toBe('0')
    expect(portfolio.inventory(ACCOUNT, USDT).total.toFixed()).toBe('-3.5')
  })
})

describe('inverse futures, 100 USD a contract, settled in BTC', () => {
  test('profit is contracts × multiplier × difference of reciprocals', () => {
    // Long 50 at 50,000: worth 5,000 ÷ 50,000 = 0.1 BTC. 20 sold at 62,500: 2,000 × (1 ÷ 50,000 − 1 ÷ 62,500) = 0.04 − 0.032.
    // Left 30; at 40,000: 3,000 × (1 ÷ 50,000 − 1 ÷ 40,000) = 0.06 − 0.075.
    const portfolio = portfolioOf([
      fill(INVERSE, '50', '50000'),
      fill(INVERSE, '-20', '62500'),
      mark(INVERSE, '40000'),
    ])
    expect(numbers(portfolio, INVERSE)).toEqual(['30', '50000', '0.008', '-0.015'])
    expect(amounts(portfolio.netted().holdings)).toEqual({ BTC: '0.008' })
  })

  test('the average entry price is the harmonic mean', () => {
    // 100 USD at 40,000 and 100 USD at 60,000: 0.0025 + 0.001666… BTC for 200 USD: 48,000.
    const portfolio = portfolioOf([fill(INVERSE, '1', '40000'), fill(INVERSE, '1', '60000')])
    expect(
      portfolio.position(ACCOUNT, INVERSE)?.averageEntryPrice?.toDecimalPlaces(15).toFixed(),
    ).toBe('48000')
  })

  test('through zero', () => {
    // Short 10 at 50,000, 30 bought at 40,000: 1,000 × (1 ÷ 40,000 − 1 ÷ 50,000) = 0.005, then long 20 at 40,000.
    const portfolio = portfolioOf([
      fill(INVERSE, '-10', '50000'),
      fill(INVERSE, '30', '40000', { fee: ['0.0001', 'BTC'] }),
      mark(INVERSE, '50000'),
    ])
    // 2,000 × (1 ÷ 40,000 − 1 ÷ 50,000)
    expect(numbers(portfolio, INVERSE)).toEqual(['20', '40000', '0.005', '0.01'])
    expect(amounts(portfolio.netted().holdings)).toEqual({ BTC: '0.0049' })
  })
})
