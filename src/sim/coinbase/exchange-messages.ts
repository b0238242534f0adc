import { scaledText } from '../../core/index.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import type { BookNews } from './book-feed.ts'
import { priceText, sizeText, timeText } from './wire-text.ts'

const uuid = (id: number): string =>
  `0f358725-2134-435e-be11-${String(id).padStart(12, '0').slice(-12)}`

/** The whole book. */
export function snapshotText({ spec }: LiveInstrument, news: BookNews): string {
  const rows = (levels: BookNews['bids']): readonly (readonly [string, string])[] =>
    levels.map(([price, size]) => [priceText(spec, price), sizeText(spec, size)])
  return JSON.stringify({
    type: 'snapshot',
    product_id: spec.symbol,
    bids: rows(news.bids),
    asks: rows(news.asks),
    time: timeText(news.timeUs),
  })
}

/** Changed levels: side, price, size, of which 0 removes. */
export function updateText({ spec }: LiveInstrument, news: BookNews): string {
  const rows = (side: string, levels: BookNews['bids']): readonly (readonly string[])[] =>
    levels.map(([price, size]) => [side, priceText(spec, price), sizeText(spec, size)])
  return JSON.stringify({
    type: 'l2update',
    product_id: spec.symbol,
    changes: [...rows('buy', news.bids), ...rows('sell', news.asks)],
    time: timeText(news.timeUs),
  })
}

/** One match; `side` is that of the order that rested. */
export function matchText({ spec }: LiveInstrument, trade: SimTrade, type: string): string {
  return JSON.stringify({
    type,
    trade_id: trade.id,
    maker_order_id: uuid(trade.makerOrderId),
    taker_order_id: uuid(trade.takerOrderId),
    side: makerSide(trade),
    size: sizeText(spec, trade.size),
    price: priceText(spec, trade.price),
    product_id: spec.symbol,
    sequence: sequenceOf(trade.id),
    time: timeText(trade.timeUs),
  })
}

/** The side of the order that rested. */
export function makerSide({ takerSide }: SimTrade): string {
  return takerSide === 'buy' ? 'sell' : 'buy'
}

/** Statistics of a day and the best prices, once for each match. */
export function tickerText(live: LiveInstrument, nowUs: number): string {
  const { spec } = live
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const last = live.trades.at(-1)
  const { bids, asks } = live.book(1)
  const price = (level: readonly [number, number] | undefined): string =>
    level === undefined ? '' : priceText(spec, level[0])
  const size = (level: readonly [number, number] | undefined): string =>
    level === undefined ? '' : sizeText(spec, level[1])
  return JSON.stringify({
    type: 'ticker',
    sequence: sequenceOf(last?.id ?? 0),
    product_id: spec.symbol,
    price: priceText(spec, stats.last),
    open_24h: priceText(spec, stats.open),
    volume_24h: sizeText(spec, stats.volume),
    low_24h: priceText(spec, stats.low),
    high_24h: priceText(spec, stats.high),
    volume_30d: scaledText(stats.volume, spec.sizeScale),
    best_bid: price(bids[0]),
    best_bid_size: size(bids[0]),
    best_ask: price(asks[0]),
    best_ask_size: size(asks[0]),
    side: last?.takerSide ?? 'buy',
    time: timeText(last?.timeUs ?? nowUs),
    trade_id: last?.id ?? 0,
    last_size: sizeText(spec, stats.lastSize),
  })
}

/** Says that the feed of a product lives, and which trade was its last. */
export function heartbeatText(live: LiveInstrument, nowUs: number): string {
  const last = live.trades.at(-1)?.id ?? 0
  return JSON.stringify({
    type: 'heartbeat',
    sequence: sequenceOf(last),
    last_trade_id: last,
    product_id: live.spec.symbol,
    time: timeText(nowUs),
  })
}

/** Orders are numbered too, and there are more of them than trades. */
function sequenceOf(tradeId: number): number {
  return tradeId * 7
}
