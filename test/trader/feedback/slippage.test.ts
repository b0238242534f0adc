import { describe, expect, it } from 'vitest'
import { asset, type DecimalText, type Instrument, type Side } from '../../../src/core/index.ts'
import { addSlippage, reportSlippage, slippageOf } from '../../../src/trader/feedback/slippage.ts'
import { instrument } from '../../support/instrument.ts'
import { decimal, fillOf } from '../oms/support/small-orders.ts'

const contract = (direction: 'linear' | 'inverse', multiplier: string): Partial<Instrument> => ({
  market: 'futures',
  kind: 'perpetual',
  contract: {
    direction,
    multiplier: multiplier as DecimalText,
    settle: asset(direction === 'linear' ? 'USDT' : 'BTC'),
  },
})
const SPOT = instrument()
const LINEAR = instrument(contract('linear', '0.01'))
const INVERSE = instrument(contract('inverse', '100'))

describe('the slippage of a fill', () => {
  it.each<readonly [string, Instrument, Side, string, string, string, string, string]>([
    ['a buy above the price decided at', SPOT, 'buy', '100', '101', '2', '2', 'USDT'],
    ['a buy below it', SPOT, 'buy', '100', '99.5', '2', '-1', 'USDT'],
    ['a sell below it', SPOT, 'sell', '100', '99.5', '2', '1', 'USDT'],
    ['a sell above it', SPOT, 'sell', '100', '101', '2', '-2', 'USDT'],
    ['contracts of a part of a coin', LINEAR, 'buy', '100', '101', '2', '0.02', 'USDT'],
    ['inverse contracts, bought dearer', INVERSE, 'buy', '100', '125', '4', '0.8', 'BTC'],
    ['inverse contracts, sold dearer', INVERSE, 'sell', '100', '125', '4', '-0.8', 'BTC'],
  ])('%s', (_, traded, side, decidedAt, price, quantity, cost, settle) => {
    const fill = fillOf('f', quantity, { instrument: traded, side, price: decimal(price) })
    const told = slippageOf(fill, decimal(decidedAt))
    expect([told?.cost.toFixed(), told?.asset]).toEqual([cost, settle])
  })

  it('is in bps of what was decided on', () => {
    const fill = fillOf('f', '2', { price: decimal('100.5') })
    const told = slippageOf(fill, decimal('100'))
    expect(told && reportSlippage(told).bps?.toFixed()).toBe('50')
  })

  it('cannot be told where the contract has no terms, or 60 digits do not hold it', () => {
    const { contract: _, ...unknown } = LINEAR
    expect(slippageOf(fillOf('f', '1', { instrument: unknown }), decimal('1'))).toBeUndefined()
    const long = decimal(`1.${'3'.repeat(45)}`)
    const fill = fillOf('f', 1, { quantity: long, price: long })
    expect(slippageOf(fill, decimal('1'))).toBeUndefined()
  })

  it('is left out of a sum that 60 digits do not hold', () => {
    const sum = (cost: string) => ({
      asset: asset('USDT'),
      cost: decimal(cost),
      decidedValue: decimal('1'),
    })
    expect(addSlippage(sum('1e50'), sum('1e-30'))).toBeUndefined()
    expect(addSlippage(sum('1e20'), sum('1e-30'))?.cost.toFixed()).toMatch(/^10{20}\.0{29}1$/)
  })
})
