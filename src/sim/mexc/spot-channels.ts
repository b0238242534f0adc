import type { SimInterval } from '../candles.ts'
import { intervalOfWord } from './bars.ts'

/** What a channel asks for. */
export type SpotPlan =
  | {
      readonly kind: 'depth' | 'deals' | 'bookTicker'
      readonly symbol: string
      readonly everyMs: number
    }
  | { readonly kind: 'limitDepth'; readonly symbol: string; readonly levels: number }
  | { readonly kind: 'bookTickerBatch' | 'miniTicker'; readonly symbol: string }
  | {
      readonly kind: 'kline'
      readonly symbol: string
      readonly word: string
      readonly interval: SimInterval
    }
  | { readonly kind: 'miniTickers' }

const SPEEDS: Readonly<Record<string, number>> = { '100ms': 100, '10ms': 10 }
const LEVELS = new Set(['5', '10', '20'])
const DAY = '24H'

/** Reads a channel's name, upper and lower case as documented; `undefined` where it is none that is served. */
export function readSpotChannel(name: string): SpotPlan | undefined {
  const [prefix, channel = '', a = '', b = '', ...rest] = name.split('@')
  if (prefix !== 'spot' || rest.length > 0) return undefined
  switch (channel) {
    case 'public.aggre.depth.v3.api.pb':
      return atSpeed('depth', a, b)
    case 'public.aggre.deals.v3.api.pb':
      return atSpeed('deals', a, b)
    case 'public.aggre.bookTicker.v3.api.pb':
      return atSpeed('bookTicker', a, b)
    case 'public.limit.depth.v3.api.pb':
      return LEVELS.has(b) ? { kind: 'limitDepth', symbol: a, levels: Number(b) } : undefined
    case 'public.bookTicker.batch.v3.api.pb':
      return b === '' ? { kind: 'bookTickerBatch', symbol: a } : undefined
    case 'public.kline.v3.api.pb': {
      const interval = intervalOfWord(b)
      return interval === undefined ? undefined : { kind: 'kline', symbol: a, word: b, interval }
    }
    case 'public.miniTicker.v3.api.pb':
      return b === DAY ? { kind: 'miniTicker', symbol: a } : undefined
    case 'public.miniTickers.v3.api.pb':
      return a === DAY && b === '' ? { kind: 'miniTickers' } : undefined
    default:
      return undefined
  }
}

function atSpeed(
  kind: 'depth' | 'deals' | 'bookTicker',
  speed: string,
  symbol: string,
): SpotPlan | undefined {
  const everyMs = SPEEDS[speed]
  return everyMs === undefined ? undefined : { kind, symbol, everyMs }
}
