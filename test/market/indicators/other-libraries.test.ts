import * as batch from 'indicatorts'
import * as streaming from 'trading-signals'
import { describe, expect, it } from 'vitest'
import {
  Atr,
  BollingerBands,
  Ema,
  type Indicator,
  Macd,
  RollingVwap,
  Rsi,
  SessionVwap,
  Sma,
  Volatility,
} from '../../../src/market/index.ts'

/** Closes, bars and sizes of a market that wanders; generated, always the same. */
const LENGTH = 2_000
const bars = (() => {
  let state = 11
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
  let close = 60_000
  return Array.from({ length: LENGTH }, () => {
    const open = close
    close = Math.round((open + (random() - 0.5) * 40) * 100) / 100
    const high = Math.max(open, close) + Math.round(random() * 1_000) / 100
    const low = Math.min(open, close) - Math.round(random() * 1_000) / 100
    return { open, high, low, close, volume: Math.ceil(random() * 500) / 1_000 }
  })
})()
const closes = bars.map(({ close }) => close)

/** What one of ours says after each input. */
function ours<Input, Value, Told>(
  indicator: Indicator<Input, Value>,
  inputs: readonly Input[],
  tell: (value: Value) => Told,
): (Told | undefined)[] {
  return inputs.map((input) => {
    indicator.update(input)
    return indicator.value === undefined ? undefined : tell(indicator.value)
  })
}

const same = (value: number): number => value

/** Expects equality to 10^-12 of `scale` (of the value itself without one) from place `from`. */
function expectEqual(
  found: readonly (number | undefined)[],
  expected: readonly (number | null | undefined)[],
  from: number,
  scale?: number,
): void {
  expect(found.findIndex((value) => value !== undefined)).toBeLessThanOrEqual(from)
  expect(found).toHaveLength(expected.length)
  for (let i = from; i < found.length; i += 1) {
    const value = expected[i] ?? Number.NaN
    const distance = Math.abs((found[i] ?? Number.NaN) - value)
    if (!(distance <= 1e-12 * (scale ?? Math.abs(value))))
      expect.fail(`${found[i]} is not ${value}, in place ${i}`)
  }
}

describe('equal to trading-signals: ', () => {
  it('Sma', () => {
    const theirs = new streaming.SMA(20)
    expectEqual(
      ours(new Sma(20), closes, same),
      closes.map((price) => theirs.add(price)),
      19,
    )
  })

  it('Ema that starts from the first number', () => {
    const theirs = new streaming.EMA(12)
    expectEqual(
      ours(new Ema(12, { seed: 'first' }), closes, same),
      closes.map((price) => theirs.add(price)),
      11,
    )
  })

  it('Rsi', () => {
    const theirs = new streaming.RSI(14)
    expectEqual(
      ours(new Rsi(14), closes, same),
      closes.map((price) => theirs.add(price)),
      14,
    )
  })

  it('Macd that starts from the first number', () => {
    const theirs = new streaming.MACD(
      new streaming.EMA(12),
      new streaming.EMA(26),
      new streaming.EMA(9),
    )
    const expected = closes.map((price) => theirs.add(price))
    const found = ours(new Macd({ seed: 'first' }), closes, (value) => ({ ...value }))
    for (const key of ['macd', 'signal', 'histogram'] as const) {
      expectEqual(
        found.map((value) => value?.[key]),
        expected.map((value) => value?.[key]),
        33,
        60_000,
      )
    }
  })

  it('BollingerBands, which trading-signals shows one input later', () => {
    const theirs = new streaming.BollingerBands(20, 2)
    const expected = closes.map((price) => theirs.add(price))
    const found = ours(new BollingerBands(), closes, (value) => ({ ...value }))
    for (const key of ['upper', 'middle', 'lower'] as const) {
      expectEqual(
        found.map((value) => value?.[key]),
        expected.map((value) => value?.[key]),
        20,
      )
    }
  })

  it('Atr', () => {
    const theirs = new streaming.ATR(14)
    expectEqual(
      ours(new Atr(14), bars, same),
      bars.map((bar) => theirs.add(bar)),
      13,
      // Differences of prices of this size.
      60_000,
    )
  })

  it('SessionVwap of a third of high, low and close', () => {
    const theirs = new streaming.VWAP()
    const prints = bars.map(({ high, low, close, volume }) => ({
      priceNumber: (high + low + close) / 3,
      sizeNumber: volume,
    }))
    expectEqual(
      ours(new SessionVwap(), prints, same),
      bars.map((bar) => theirs.add(bar)),
      0,
    )
  })
})

describe('equal to indicatorts: ', () => {
  it('Sma, which indicatorts begins with shorter windows', () => {
    expectEqual(ours(new Sma(20), closes, same), batch.sma(closes, { period: 20 }), 19)
  })

  it('Ema that starts from the first number', () => {
    const found = ours(new Ema(12, { seed: 'first' }), closes, same)
    expectEqual(found, batch.ema(closes, { period: 12 }), 11)
  })

  it('Rsi, once its start is forgotten: indicatorts counts a change of 0 before the first', () => {
    expectEqual(ours(new Rsi(14), closes, same), batch.rsi(closes, { period: 14 }), 500)
  })

  it('the line of Macd, and its signal once the start is forgotten: indicatorts begins it earlier', () => {
    const found = ours(new Macd({ seed: 'first' }), closes, (value) => ({ ...value }))
    const { macdLine, signalLine } = batch.macd(closes)
    const pick = (key: 'macd' | 'signal') => found.map((value) => value?.[key])
    expectEqual(pick('macd'), macdLine, 33, 60_000)
    expectEqual(pick('signal'), signalLine, 200, 60_000)
  })

  it('BollingerBands', () => {
    const found = ours(new BollingerBands(), closes, (value) => ({ ...value }))
    const { upper, middle, lower } = batch.bb(closes)
    for (const [key, expected] of Object.entries({ upper, middle, lower })) {
      expectEqual(
        found.map((value) => value?.[key as 'upper']),
        expected,
        19,
      )
    }
  })

  it('the true ranges of Atr, which indicatorts averages plainly', () => {
    const [highs, lows] = [bars.map(({ high }) => high), bars.map(({ low }) => low)]
    const { trLine } = batch.atr(highs, lows, closes)
    expectEqual(ours(new Atr(1), bars, same), trLine, 0)
  })

  it('RollingVwap', () => {
    const prints = bars.map(({ close, volume }) => ({ priceNumber: close, sizeNumber: volume }))
    const expected = batch.vwap(
      closes,
      bars.map(({ volume }) => volume),
      { period: 14 },
    )
    expectEqual(ours(new RollingVwap(14), prints, same), expected, 13)
  })

  it('Volatility of the population: its deviation of log returns', () => {
    const volatility = new Volatility({ period: 30, deviation: 'population' })
    const returns = closes.slice(1).map((close, i) => Math.log(close / (closes[i] ?? close)))
    const found = ours(volatility, closes, same).slice(1)
    // A logarithm of a quotient is within 10^-16 of the quotient, which is near 1.
    expectEqual(found, batch.mstd(returns, { period: 30 }), 29, 1e-3)
  })
})
