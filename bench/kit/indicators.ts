import { LevelBuffer } from '../../src/core/index.ts'
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
} from '../../src/market/indicators/index.ts'
import type { Prepared } from './prepared.ts'
import { seeded } from './seeded.ts'

const UPDATES = 20_000
const PERIOD = 50
const BOOKS = 64

interface Fed {
  readonly indicator: Indicator<never, unknown>
  readonly inputs: readonly never[]
}

/**
 * Every indicator, fed with a walk of prices; a "frame" is one update of each. The inputs are objects already, numbers
 * too, so what is allocated is by the updates alone.
 */
export function prepareIndicators(): Prepared {
  const all = everyIndicator()
  return {
    ready: { frames: UPDATES, bytesPerFrame: 8 * all.length },
    reset: () => {
      const bad = all.find(({ indicator }) => indicator.refused > 0)
      if (bad !== undefined) throw new Error(`${bad.indicator.snapshot().of} refused an input`)
    },
    pass: () => {
      for (let i = 0; i < all.length; i += 1) feed(all[i]!)
    },
  }
}

function feed({ indicator, inputs }: Fed): void {
  for (let i = 0; i < UPDATES; i += 1) indicator.update(inputs[i]!)
}

function everyIndicator(): readonly Fed[] {
  const { prices, bars, prints, books } = inputs()
  const fed = (indicator: Indicator<never, unknown>, given: readonly unknown[]): Fed => ({
    indicator,
    inputs: given as readonly never[],
  })
  return [
    fed(new Sma(PERIOD), prices),
    fed(new Ema(PERIOD), prices),
    fed(new Rsi(), prices),
    fed(new Macd(), prices),
    fed(new BollingerBands({ period: PERIOD }), prices),
    fed(new Volatility({ period: PERIOD }), prices),
    fed(new Atr(), bars),
    fed(new SessionVwap(), prints),
    fed(new RollingVwap(PERIOD), prints),
    fed(new OrderFlowImbalance(PERIOD), books),
    fed(new TradeFlowImbalance(PERIOD), prints),
  ]
}

/** A walk of prices, in bars and trades, and best levels around it. */
function inputs() {
  const random = seeded(1)
  let ticks = 6_000_000
  const bars = Array.from({ length: UPDATES }, () => {
    ticks += Math.floor(random() * 11) - 5
    return { high: (ticks + 3) / 100, low: (ticks - 2) / 100, close: ticks / 100 }
  })
  const prints = bars.map(({ close }) => ({
    priceNumber: close,
    sizeNumber: Math.ceil(random() * 1_000) / 1e5,
    takerSide: random() < 0.5 ? 'buy' : 'sell',
  }))
  const few = Array.from({ length: BOOKS }, () => {
    const bid = 6_000_000 + Math.floor(random() * 3)
    return { bids: side(bid, random), asks: side(bid + 1, random) }
  })
  // With something else among them the array holds objects, not doubles.
  const prices: unknown[] = [...bars.map(({ close }) => close), undefined]
  return { prices, bars, prints, books: bars.map((_, i) => few[i % BOOKS]) }
}

function side(price: number, random: () => number): LevelBuffer {
  const levels = new LevelBuffer()
  levels.clear(2, 5, false)
  levels.count = 1
  levels.prices[0] = price
  levels.sizes[0] = Math.ceil(random() * 1e6)
  return levels
}
