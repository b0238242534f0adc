import { scaledText } from '../../core/index.ts'
import type { SimCandle } from '../candles.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { BookNews } from './book-feed.ts'
import { priceText, secondsOf, sizeText, timeText } from './wire-text.ts'

/** What a channel says: its name on the wire and its events as JSON text. The number is each connection's own. */
export interface ChannelNews {
  /** The channel as messages name it. */
  readonly channel: string
  /** The list of events. */
  readonly events: string
  /** When it was published, epoch µs; absent: as it is sent. */
  readonly timeUs?: number
}

/** Whether a message is the first of its channel. */
export type NewsType = 'snapshot' | 'update'

/** Levels of a book; asks are called offers, and 0 removes. */
export function bookNews(live: LiveInstrument, type: NewsType, news: BookNews): ChannelNews {
  const { spec } = live
  const time = timeText(news.timeUs)
  const rows = (side: string, levels: BookNews['bids']): readonly string[] =>
    levels.map(
      ([price, size]) =>
        `{"side":"${side}","event_time":"${time}","price_level":"${priceText(spec, price)}","new_quantity":"${sizeText(spec, size)}"}`,
    )
  const updates = [...rows('bid', news.bids), ...rows('offer', news.asks)].join(',')
  const events = `[{"type":"${type}","product_id":"${spec.symbol}","updates":[${updates}]}]`
  return { channel: 'l2_data', events }
}

/** Trades, the newest first. */
export function tradeNews(
  live: LiveInstrument,
  type: NewsType,
  trades: readonly SimTrade[],
): ChannelNews {
  const rows = trades.map((trade) => tradeRow(live, trade)).reverse()
  return { channel: 'market_trades', events: JSON.stringify([{ type, trades: rows }]) }
}

/** One print; `side` is that of the order that rested. */
export function tradeRow(live: LiveInstrument, trade: SimTrade): Record<string, string> {
  const { spec } = live
  return {
    trade_id: String(trade.id),
    product_id: spec.symbol,
    price: priceText(spec, trade.price),
    size: sizeText(spec, trade.size),
    time: timeText(trade.timeUs),
    side: trade.takerSide === 'buy' ? 'SELL' : 'BUY',
  }
}

/** Statistics of a day; `ticker_batch` has no best prices. */
export function tickerNews(
  live: LiveInstrument,
  type: NewsType,
  nowUs: number,
  isBatch: boolean,
): ChannelNews {
  const { spec } = live
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const { bids, asks } = live.book(1)
  const side = (name: string, level: readonly [number, number] | undefined): object => ({
    [name]: level === undefined ? '' : priceText(spec, level[0]),
    [`${name}_quantity`]: level === undefined ? '' : sizeText(spec, level[1]),
  })
  const row = {
    type: 'ticker',
    product_id: spec.symbol,
    price: priceText(spec, stats.last),
    volume_24_h: sizeText(spec, stats.volume),
    low_24_h: priceText(spec, stats.low),
    high_24_h: priceText(spec, stats.high),
    low_52_w: priceText(spec, stats.low),
    high_52_w: priceText(spec, stats.high),
    price_percent_chg_24_h: percentText(stats.open, stats.last),
    ...(isBatch ? {} : { ...side('best_bid', bids[0]), ...side('best_ask', asks[0]) }),
  }
  const channel = isBatch ? 'ticker_batch' : 'ticker'
  return { channel, events: JSON.stringify([{ type, tickers: [row] }]) }
}

const PERCENT_SCALE = 8

/** A change in percent of where it started. */
export function percentText(from: number, to: number): string {
  const change = (BigInt(to - from) * 100n * 10n ** BigInt(PERCENT_SCALE)) / BigInt(from)
  return scaledText(change, PERCENT_SCALE)
}

/** Bars, the newest first. */
export function candleNews(
  live: LiveInstrument,
  type: NewsType,
  bars: readonly Readonly<SimCandle>[],
): ChannelNews {
  const candles = bars
    .map((bar) => ({ ...candleRow(live, bar), product_id: live.spec.symbol }))
    .reverse()
  return { channel: 'candles', events: JSON.stringify([{ type, candles }]) }
}

/** One bar. */
export function candleRow(
  { spec }: LiveInstrument,
  bar: Readonly<SimCandle>,
): Record<string, string> {
  return {
    start: String(secondsOf(bar.openTimeUs)),
    low: priceText(spec, bar.low),
    high: priceText(spec, bar.high),
    open: priceText(spec, bar.open),
    close: priceText(spec, bar.close),
    volume: sizeText(spec, bar.volume),
  }
}

/** Products with their status. */
export function statusNews(
  type: NewsType,
  lives: readonly (readonly [live: LiveInstrument, status: string])[],
): ChannelNews {
  const products = lives.map(([{ spec }, status]) => ({
    product_type: spec.product === 'spot' ? 'SPOT' : 'FUTURE',
    id: spec.symbol,
    base_currency: spec.product === 'spot' ? spec.base : '',
    quote_currency: spec.quote,
    base_increment: spec.lotSize,
    quote_increment: spec.tickSize,
    display_name: `${spec.base}/${spec.quote}`,
    status,
    status_message: '',
    min_market_funds: spec.minNotional,
  }))
  return { channel: 'status', events: JSON.stringify([{ type, products }]) }
}
