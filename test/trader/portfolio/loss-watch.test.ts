import { describe, expect, test } from 'vitest'
import { asset } from '../../../src/core/index.ts'
import { Portfolio, type PortfolioSnapshot } from '../../../src/trader/index.ts'
import { fill, INVERSE, LINEAR, mark, portfolioOf, SPOT, transfer, USDT } from './events-of.ts'

const watched = (portfolio: Portfolio): readonly string[] => {
  const { equity, profit } = portfolio.watched()
  return [equity.toFixed(), profit.toFixed()]
}

describe('what loss limits watch', () => {
  test('is known though a fee was paid in an asset without a mark', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), mark('BTC', '100')])
    portfolio.apply(fill(SPOT, '5', '100', { fee: ['0.001', 'BNB'] }))
    expect(portfolio.equity().missing).toEqual([{ type: 'asset', asset: 'BNB' }])
    portfolio.apply(mark('BTC', '60'))
    expect(watched(portfolio)).toEqual(['800', '-200'])
  })

  test('takes the first mark of what was held before for money paid in', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), transfer('7', 'BNB')])
    portfolio.apply(fill(LINEAR, '100', '100', { fee: ['2', 'BNB'] }))
    portfolio.apply(mark('BNB', '30'))
    expect(watched(portfolio)).toEqual(['1150', '0'])
    portfolio.apply(mark('BNB', '20'))
    expect(watched(portfolio)).toEqual(['1100', '-50'])
  })

  test('values what has no mark at the price of its last trade', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), fill(SPOT, '5', '100')])
    expect(watched(portfolio)).toEqual(['1000', '0'])
    portfolio.apply(fill(SPOT, '-1', '80'))
    expect(watched(portfolio)).toEqual(['900', '-100'])
    // What the mark tells is no new price only, but what was lost since.
    portfolio.apply(mark('BTC', '70'))
    expect(watched(portfolio)).toEqual(['860', '-140'])
  })

  test('values a quote without a mark by what it bought', () => {
    const portfolio = portfolioOf([mark('BTC', '100')])
    const bought = fill({ ...SPOT, quote: asset('USDC') }, '1', '200')
    portfolio.apply(bought)
    // 200 USDC went, worth 0.5 each.
    expect(watched(portfolio)).toEqual(['0', '0'])
    portfolio.apply(mark('BTC', '90'))
    expect(watched(portfolio)).toEqual(['-10', '-10'])
  })

  test('values futures without a mark at the price of their last trade', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), fill(LINEAR, '100', '100')])
    portfolio.apply(fill(LINEAR, '100', '60'))
    expect(watched(portfolio)).toEqual(['960', '-40'])
    portfolio.apply(mark(LINEAR, '50'))
    expect(watched(portfolio)).toEqual(['940', '-60'])
  })

  test('leaves out what is settled in an asset without a mark', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), fill(INVERSE, '100', '100')])
    portfolio.apply(mark(INVERSE, '80'))
    expect(watched(portfolio)).toEqual(['1000', '0'])
    // 100 × 100 × (1 ÷ 100 − 1 ÷ 80) = −25 BTC: paid in, so to say.
    portfolio.apply(mark('BTC', '80'))
    expect(watched(portfolio)).toEqual(['-1000', '0'])
  })

  test('goes on from a snapshot that was written before it was watched', () => {
    const portfolio = portfolioOf([transfer('1000', 'USDT'), mark('BTC', '100')])
    portfolio.apply(fill(SPOT, '5', '100', { fee: ['3', 'USDT'] }))
    const { lossWatch: _, ...before } = portfolio.snapshot()
    const restored = new Portfolio({ reportingAsset: USDT })
    restored.restore(before as PortfolioSnapshot)
    expect(watched(restored)).toEqual(watched(portfolio))
    expect(watched(restored)).toEqual(['997', '-3'])
  })
})
