import { CANDLE_INTERVALS, type SimInterval } from '../candles.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'

/** What a stream name asks for. `symbol` is in upper case; absent where the stream covers all. */
export type StreamPlan =
  | { readonly kind: 'depth'; readonly symbol: string; readonly everyMs: number }
  | {
      readonly kind: 'partialDepth'
      readonly symbol: string
      readonly levels: number
      readonly everyMs: number
    }
  | { readonly kind: 'bookTicker' | 'trade' | 'aggTrade'; readonly symbol: string }
  | { readonly kind: 'kline'; readonly symbol: string; readonly interval: SimInterval }
  | {
      readonly kind: 'ticker' | 'miniTicker'
      readonly symbol: string
      readonly window: TickerWindow
    }
  | { readonly kind: 'markPrice'; readonly symbol: string; readonly everyMs: number }
  | { readonly kind: 'indexPrice'; readonly symbol: string; readonly everyMs: number }
  | { readonly kind: 'forceOrder'; readonly symbol: string }
  | { readonly kind: 'allTickers' | 'allMiniTickers'; readonly window: TickerWindow }
  | { readonly kind: 'allMarkPrices'; readonly everyMs: number }
  | { readonly kind: 'allBookTickers' | 'allForceOrders' | 'contractInfo' }

/** Length of a rolling window of statistics. */
export type TickerWindow = '1h' | '4h' | '1d' | '24h'

/** The part of a futures URL that a stream is served under. */
export type Route = 'public' | 'market' | 'private' | 'none'

const BOOK_KINDS: readonly string[] = [
  'depth',
  'partialDepth',
  'bookTicker',
  'allBookTickers',
  'trade',
]

/**
 * Reads a stream name; `undefined` where it is none, which the venue acknowledges all the same and never serves.
 *
 * Symbols are lower case on the wire; any other case is no stream.
 */
export function readStream(product: BinanceProduct, name: string): StreamPlan | undefined {
  if (name.startsWith('!')) return readAll(product, name)
  const at = name.indexOf('@')
  const symbol = name.slice(0, at)
  if (at <= 0 || symbol !== symbol.toLowerCase()) return undefined
  return readOne(product, symbol.toUpperCase(), name.slice(at + 1))
}

/** The route that serves a plan on USDⓈ-M. */
export function routeOf(plan: StreamPlan): 'public' | 'market' {
  return BOOK_KINDS.includes(plan.kind) ? 'public' : 'market'
}

function readOne(product: BinanceProduct, symbol: string, rest: string): StreamPlan | undefined {
  const isSpot = product === 'spot'
  switch (rest) {
    case 'bookTicker':
    case 'trade':
    case 'aggTrade':
      return { kind: rest, symbol }
    case 'ticker':
    case 'miniTicker':
      return { kind: rest, symbol, window: '24h' }
    case 'forceOrder':
      return isSpot ? undefined : { kind: 'forceOrder', symbol }
    case 'markPrice':
    case 'indexPrice':
      return isSpot ? undefined : { kind: rest, symbol, everyMs: 3000 }
    case 'markPrice@1s':
      return isSpot ? undefined : { kind: 'markPrice', symbol, everyMs: 1000 }
    case 'indexPrice@1s':
      return isSpot ? undefined : { kind: 'indexPrice', symbol, everyMs: 1000 }
    default:
      return (
        readDepth(product, symbol, rest) ??
        readKline(product, symbol, rest) ??
        readWindow(product, symbol, rest)
      )
  }
}

function readDepth(product: BinanceProduct, symbol: string, rest: string): StreamPlan | undefined {
  const match = /^depth(5|10|20)?(@\d+ms)?$/.exec(rest)
  if (match === null) return undefined
  const everyMs = PRODUCTS[product].depthMs[match[2] ?? '']
  if (everyMs === undefined) return undefined
  if (match[1] === undefined) return { kind: 'depth', symbol, everyMs }
  // The undocumented 0 ms exists for diffs only.
  return everyMs === 0
    ? undefined
    : { kind: 'partialDepth', symbol, levels: Number(match[1]), everyMs }
}

function readKline(product: BinanceProduct, symbol: string, rest: string): StreamPlan | undefined {
  if (!rest.startsWith('kline_')) return undefined
  const interval = CANDLE_INTERVALS.find((known) => known === rest.slice(6))
  if (interval === undefined || (interval === '1s' && product !== 'spot')) return undefined
  return { kind: 'kline', symbol, interval }
}

function readWindow(product: BinanceProduct, symbol: string, rest: string): StreamPlan | undefined {
  const match = /^ticker_(1h|4h|1d)$/.exec(rest)
  if (match === null || product !== 'spot') return undefined
  return {
    kind: 'ticker',
    symbol,
    window: match[1] === '1h' ? '1h' : match[1] === '4h' ? '4h' : '1d',
  }
}

function readAll(product: BinanceProduct, name: string): StreamPlan | undefined {
  const isSpot = product === 'spot'
  switch (name) {
    case '!miniTicker@arr':
      return { kind: 'allMiniTickers', window: '24h' }
    case '!ticker@arr':
      // Retired on spot on 2026-03-26.
      return isSpot ? undefined : { kind: 'allTickers', window: '24h' }
    case '!ticker_1h@arr':
      return isSpot ? { kind: 'allTickers', window: '1h' } : undefined
    case '!ticker_4h@arr':
      return isSpot ? { kind: 'allTickers', window: '4h' } : undefined
    case '!ticker_1d@arr':
      return isSpot ? { kind: 'allTickers', window: '1d' } : undefined
    case '!bookTicker':
      return isSpot ? undefined : { kind: 'allBookTickers' }
    case '!forceOrder@arr':
      return isSpot ? undefined : { kind: 'allForceOrders' }
    case '!contractInfo':
      return isSpot ? undefined : { kind: 'contractInfo' }
    case '!markPrice@arr':
      return isSpot ? undefined : { kind: 'allMarkPrices', everyMs: 3000 }
    case '!markPrice@arr@1s':
      return isSpot ? undefined : { kind: 'allMarkPrices', everyMs: 1000 }
    default:
      return undefined
  }
}
