/**
 * @hotpath What stands where in Binance's frames of books, best prices and trades, for reading them by shape: a connection
 * of many streams looks its instrument up in most frames. Allocates nothing a frame. Layouts: docs/venues/binance.md.
 */
import type { InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import { type FrameLayout, type FrameRoles, PAIRS } from '../kit/frame-roles.ts'
import { NAME_START, type StreamKind } from './streams.ts'

/** Longer names are no symbols. */
const MOST_NAME = 40

/** What is read of every event, whatever it is: when the gateway sent it, when the engine made it, its ids. */
const HEAD: FrameRoles = {
  E: 'sentMs',
  T: 'timeMs',
  U: 'first',
  u: 'last',
  pu: 'prev',
  lastUpdateId: 'odd',
  ps: 'skip',
}
const DEPTH: FrameRoles = {
  ...HEAD,
  b: 'bids',
  a: 'asks',
  lastUpdateId: 'last',
  bids: 'bids',
  asks: 'asks',
}
const BOOK_TICKER: FrameRoles = {
  ...HEAD,
  b: 'bidPrice',
  B: 'bidSize',
  a: 'askPrice',
  A: 'askSize',
}
/** The kind of a print (`X`) is the same in all: others than those of the market are not told. */
const TRADE: FrameRoles = {
  ...HEAD,
  p: 'tradePrice',
  q: 'tradeSize',
  t: 'tradeId',
  m: 'buyerIsMaker',
}
const AGGREGATE_TRADE: FrameRoles = {
  ...HEAD,
  p: 'tradePrice',
  q: 'tradeSize',
  a: 'tradeId',
  t: 'odd',
  m: 'buyerIsMaker',
  nq: 'skip',
}

/** Layouts by what a frame is; those of a stream of many instruments name them in the event only. */
export type FrameLayouts = Readonly<Record<Exclude<StreamKind, 'cold'> | 'ofMany', FrameLayout>>

/** The layouts of one market, with symbols looked up in `table`. */
export function frameLayouts(table: InstrumentTable, market: Market): FrameLayouts {
  const upper = new Uint8Array(MOST_NAME)
  /** Streams are named in lower case: `{"stream":"btcusdt@depth@100ms","data":{…}}`. */
  function slotOfStream(bytes: Uint8Array, start: number, end: number): InstrumentSlot | undefined {
    if (end - start > MOST_NAME) return undefined
    for (let i = start; i < end; i += 1) {
      const byte = bytes[i]!
      upper[i - start] = byte >= 97 && byte <= 122 ? byte - 32 : byte
    }
    return table.find(market, upper, 0, end - start)
  }
  const slotOf = (bytes: Uint8Array, start: number, end: number): InstrumentSlot | undefined =>
    start === NAME_START ? slotOfStream(bytes, start, end) : table.find(market, bytes, start, end)
  function layout(event: FrameRoles, names: FrameRoles): FrameLayout {
    const data = Object.entries(event).map(([key, role]) => [`data.${key}`, role] as const)
    const roles = { ...event, data: 'inside', ...Object.fromEntries(data), ...names } as const
    return { roles, levels: PAIRS, slotOf }
  }
  // The stream says whose event it is.
  const ofOne: FrameRoles = { s: {}, stream: { before: '@' }, 'data.s': 'skip' }
  const depth = layout(DEPTH, ofOne)
  return {
    depth,
    partial: depth,
    bookTicker: layout(BOOK_TICKER, ofOne),
    ofMany: layout(BOOK_TICKER, { 'data.s': {} }),
    trade: layout(TRADE, ofOne),
    aggTrade: layout(AGGREGATE_TRADE, ofOne),
  }
}
