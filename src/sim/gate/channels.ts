import { intervalOf } from './bars.ts'

/** What one name of a subscription asks for. */
export type ChannelPlan =
  | { readonly kind: 'chain'; readonly symbol: string; readonly levels: number }
  | {
      readonly kind: 'diff'
      readonly symbol: string
      readonly everyMs: number
      /** The best so many of contracts; all where absent. */
      readonly levels?: number
    }
  | {
      readonly kind: 'whole'
      readonly symbol: string
      readonly everyMs: number
      readonly levels: number
    }
  | { readonly kind: 'candle'; readonly symbol: string; readonly word: string }
  | { readonly kind: 'bbo' | 'trades' | 'ticker' | 'liquidations'; readonly symbol: string }

/** A subscription that the venue refuses, in its words. */
export interface ChannelRefusal {
  /** Code 2 is a bad argument. */
  readonly code: number
  /** Why. */
  readonly message: string
}

const CHAIN_LEVELS = [50, 400]
const DIFF_LEVELS = ['20', '50', '100']
const WHOLE_LEVELS = ['1', '5', '10', '20', '50', '100']
const LISTED: Readonly<Record<string, 'bbo' | 'trades' | 'ticker' | 'liquidations'>> = {
  book_ticker: 'bbo',
  trades: 'trades',
  tickers: 'ticker',
  public_liquidates: 'liquidations',
}
const PRIVATE =
  /^(orders|usertrades|balances|positions|liquidates|auto_deleverages|position_closes|autoorders|priceorders)$/

/** The names that a payload lists: one for each stream. Channels with settings have one stream a request. */
export function namesOf(channel: string, payload: readonly string[]): readonly string[] {
  const kind = channel.slice(channel.indexOf('.') + 1)
  const isListed = kind === 'obu' || kind in LISTED
  return isListed
    ? payload.map((item) => `${channel}|${item}`)
    : [`${channel}|${payload.join(',')}`]
}

/** Reads a stream's name; a refusal where it is none. */
export function readName(name: string): ChannelPlan | ChannelRefusal {
  const at = name.indexOf('|')
  const channel = name.slice(0, at)
  const items = name.slice(at + 1).split(',')
  const dot = channel.indexOf('.')
  const kind = channel.slice(dot + 1)
  const isSpot = channel.slice(0, dot) === 'spot'
  const listed = LISTED[kind]
  if (listed !== undefined && !(isSpot && kind === 'public_liquidates')) {
    return { kind: listed, symbol: items[0] ?? '' }
  }
  switch (kind) {
    case 'obu':
      return readChain(items[0] ?? '')
    case 'order_book_update':
      return readDiff(items, isSpot)
    case 'order_book':
      return readWhole(items, isSpot)
    case 'candlesticks':
      return readCandle(items)
    default:
      return PRIVATE.test(kind)
        ? { code: 4, message: '{"label":"INVALID_KEY","message":"Invalid key provided"}' }
        : bad(`unknown channel ${channel}`)
  }
}

/** Whether a name was refused. */
export function isRefusal(plan: ChannelPlan | ChannelRefusal): plan is ChannelRefusal {
  return 'code' in plan
}

function bad(message: string): ChannelRefusal {
  return { code: 2, message }
}

function readChain(stream: string): ChannelPlan | ChannelRefusal {
  const match = /^ob\.(.+)\.(\d+)$/.exec(stream)
  const levels = Number(match?.[2])
  if (match?.[1] === undefined || !CHAIN_LEVELS.includes(levels)) {
    return bad(`invalid argument ${stream}`)
  }
  return { kind: 'chain', symbol: match[1], levels }
}

/** Spot: pair and cadence. Contracts: contract, cadence, and since 2023 the number of levels. */
function readDiff(items: readonly string[], isSpot: boolean): ChannelPlan | ChannelRefusal {
  const [symbol = '', cadence = '', level] = items
  if (cadence !== '100ms' && cadence !== '20ms') return bad(`invalid interval ${cadence}`)
  const everyMs = cadence === '100ms' ? 100 : 20
  if (isSpot) return { kind: 'diff', symbol, everyMs, ...(everyMs === 20 ? { levels: 20 } : {}) }
  if (level === undefined) return { kind: 'diff', symbol, everyMs }
  if (!DIFF_LEVELS.includes(level) || (everyMs === 20 && level !== '20')) {
    return bad(`invalid level ${level}`)
  }
  return { kind: 'diff', symbol, everyMs, levels: Number(level) }
}

function readWhole(items: readonly string[], isSpot: boolean): ChannelPlan | ChannelRefusal {
  const [symbol = '', level = '', cadence = ''] = items
  if (!WHOLE_LEVELS.includes(level)) return bad(`invalid level ${level}`)
  const everyMs = isSpot ? ({ '100ms': 100, '1000ms': 1000 } as const)[cadence] : 100
  if (everyMs === undefined || (!isSpot && cadence !== '0')) {
    return bad(`invalid interval ${cadence}`)
  }
  return { kind: 'whole', symbol, everyMs, levels: Number(level) }
}

function readCandle(items: readonly string[]): ChannelPlan | ChannelRefusal {
  const [word = '', symbol = ''] = items
  return intervalOf(word) === undefined
    ? bad(`unknown interval ${word}`)
    : { kind: 'candle', symbol, word }
}
