import type { SimCandle } from '../candles.ts'
import type { BookLevels } from '../change-log.ts'
import { dayStats } from '../day-stats.ts'
import type { DiffBatch } from '../diff-feed.ts'
import { divideRounded, fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { ProtoWriter } from './proto-writer.ts'
import type { TradeGroup } from './trade-groups.ts'
import { msOf, priceText, sizeText } from './wire-text.ts'

/**
 * Spot's data frames: one serialised wrapper each. Field numbers of `mexcdevelop/websocket-proto` (2026-06-17); names in
 * comments are those of its tables.
 */

/** What every frame says. */
export interface FrameHead {
  /** The channel as subscribed. */
  readonly channel: string
  /** The instrument; absent where the channel is of all. */
  readonly symbol?: string
  /** When it is pushed, epoch µs. */
  readonly nowUs: number
}

const QUOTE_DIGITS = 8

/** The wrapper with its body: 1 channel, 3 symbol, 6 sendTime, 3xx the body. */
function frame(head: FrameHead, field: number, body: ProtoWriter): Uint8Array {
  return new ProtoWriter()
    .text(1, head.channel)
    .text(3, head.symbol ?? '')
    .integer(6, msOf(head.nowUs))
    .message(field, body)
    .finish()
}

/** The channel without what it is of: `spot@public.aggre.depth.v3.api.pb@100ms`. */
function eventType({ channel }: FrameHead): string {
  return channel.slice(0, channel.lastIndexOf('@'))
}

/** 1 price, 2 quantity; a size of 0 removes. */
function levels(
  writer: ProtoWriter,
  field: number,
  live: LiveInstrument,
  side: BookLevels['bids'],
): void {
  for (const [price, size] of side) {
    const item = new ProtoWriter().text(1, priceText(live.spec, price))
    // Both spellings of zero are seen.
    item.text(2, size === 0 && field === 1 ? '0' : sizeText(live.spec, size))
    writer.message(field, item)
  }
}

/** 313 publicAggreDepths: 1 asks, 2 bids, 3 eventType, 4 fromVersion, 5 toVersion, 6 lastOrderCreateTime. */
export function aggreDepths(head: FrameHead, live: LiveInstrument, batch: DiffBatch): Uint8Array {
  const body = new ProtoWriter()
  levels(body, 1, live, batch.asks)
  levels(body, 2, live, batch.bids)
  body
    .text(3, eventType(head))
    .text(4, String(batch.previousId + 1))
    .text(5, String(batch.lastId))
    .integer(6, msOf(batch.timeUs))
  return frame(head, 313, body)
}

/** 303 publicLimitDepths: 1 asks, 2 bids, 3 eventType, 4 version, 5 lastOrderCreateTime. */
export function limitDepths(head: FrameHead, live: LiveInstrument, count: number): Uint8Array {
  const book = live.book(count)
  const body = new ProtoWriter()
  levels(body, 1, live, book.asks)
  levels(body, 2, live, book.bids)
  body
    .text(3, 'spot@public.limit.depth.v3.api.pb')
    .text(4, String(live.updateId))
    .integer(5, msOf(live.updatedUs))
  return frame(head, 303, body)
}

/** 1 bidPrice, 2 bidQuantity, 3 askPrice, 4 askQuantity; an empty side is left out. */
function bestOf(live: LiveInstrument): ProtoWriter {
  const { spec, engine } = live
  const [bid, ask] = [engine.best('bid'), engine.best('ask')]
  const writer = new ProtoWriter()
  if (bid !== undefined) {
    writer.text(1, priceText(spec, bid.price)).text(2, sizeText(spec, bid.size))
  }
  if (ask !== undefined) {
    writer.text(3, priceText(spec, ask.price)).text(4, sizeText(spec, ask.size))
  }
  return writer
}

/** 315 publicAggreBookTicker: a BBO, 5 version, 6 lastOrderCreateTime. */
export function aggreBookTicker(head: FrameHead, live: LiveInstrument): Uint8Array {
  const body = bestOf(live).text(5, String(live.updateId)).integer(6, msOf(live.updatedUs))
  return frame(head, 315, body)
}

/** 311 publicBookTickerBatch: 1 items (BBOs), 2 version, 3 lastOrderCreateTime. */
export function bookTickerBatch(head: FrameHead, live: LiveInstrument): Uint8Array {
  const body = new ProtoWriter()
    .message(1, bestOf(live))
    .text(2, String(live.updateId))
    .integer(3, msOf(live.updatedUs))
  return frame(head, 311, body)
}

/** 314 publicAggreDeals: 1 deals (1 price, 2 quantity, 3 tradeType, 4 time, 5 tradeId), 2 eventType. */
export function aggreDeals(
  head: FrameHead,
  live: LiveInstrument,
  groups: readonly TradeGroup[],
): Uint8Array {
  const body = new ProtoWriter()
  for (const { first, last, size } of groups) {
    const deal = new ProtoWriter()
      .text(1, priceText(live.spec, last.price))
      .text(2, sizeText(live.spec, size))
      .integer(3, last.takerSide === 'buy' ? 1 : 2)
      .integer(4, msOf(last.timeUs))
      .text(5, `${first.id}X0_${last.id}X0`)
    body.message(1, deal)
  }
  return frame(head, 314, body.text(2, eventType(head)))
}

/** 308 publicSpotKline; its times are seconds, and the wrapper has 5 createTime in place of sendTime. */
export function kline(
  head: FrameHead,
  live: LiveInstrument,
  word: string,
  bar: Readonly<SimCandle>,
): Uint8Array {
  const { spec } = live
  const price = (value: number): string => priceText(spec, value)
  const body = new ProtoWriter()
    .text(1, word)
    .integer(2, Math.floor(bar.openTimeUs / 1e6))
    .text(3, price(bar.open))
    .text(4, price(bar.close))
    .text(5, price(bar.high))
    .text(6, price(bar.low))
    .text(7, sizeText(spec, bar.volume))
    .text(8, quoteText(live, bar.value))
    .integer(9, Math.floor(bar.endTimeUs / 1e6))
  return new ProtoWriter()
    .text(1, head.channel)
    .text(3, head.symbol ?? '')
    .text(4, SYMBOL_ID)
    .integer(5, msOf(head.nowUs))
    .message(308, body)
    .finish()
}

/** Internal name of an instrument; nobody needs it. */
const SYMBOL_ID = '2fb942154ef44a4ab2ef98c8afb6a4a7'

/** Statistics: 1 symbol, 2 price, 3 rate, 4 zonedRate, 5 high, 6 low, 7 volume (quote), 8 quantity (base). */
function miniTickerBody(live: LiveInstrument, nowUs: number): ProtoWriter {
  const { spec } = live
  const stats = dayStats(live, msOf(nowUs))
  const rate = fixedText(
    divideRounded(BigInt(stats.last - stats.open) * 10_000n, BigInt(stats.open)),
    4,
    4,
  )
  return new ProtoWriter()
    .text(1, spec.symbol)
    .text(2, priceText(spec, stats.last))
    .text(3, rate)
    .text(4, rate)
    .text(5, priceText(spec, stats.high))
    .text(6, priceText(spec, stats.low))
    .text(7, quoteText(live, stats.value))
    .text(8, sizeText(spec, stats.volume))
}

/** 309 publicMiniTicker. */
export function miniTicker(head: FrameHead, live: LiveInstrument): Uint8Array {
  return frame(head, 309, miniTickerBody(live, head.nowUs))
}

/** 310 publicMiniTickers: 1 items. */
export function miniTickers(head: FrameHead, lives: readonly LiveInstrument[]): Uint8Array {
  const body = new ProtoWriter()
  for (const live of lives) body.message(1, miniTickerBody(live, head.nowUs))
  return frame(head, 310, body)
}

/** A value in quote, of 8 digits at most. */
export function quoteText({ spec }: LiveInstrument, value: bigint): string {
  const { valueScale } = spec
  if (valueScale <= QUOTE_DIGITS) return fixedText(value, valueScale, valueScale)
  const rounded = divideRounded(value, 10n ** BigInt(valueScale - QUOTE_DIGITS))
  return fixedText(rounded, QUOTE_DIGITS, QUOTE_DIGITS)
}
