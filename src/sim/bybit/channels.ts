import type { SimInterval } from '../candles.ts'
import type { BybitProduct } from './products.ts'

/** A depth of the books, as topics spell it. */
export type Depth = '1' | '50' | '200' | '1000' | 'rpi' | 'full'

/** How a depth is told. */
export interface DepthRule {
  /** Levels a side. */
  readonly levels: number
  /** Cadence, in ms. */
  readonly everyMs: number
  /** First `u` of the numbering that each depth has for itself. */
  readonly firstU: number
}

/** The depths there are. */
export const DEPTHS: Readonly<Record<Depth, DepthRule>> = {
  1: { levels: 1, everyMs: 10, firstU: 31_204_000 },
  50: { levels: 50, everyMs: 20, firstU: 18_521_000 },
  200: { levels: 200, everyMs: 100, firstU: 12_877_000 },
  1000: { levels: 1000, everyMs: 200, firstU: 6_230_000 },
  rpi: { levels: 50, everyMs: 100, firstU: 2_258_000 },
  full: { levels: Number.POSITIVE_INFINITY, everyMs: 200, firstU: 278_000 },
}

/** What a topic asks for. */
export type TopicPlan =
  | { readonly kind: 'book'; readonly depth: Depth; readonly symbol: string }
  | { readonly kind: 'trades' | 'ticker' | 'liquidations' | 'priceLimit'; readonly symbol: string }
  | { readonly kind: 'kline'; readonly word: string; readonly symbol: string }

const BARS: Readonly<Record<string, SimInterval>> = {
  1: '1m',
  3: '3m',
  5: '5m',
  15: '15m',
  30: '30m',
  60: '1h',
  120: '2h',
  240: '4h',
  360: '6h',
  720: '12h',
  D: '1d',
  W: '1w',
  M: '1M',
}

/** The bar length of the venue's word; `undefined` where there is none. */
export function intervalOf(word: string): SimInterval | undefined {
  return BARS[word]
}

const ONES: Readonly<Record<string, 'trades' | 'ticker' | 'liquidations' | 'priceLimit'>> = {
  publicTrade: 'trades',
  tickers: 'ticker',
  allLiquidation: 'liquidations',
  priceLimit: 'priceLimit',
}

/** Reads a topic of a product; `undefined` where the product has no such topic. */
export function readTopic(product: BybitProduct, topic: string): TopicPlan | undefined {
  const [channel = '', middle = '', last] = topic.split('.')
  const symbol = last ?? middle
  if (symbol === '') return undefined
  if (last === undefined) {
    const kind = ONES[channel]
    if (kind === undefined || (kind === 'liquidations' && product === 'spot')) return undefined
    return { kind, symbol }
  }
  if (channel === 'orderbook')
    return isDepth(middle) ? { kind: 'book', depth: middle, symbol } : undefined
  if (channel === 'kline' && intervalOf(middle) !== undefined)
    return { kind: 'kline', word: middle, symbol }
  return undefined
}

function isDepth(word: string): word is Depth {
  return Object.hasOwn(DEPTHS, word)
}
