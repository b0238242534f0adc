import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceText, sizeText, timeText } from './wire-text.ts'

/** A message of a channel of one instrument, as text. */
export function push(channel: string, instId: string, data: unknown, action?: string): string {
  const arg = { channel, instId }
  return JSON.stringify(action === undefined ? { arg, data } : { arg, action, data })
}

/** `[price, size, "0", orders]`; on `books-rpi` the third says how much is no RPI order, which here is all. */
type LevelRow = readonly [string, string, string, string]

/** The rows of one side, sizes of 0 removing. Orders are not counted here: there is one a level. */
function levelRows(
  live: LiveInstrument,
  levels: BookLevels['bids'],
  isRpi = false,
): readonly LevelRow[] {
  return levels.map(([price, size]) => {
    const text = sizeText(live.spec, size)
    return [priceText(live.spec, price), text, isRpi ? text : '0', size === 0 ? '0' : '1']
  })
}

/** Where a message stands in its feed's chain. */
export interface ChainLink {
  /** `seqId` of the message before; -1 in a snapshot. */
  readonly previousId: number
  /** `seqId`. */
  readonly id: number
  /** When the message was made, epoch µs. */
  readonly nowUs: number
}

/** Snapshot or changes of a chained book, as text. */
export function bookMessage(
  channel: string,
  live: LiveInstrument,
  levels: BookLevels,
  link: ChainLink,
): string {
  const isRpi = channel === 'books-rpi'
  const row = {
    asks: levelRows(live, levels.asks, isRpi),
    bids: levelRows(live, levels.bids, isRpi),
    ts: timeText(link.nowUs),
    // A checksum until 2026-06-23.
    checksum: 0,
    prevSeqId: link.previousId,
    seqId: link.id,
  }
  return push(channel, live.spec.symbol, [row], link.previousId === -1 ? 'snapshot' : 'update')
}

/** The best five levels as a whole, as text. */
export function books5Message(live: LiveInstrument, id: number, nowUs: number): string {
  const { symbol } = live.spec
  const book = live.book(5)
  const row = {
    asks: levelRows(live, book.asks),
    bids: levelRows(live, book.bids),
    instId: symbol,
    ts: timeText(nowUs),
    seqId: id,
  }
  return push('books5', symbol, [row])
}

/** The best bid and ask, as text, with the time of the matching engine. */
export function bboMessage(live: LiveInstrument, id: number): string {
  const book = live.book(1)
  const row = {
    asks: levelRows(live, book.asks),
    bids: levelRows(live, book.bids),
    ts: timeText(live.updatedUs),
    seqId: id,
  }
  return push('bbo-tbt', live.spec.symbol, [row])
}

/** A whole book as REST answers it. */
export function bookRow(
  live: LiveInstrument,
  book: BookLevels,
  id: number,
  depth: number,
  nowUs: number,
): unknown {
  return {
    asks: levelRows(live, book.asks.slice(0, depth)),
    bids: levelRows(live, book.bids.slice(0, depth)),
    ts: timeText(nowUs),
    seqId: id,
  }
}
