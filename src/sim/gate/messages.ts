import type { BookLevels } from '../change-log.ts'
import { fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimLiquidation, SimTrade } from '../sim-trade.ts'
import {
  contractSize,
  fractionalMillis,
  millis,
  priceText,
  type SizeMode,
  seconds,
  sizeText,
} from './wire-text.ts'

/** A push of a channel, as text. */
export function push(channel: string, nowUs: number, result: unknown, event = 'update'): string {
  return JSON.stringify({
    time: seconds(nowUs),
    time_ms: millis(nowUs),
    channel,
    event,
    result,
  })
}

/** Levels as lists: of spot, and of `obu` everywhere, where sizes are text with their fraction whoever asks. */
export function levelLists(
  live: LiveInstrument,
  levels: BookLevels['bids'],
): readonly (readonly [string, string])[] {
  const { spec } = live
  return levels.map(([price, size]) => [priceText(spec, price), sizeText(spec, size)])
}

/** Levels as objects: of contracts. */
function levelObjects(
  live: LiveInstrument,
  levels: BookLevels['bids'],
  mode: SizeMode,
): readonly { readonly p: string; readonly s: string | number }[] {
  return levels.map(([price, size]) => ({
    p: priceText(live.spec, price),
    s: contractSize(live.spec, size, mode),
  }))
}

/** Levels in the form of the product's own books. */
export function levelRows(
  live: LiveInstrument,
  levels: BookLevels['bids'],
  mode: SizeMode,
): readonly unknown[] {
  return live.spec.kind === 'spot' ? levelLists(live, levels) : levelObjects(live, levels, mode)
}

/** A change of `order_book_update`. `levels`: how many a subscription of contracts asked for. */
export function diffResult(
  live: LiveInstrument,
  changes: BookLevels,
  ids: { readonly first: number; readonly last: number; readonly timeUs: number },
  mode: SizeMode,
  levels: number | undefined,
): unknown {
  const isSpot = live.spec.kind === 'spot'
  return {
    t: millis(ids.timeUs),
    ...(isSpot ? { e: 'depthUpdate', E: seconds(ids.timeUs) } : {}),
    s: live.spec.symbol,
    U: ids.first,
    u: ids.last,
    b: levelRows(live, changes.bids, mode),
    a: levelRows(live, changes.asks, mode),
    ...(levels === undefined ? {} : { l: String(levels) }),
  }
}

/** A whole book of `order_book`. */
export function wholeResult(live: LiveInstrument, levels: number, mode: SizeMode): unknown {
  const { symbol, kind } = live.spec
  const book = live.book(levels)
  const sides = {
    bids: levelRows(live, book.bids, mode),
    asks: levelRows(live, book.asks, mode),
  }
  const t = millis(live.updatedUs)
  return kind === 'spot'
    ? { t, lastUpdateId: live.updateId, s: symbol, ...sides }
    : { t, id: live.updateId, contract: symbol, ...sides }
}

/** The best bid and ask; `""` where a side is empty. */
export function bboResult(live: LiveInstrument, mode: SizeMode): unknown {
  const { spec } = live
  const bid = live.engine.best('bid')
  const ask = live.engine.best('ask')
  const size = (value: number): string | number =>
    spec.kind === 'spot' ? sizeText(spec, value) : contractSize(spec, value, mode)
  return {
    t: millis(live.updatedUs),
    u: live.updateId,
    s: spec.symbol,
    b: bid === undefined ? '' : priceText(spec, bid.price),
    B: bid === undefined ? '' : size(bid.size),
    a: ask === undefined ? '' : priceText(spec, ask.price),
    A: ask === undefined ? '' : size(ask.size),
  }
}

/** Fraction digits of the numbers of spot's trades, which are padded. */
const TRADE_DIGITS = 10

/** A print of spot. */
export function spotTrade(live: LiveInstrument, trade: SimTrade): unknown {
  const { spec } = live
  return {
    id: trade.id,
    create_time: seconds(trade.timeUs),
    create_time_ms: fractionalMillis(trade.timeUs),
    side: trade.takerSide,
    currency_pair: spec.symbol,
    amount: fixedText(trade.size, spec.sizeScale, TRADE_DIGITS),
    price: fixedText(trade.price, spec.priceScale, TRADE_DIGITS),
    range: `${trade.id}-${trade.id}`,
  }
}

/** A print of a contract: the taker who sold has a negative size. */
export function contractTrade(live: LiveInstrument, trade: SimTrade, mode: SizeMode): unknown {
  const size = trade.takerSide === 'sell' ? -trade.size : trade.size
  return {
    size: contractSize(live.spec, size, mode),
    id: trade.id,
    create_time: seconds(trade.timeUs),
    create_time_ms: millis(trade.timeUs),
    price: priceText(live.spec, trade.price),
    contract: live.spec.symbol,
  }
}

/** A forced order: one that sells has a negative size. */
export function liquidationRow(
  live: LiveInstrument,
  forced: SimLiquidation,
  mode: SizeMode,
): unknown {
  return {
    price: priceText(live.spec, forced.price),
    size: contractSize(live.spec, forced.side === 'sell' ? -forced.size : forced.size, mode),
    time_ms: millis(forced.timeUs),
    contract: live.spec.symbol,
  }
}
