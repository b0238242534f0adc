import fc from 'fast-check'
import {
  Atr,
  BollingerBands,
  Ema,
  type Indicator,
  Macd,
  OrderFlowImbalance,
  RollingVwap,
  Rsi,
  SessionVwap,
  Sma,
  TradeFlowImbalance,
  Volatility,
} from '../../../src/market/index.ts'
import type { Bar, Print, Quote } from '../../reference/naive-indicators.ts'

/** Prices of a market that ticks, with jumps to a million times as much and back. */
export const prices: fc.Arbitrary<number> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: 200 }).map((ticks) => (6_000_000 + ticks) / 100),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 100_000 }).map((ticks) => ticks / 1000) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1_000 }).map((price) => price * 6e7) },
)

/** Bars of such prices. */
export const bars: fc.Arbitrary<Bar> = fc
  .tuple(prices, prices, fc.integer({ min: 0, max: 4 }))
  .map(([a, b, quarter]) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    return { high, low, close: low + ((high - low) * quarter) / 4 }
  })

/** Trades at such prices. */
export const prints: fc.Arbitrary<Print> = fc.record({
  priceNumber: prices,
  sizeNumber: fc.oneof(
    fc.constantFrom(0, 1e-8, 1e9),
    fc.integer({ max: 10 ** 6 }).map((n) => Math.abs(n) / 1e4),
  ),
  takerSide: fc.constantFrom('buy' as const, 'sell' as const),
})

/** Best levels as scaled integers, few of them apart. */
export const quotes: fc.Arbitrary<Quote> = fc.tuple(
  fc.integer({ min: 100, max: 103 }),
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(10 ** 14)),
  fc.integer({ min: 104, max: 107 }),
  fc.integer({ min: 0, max: 9 }),
)

/** A quote as a book has it. */
export function bestLevels([bid, bidSize, ask, askSize]: Quote, priceScale = 2, sizeScale = 3) {
  const side = (price: number, size: number) => ({
    count: 1,
    priceScale,
    sizeScale,
    price: () => price as never,
    size: () => size as never,
  })
  return { bids: side(bid, bidSize), asks: side(ask, askSize) }
}

/** An indicator with inputs for it, and inputs that it refuses. */
export interface IndicatorCase {
  readonly name: string
  readonly make: () => Indicator<never, unknown>
  readonly inputs: fc.Arbitrary<unknown>
  readonly refused: readonly unknown[]
}

const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e101, -1e101]
const sizes = [...numbers, -1e-9]
const empty = { ...bestLevels([1, 1, 2, 1]).bids, count: 0 }

/** Every indicator, with short windows. */
export const CASES: readonly IndicatorCase[] = [
  { name: 'Sma', make: () => new Sma(5), inputs: prices, refused: numbers },
  { name: 'Ema', make: () => new Ema(5), inputs: prices, refused: numbers },
  {
    name: 'Ema of first',
    make: () => new Ema(4, { seed: 'first' }),
    inputs: prices,
    refused: numbers,
  },
  { name: 'Rsi', make: () => new Rsi(5), inputs: prices, refused: numbers },
  {
    name: 'Macd',
    make: () => new Macd({ fast: 3, slow: 6, signal: 4 }),
    inputs: prices,
    refused: numbers,
  },
  {
    name: 'BollingerBands',
    make: () => new BollingerBands({ period: 5 }),
    inputs: prices,
    refused: numbers,
  },
  {
    name: 'Atr',
    make: () => new Atr(4),
    inputs: bars,
    refused: [
      ...numbers.flatMap((bad) => [
        { high: bad, low: 1, close: 1 },
        { high: 1, low: bad, close: 1 },
        { high: 1, low: 1, close: bad },
      ]),
      { high: 1, low: 2, close: 1 },
    ],
  },
  {
    name: 'SessionVwap',
    make: () => new SessionVwap(),
    inputs: prints,
    refused: [
      ...numbers.map((priceNumber) => ({ priceNumber, sizeNumber: 1 })),
      ...sizes.map((sizeNumber) => ({ priceNumber: 1, sizeNumber })),
    ],
  },
  {
    name: 'RollingVwap',
    make: () => new RollingVwap(5),
    inputs: prints,
    refused: [
      ...numbers.map((priceNumber) => ({ priceNumber, sizeNumber: 1 })),
      ...sizes.map((sizeNumber) => ({ priceNumber: 1, sizeNumber })),
    ],
  },
  {
    name: 'Volatility',
    make: () => new Volatility({ period: 5, periodsPerYear: 365 }),
    inputs: prices,
    refused: [...numbers, 0, -1],
  },
  {
    name: 'OrderFlowImbalance',
    make: () => new OrderFlowImbalance(5),
    inputs: fc.tuple(quotes, fc.nat(2)).map(([quote, scale]) => bestLevels(quote, 2, scale)),
    refused: [
      bestLevels([Number.NaN, 1, 2, 1]),
      bestLevels([1, Number.NaN, 2, 1]),
      bestLevels([1, 1, Number.POSITIVE_INFINITY, 1]),
      bestLevels([1, 1, 2, 0.5]),
      bestLevels([1, 1, 2, 2 ** 53]),
      bestLevels([1, -1, 2, 1]),
      { ...bestLevels([1, 1, 2, 1]), bids: empty },
      { ...bestLevels([1, 1, 2, 1]), asks: empty },
    ],
  },
  {
    name: 'TradeFlowImbalance',
    make: () => new TradeFlowImbalance(5),
    inputs: prints,
    refused: sizes.map((sizeNumber) => ({ takerSide: 'buy', sizeNumber })),
  },
]
