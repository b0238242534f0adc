import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/core/index.ts'
import {
  Atr,
  BollingerBands,
  Ema,
  Macd,
  OrderFlowImbalance,
  RollingVwap,
  Rsi,
  SessionVwap,
  Sma,
  TradeFlowImbalance,
  Volatility,
} from '../../../src/market/index.ts'
import { bestLevels } from './indicator-cases.ts'

const options = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    if (error instanceof ConfigError) return `${error.code} ${error.message}`
  }
  return 'made'
}

/** What it says after each input. */
function said<Input>(
  indicator: { update(input: Input): boolean; readonly value: unknown },
  inputs: readonly Input[],
): unknown[] {
  return inputs.map((input) => {
    indicator.update(input)
    return structuredClone(indicator.value)
  })
}

describe('an indicator', () => {
  it.each([
    ['a period of 0', () => new Sma(0), 'period: expected an integer from 1 to 1000000, was 0'],
    ['half a period', () => new Ema(1.5), 'period: expected an integer from 1 to 1000000, was 1.5'],
    ['no number', () => new Rsi(Number.NaN), 'was NaN'],
    ['a period beyond memory', () => new RollingVwap(1e9), 'was 1000000000'],
    ['an endless period', () => new Atr(Number.POSITIVE_INFINITY), 'was Infinity'],
    ['a negative period', () => new OrderFlowImbalance(-1), 'was -1'],
    ['a negative period of trades', () => new TradeFlowImbalance(-1), 'was -1'],
    [
      'a slow average that is not slower',
      () => new Macd({ fast: 9, slow: 9 }),
      'slow: expected an integer from 10',
    ],
    [
      'a word that is none',
      () => new Ema(3, { seed: 'last' as 'first' }),
      'seed: expected average or first, was last',
    ],
    [
      'bands of no width',
      () => new BollingerBands({ width: 0 }),
      'width: expected a number above 0, was 0',
    ],
    ['one return', () => new Volatility({ period: 1 }), 'period: expected an integer from 2'],
    [
      'a year of no periods',
      () => new Volatility({ period: 2, periodsPerYear: Number.NaN }),
      'periodsPerYear: expected a number above 0, was NaN',
    ],
  ])('refuses %s when it is made', (_what, make, problem) => {
    expect(options(make)).toMatch(/^INVALID_OPTIONS Creating /)
    expect(options(make)).toContain(problem)
  })
})

describe('Sma', () => {
  it('has a value as soon as the window is full', () => {
    expect(said(new Sma(3), [1, 2, 6, 7])).toEqual([undefined, undefined, 3, 5])
  })

  it('keeps no trace of a spike that left the window', () => {
    expect(said(new Sma(2), [0.1, 1e60, 0.1, 0.1]).at(-1)).toBe(0.1)
  })
})

describe('a window', () => {
  it('keeps what is left where far larger numbers cancel, wherever its lap ends', () => {
    const inputs = Array.from({ length: 12 }, (_, i) => [1e16, 1, -1e16, 3][i % 4] ?? 0)
    expect(said(new Sma(4), inputs).slice(3)).toEqual(Array.from({ length: 9 }, () => 1))
  })
})

describe('Ema', () => {
  it('starts from the average of the first period', () => {
    expect(said(new Ema(3), [1, 2, 6, 7])).toEqual([undefined, undefined, 3, 5])
  })

  it('starts from the first number where told to', () => {
    expect(said(new Ema(3, { seed: 'first' }), [1, 2, 6, 7])).toEqual([
      undefined,
      undefined,
      3.75,
      5.375,
    ])
  })
})

describe('Rsi', () => {
  it('is 100 where prices only rose, 0 where they only fell, 50 where they stood still', () => {
    const last = (prices: number[]) => said(new Rsi(2), prices).at(-1)
    expect([last([1, 2, 3]), last([3, 2, 1]), last([2, 2, 2])]).toEqual([100, 0, 50])
  })

  it('stays what it was while a price stands still, for however long', () => {
    const rsi = new Rsi(2)
    for (const price of [10, 12, 11]) rsi.update(price)
    const before = rsi.value
    for (let i = 0; i < 20_000; i += 1) rsi.update(11)
    expect(rsi.value).toBeCloseTo(before ?? Number.NaN, 10)
    rsi.update(12)
    expect(rsi.value).toBe(100)
  })
})

describe('Macd', () => {
  it('is ready when its signal line is', () => {
    const macd = new Macd({ fast: 1, slow: 2, signal: 2, seed: 'first' })
    const ready = [4, 4, 4].map((price) => macd.update(price) && macd.isReady)
    expect(ready).toEqual([false, false, true])
    expect(macd.value).toEqual({ macd: 0, signal: 0, histogram: 0 })
  })

  it('gives the same object each time', () => {
    const macd = new Macd({ fast: 1, slow: 2, signal: 1 })
    macd.update(1)
    macd.update(2)
    const { value } = macd
    macd.update(9)
    expect(macd.value).toBe(value)
  })
})

