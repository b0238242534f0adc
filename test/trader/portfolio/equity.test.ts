import { describe, expect, test } from 'vitest'
import type { Portfolio } from '../../../src/trader/index.ts'
import {
  ACCOUNT,
  BTC,
  DAY_US,
  dec,
  fill,
  LINEAR,
  mark,
  portfolioOf,
  SPOT,
  transfer,
} from './events-of.ts'

const course = (portfolio: Portfolio): (string | number | undefined)[] => {
  const now = portfolio.performance()
  return [now?.equity, now?.peak, now?.drawdown, now?.drawdownRatio, now?.dayPnl].map((value) =>
    value?.toFixed(),
  )
}

describe('equity', () => {
  test('a missing mark makes it unknown, and is named', () => {
    const portfolio = portfolioOf([
      transfer('100', 'USDT'),
      transfer('3', 'BNB'),
      fill(SPOT, '1', '60'),
      fill(LINEAR, '1', '60'),
    ])
    const { equity, missing } = portfolio.equity()
    expect(equity).toBeUndefined()
    expect(missing).toEqual([
      { type: 'asset', asset: 'BNB' },
      { type: 'asset', asset: 'BTC' },
      {
        type: 'instrument',
        instrument: expect.objectContaining({ symbol: 'BTCUSDT', product: 'linear' }),
      },
    ])
    for (const event of [mark('BNB', '2', 3), mark('BTC', '70', 2), mark(LINEAR, '80', 4)]) {
      portfolio.apply(event)
    }
    // 40 USDT + 3 × 2 + 70 + 0.01 × 20
    expect(portfolio.equity()).toEqual({ equity: dec('116.2'), missing: [], oldestMarkUs: 2 })
  })

  test('what is not held needs no mark', () => {
    const portfolio = portfolioOf([fill(LINEAR, '1', '60'), fill(LINEAR, '-1', '70')])
    expect(portfolio.equity()).toEqual({ equity: dec('0.1'), missing: [] })
  })

  test('an older mark does not replace a newer one', () => {
    const portfolio = portfolioOf([
      transfer('1', 'BTC'),
      mark('BTC', '70', 5),
      mark(LINEAR, '9', 5),
    ])
    expect(portfolio.apply(mark('BTC', '80', 4))).toBe('outdated')
    expect(portfolio.apply(mark(LINEAR, '8', 4))).toBe('outdated')
    expect(portfolio.equity().equity?.toFixed()).toBe('70')
    expect(portfolio.apply(mark('BTC', '80', 5))).toBe('applied')
    expect(portfolio.equity().equity?.toFixed()).toBe('80')
  })
})

describe('drawdown', () => {
  test('is peak less equity, and follows every event', () => {
    const portfolio = portfolioOf([transfer('1', 'BTC'), mark('BTC', '100')])
    expect(course(portfolio)).toEqual(['100', '100', '0', '0', '0'])
    portfolio.apply(mark('BTC', '150'))
    portfolio.apply(mark('BTC', '120'))
    expect(course(portfolio)).toEqual(['120', '150', '30', '0.2', '20'])
  })

  test('money paid in or out is no profit, no loss and no drawdown', () => {
    const portfolio = portfolioOf([transfer('200', 'USDT')])
    portfolio.apply(fill(LINEAR, '100', '100'))
    portfolio.apply(mark(LINEAR, '90'))
    // 100 × 0.01 × −10
    expect(course(portfolio)).toEqual(['190', '200', '10', '0.05', '-10'])
    portfolio.apply(transfer('-100', 'USDT'))
    expect(course(portfolio)).toEqual(['90', '100', '10', '0.1', '-10'])
  })

  test('what is paid in counts at the first mark of its asset', () => {
    const portfolio = portfolioOf([transfer('100', 'USDT'), transfer('1', 'BTC')])
    expect(course(portfolio)).toEqual(['100', '100', '0', '0', '0'])
    expect(portfolio.equity().missing).toEqual([{ type: 'asset', asset: 'BTC' }])
    portfolio.apply(mark('BTC', '50'))
    expect(course(portfolio)).toEqual(['150', '150', '0', '0', '0'])
    portfolio.apply(mark('BTC', '60'))
    expect(course(portfolio)).toEqual(['160', '160', '0', '0', '10'])
  })

  test('a correction is profit or loss', () => {
    const portfolio = portfolioOf([transfer('100', 'USDT')])
    const loss = {
      type: 'balanceAdjust',
      account: ACCOUNT,
      amount: dec('-0.5'),
      reason: 'unexplained',
      timeUs: 1,
    } as const
    portfolio.apply({ ...loss, asset: BTC })
    expect(portfolio.equity().equity).toBeUndefined()
    portfolio.apply(mark('BTC', '10'))
    expect(course(portfolio)).toEqual(['95', '100', '5', '0.05', '-5'])
  })
})

describe('profit of the day', () => {
  test('begins at midnight UTC with what was known before', () => {
    const portfolio = portfolioOf([transfer('1', 'BTC', 5), mark('BTC', '100', 6)])
    portfolio.apply(mark('BTC', '130', DAY_US - 1))
    expect(course(portfolio)[4]).toBe('30')
    portfolio.apply(mark('BTC', '120', DAY_US))
    expect(course(portfolio)[4]).toBe('-10')
    expect(portfolio.performance()?.day).toBe(1)
    // What comes late does not bring the day before back.
    portfolio.apply(fill(SPOT, '1', '100', { timeUs: DAY_US - 5 }))
    expect(course(portfolio)[4]).toBe('10')
    // A day without events has no profit of its own.
    portfolio.apply(mark('BTC', '121', 3 * DAY_US))
    expect(course(portfolio)[4]).toBe('2')
    expect(portfolio.performance()?.day).toBe(3)
  })

  test('money paid in during the day is none of it', () => {
    const portfolio = portfolioOf([transfer('1', 'BTC', 5), mark('BTC', '100', 6)])
    portfolio.apply(transfer('50', 'USDT', DAY_US))
    portfolio.apply(mark('BTC', '101', DAY_US + 1))
    expect(course(portfolio)).toEqual(['151', '151', '0', '0', '1'])
  })

  test('nothing is told before equity is known once', () => {
    expect(portfolioOf([transfer('1', 'BTC')]).performance()).toBeUndefined()
  })
})
