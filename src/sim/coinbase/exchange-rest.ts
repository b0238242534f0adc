import { readTimestampUs } from '../../wire/index.ts'
import type { SimInterval } from '../candles.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import { makerSide } from './exchange-messages.ts'
import { RestRefusal } from './rest-error.ts'
import { priceText, secondsOf, secondText, sizeText, timeText } from './wire-text.ts'

const INTERVALS: Readonly<Record<string, SimInterval>> = {
  60: '1m',
  300: '5m',
  900: '15m',
  3600: '1h',
  21_600: '6h',
  86_400: '1d',
}
const MOST_BARS = 300
const MOST_TRADES = 1000

/** Answers a public call of the Exchange. @throws RestRefusal in the venue's words. */
export function exchangeAnswer(
  state: CoinbaseState,
  path: string,
  query: URLSearchParams,
): unknown {
  const lives = state.market.instruments('spot')
  if (path === '/products') return lives.map((live) => productRow(state, live))
  if (path === '/currencies') return currencies(lives)
  if (path === '/time') {
    const nowUs = state.clock.nowUs()
    return { iso: timeText(nowUs), epoch: nowUs / 1e6 }
  }
  const match = /^\/products\/([^/]+)(?:\/(book|candles|trades|ticker|stats))?$/.exec(path)
  const live = state.market.find('spot', match?.[1] ?? '')
  if (match === null || live === undefined) throw new RestRefusal(404, '', 'NotFound')
  switch (match[2]) {
    case 'book':
      return book(live, query)
    case 'candles':
      return candles(live, query)
    case 'trades':
      return trades(live, query)
    case 'ticker':
      return ticker(live)
    case 'stats':
      return stats(live, state.clock.nowUs())
    case undefined:
    default:
      return productRow(state, live)
  }
}

function productRow(state: CoinbaseState, live: LiveInstrument): unknown {
  const { spec } = live
  return {
    id: spec.symbol,
    base_currency: spec.base,
    quote_currency: spec.quote,
    quote_increment: spec.tickSize,
    base_increment: spec.lotSize,
    display_name: `${spec.base}-${spec.quote}`,
    min_market_funds: spec.minNotional,
    margin_enabled: false,
    post_only: false,
    limit_only: false,
    cancel_only: false,
    status: state.statusOf(live),
    status_message: '',
    trading_disabled: false,
    fx_stablecoin: false,
    auction_mode: false,
  }
}

function currencies(lives: readonly LiveInstrument[]): unknown {
  const names = new Set(lives.flatMap(({ spec }) => [spec.base, spec.quote]))
  return [...names].map((id) => ({
    id,
    name: id,
    min_size: '0.00000001',
    max_precision: '0.00000001',
    status: 'online',
    details: { type: id === 'USD' ? 'fiat' : 'crypto' },
    supported_networks: [],
  }))
}

/** Level 1 the best, 2 all prices, 3 all orders: here every level is one order. */
function book(live: LiveInstrument, query: URLSearchParams): unknown {
  const levels = live.book(query.get('level') === '1' || !query.has('level') ? 1 : undefined)
  const rows = (side: typeof levels.bids): unknown =>
    side.map(([price, size]) => [priceText(live.spec, price), sizeText(live.spec, size), 1])
  return {
    sequence: live.updateId,
    bids: rows(levels.bids),
    asks: rows(levels.asks),
    time: timeText(live.updatedUs),
  }
}

/** `[time, low, high, open, close, volume]` as numbers, the newest first. */
function candles(live: LiveInstrument, query: URLSearchParams): unknown {
  const { spec } = live
  const interval = INTERVALS[query.get('granularity') ?? '']
  if (interval === undefined) throw new RestRefusal(400, '', 'Unsupported granularity')
  const bound = (name: string, otherwise: number): number => {
    const text = query.get(name)
    if (text === null) return otherwise
    if (/^\d+$/.test(text)) return Number(text)
    const bytes = new TextEncoder().encode(text)
    return readTimestampUs(bytes, 0, bytes.length) / 1_000_000
  }
  const [start, end] = [bound('start', 0), bound('end', Number.MAX_SAFE_INTEGER)]
  const bars = live
    .candles(interval)
    .all()
    .filter(({ openTimeUs }) => openTimeUs >= start * 1e6 && openTimeUs <= end * 1e6)
  return bars
    .slice(-MOST_BARS)
    .map((bar) => [
      secondsOf(bar.openTimeUs),
      ...[bar.low, bar.high, bar.open, bar.close].map((price) => Number(priceText(spec, price))),
      Number(sizeText(spec, bar.volume)),
    ])
    .reverse()
}

function trades(live: LiveInstrument, query: URLSearchParams): unknown {
  const limit = Math.min(Number(query.get('limit') ?? MOST_TRADES), MOST_TRADES)
  return live.trades
    .slice(-limit)
    .map((trade) => ({
      trade_id: trade.id,
      side: makerSide(trade),
      size: sizeText(live.spec, trade.size),
      price: priceText(live.spec, trade.price),
      time: timeText(trade.timeUs),
    }))
    .reverse()
}

function ticker(live: LiveInstrument): unknown {
  const { bids, asks } = live.book(1)
  const last = live.trades.at(-1)
  return {
    bid: bids[0] === undefined ? '' : priceText(live.spec, bids[0][0]),
    ask: asks[0] === undefined ? '' : priceText(live.spec, asks[0][0]),
    volume: '0',
    trade_id: last?.id ?? 0,
    price: last === undefined ? '' : priceText(live.spec, last.price),
    size: last === undefined ? '' : sizeText(live.spec, last.size),
    time: secondText(last?.timeUs ?? live.updatedUs),
  }
}

function stats(live: LiveInstrument, nowUs: number): unknown {
  const { spec } = live
  const day = dayStats(live, Math.floor(nowUs / 1000))
  return {
    open: priceText(spec, day.open),
    high: priceText(spec, day.high),
    low: priceText(spec, day.low),
    last: priceText(spec, day.last),
    volume: sizeText(spec, day.volume),
  }
}