describe('BollingerBands', () => {
  it('draws bands of population deviations', () => {
    const bands = new BollingerBands({ period: 4, width: 3 })
    expect(said(bands, [2, 4, 4, 6]).at(-1)).toEqual({
      upper: 4 + 3 * Math.SQRT2,
      middle: 4,
      lower: 4 - 3 * Math.SQRT2,
      deviation: Math.SQRT2,
    })
  })

  it('has no width at all where all prices are equal, also after a spike', () => {
    const bands = new BollingerBands({ period: 3 })
    const [last] = said(bands, [0.1, 6e10, 0.1, 0.1, 0.1]).slice(-1)
    expect(last).toEqual({ upper: 0.1, middle: 0.1, lower: 0.1, deviation: 0 })
  })
})

describe('Atr', () => {
  it('counts the gap between two bars', () => {
    const bars = [
      { high: 10, low: 8, close: 9 },
      { high: 15, low: 14, close: 14 },
      { high: 5, low: 4, close: 5 },
    ]
    // 10 − 8, 15 − 9, 14 − 4.
    expect(said(new Atr(1), bars)).toEqual([2, 6, 10])
  })
})

describe('VWAP', () => {
  const prints = [
    { priceNumber: 10, sizeNumber: 1 },
    { priceNumber: 20, sizeNumber: 3 },
    { priceNumber: 30, sizeNumber: 0 },
  ]

  it('of a session weighs every price by its size', () => {
    expect(said(new SessionVwap(), prints)).toEqual([10, 17.5, 17.5])
  })

  it('of a session starts anew at a reset', () => {
    const vwap = new SessionVwap()
    said(vwap, prints)
    vwap.reset()
    expect(vwap.value).toBeUndefined()
    expect(said(vwap, prints.slice(1))).toEqual([20, 20])
  })

  it('of a window has no value while nothing was traded in it', () => {
    const idle = { priceNumber: 10, sizeNumber: 0 }
    expect(said(new RollingVwap(2), [idle, idle, ...prints.slice(1)])).toEqual([
      undefined,
      undefined,
      20,
      20,
    ])
  })
})

describe('Volatility', () => {
  const prices = [1, Math.E, 1, Math.E]

  it('is the sample deviation of log returns, in fractions', () => {
    const volatility = new Volatility({ period: 3 })
    // Returns 1, −1, 1.
    expect(said(volatility, prices).at(-1)).toBeCloseTo(Math.sqrt(4 / 3), 14)
  })

  it('is that of the population where told to, and is annualised', () => {
    const volatility = new Volatility({ period: 3, deviation: 'population', periodsPerYear: 4 })
    expect(said(volatility, prices).at(-1)).toBeCloseTo(2 * Math.sqrt(8 / 9), 14)
  })

  it('is 0 where the price stands still', () => {
    expect(said(new Volatility({ period: 2 }), [7, 7, 7]).at(-1)).toBe(0)
  })
})

describe('OrderFlowImbalance', () => {
  it.each([
    ['a larger bid', [100, 7, 104, 9], 2],
    ['a higher bid', [101, 3, 104, 9], 3],
    ['a lower bid', [99, 4, 104, 9], -5],
    ['a larger ask', [100, 5, 104, 11], -2],
    ['a lower ask', [100, 5, 103, 6], -6],
    ['a higher ask', [100, 5, 105, 8], 9],
    ['nothing new', [100, 5, 104, 9], 0],
  ] as const)('adds up what %s brings', (_what, quote, flow) => {
    const imbalance = new OrderFlowImbalance(1)
    expect(
      said(
        imbalance,
        [[100, 5, 104, 9] as const, quote].map((each) => bestLevels(each, 2, 0)),
      ),
    ).toEqual([undefined, flow])
  })

  it('goes on where scales grow', () => {
    const imbalance = new OrderFlowImbalance(2)
    imbalance.update(bestLevels([100, 5, 104, 9], 0, 0))
    imbalance.update(bestLevels([1000, 7, 1040, 9], 1, 0))
    imbalance.update(bestLevels([1000, 725, 1040, 900], 1, 2))
    expect(imbalance.value).toBe(2.25)
  })

  it('compares with nothing what no longer fits', () => {
    const imbalance = new OrderFlowImbalance(1)
    imbalance.update(bestLevels([2 ** 52, 5, 2 ** 52 + 1, 9], 0, 0))
    imbalance.update(bestLevels([100, 5, 104, 9], 1, 0))
    expect(imbalance.value).toBeUndefined()
    imbalance.update(bestLevels([100, 6, 104, 9], 1, 0))
    expect(imbalance.value).toBe(1)
  })
})

describe('TradeFlowImbalance', () => {
  it('is the share of what was bought less what was sold', () => {
    const flow = new TradeFlowImbalance(3)
    const trades = (['buy', 'sell', 'buy', 'sell'] as const).map((takerSide, i) => ({
      takerSide,
      sizeNumber: i + 1,
    }))
    expect(said(flow, trades)).toEqual([undefined, undefined, 2 / 6, -3 / 9])
  })

  it('is exactly 0 where as much was bought as sold', () => {
    const flow = new TradeFlowImbalance(4)
    const sizes = [0.1, 1e12, 0.1, 1e12]
    const sides = ['buy', 'buy', 'sell', 'sell'] as const
    for (const [i, takerSide] of sides.entries())
      flow.update({ takerSide, sizeNumber: sizes[i] ?? 0 })
    expect(flow.value).toBe(0)
  })
})
