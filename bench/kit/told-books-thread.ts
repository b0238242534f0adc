import {
  asset,
  BookUpdate,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  pair,
  venueId,
  venueSymbol,
} from '../../src/core/index.ts'
import { RecordWriter } from '../../src/market/thread/record-writer.ts'
import { openSharedRing, RingWriter } from '../../src/runtime/index.ts'
import type { ThreadProgram } from '../../src/runtime/ports.ts'
import { nowNs } from './ring-thread.ts'

/** What the thread is to tell: so many changes, one in `paceNs`; 0: as fast as they go. */
export interface ToldWork {
  readonly buffer: SharedArrayBuffer
  readonly changes: number
  readonly paceNs: number
}

/** The instrument of the book. */
export const TOLD_INSTRUMENT: Instrument = {
  venue: venueId('told'),
  market: 'spot',
  kind: 'spot',
  pair: pair('BTC/USD'),
  symbol: venueSymbol('BTCUSD'),
  base: asset('BTC'),
  quote: asset('USD'),
  product: 'spot',
  status: 'trading',
  priceScale: 2,
  sizeScale: 8,
  isInferred: false,
}
/** Its feed. */
export const TOLD_FEED = 'depth'
/** Levels of the book, and of a change: both sides together. */
const LEVELS = 1_000
export const CHANGED_LEVELS = 20
const MIDDLE = 6_000_000

/** Tells a book and changes of it, each with the time at which it was made in place of the venue's. */
export const thread: ThreadProgram = (link) => {
  const { buffer, changes, paceNs } = link.data as ToldWork
  const ring = openSharedRing(buffer)
  const writer = new RecordWriter(new RingWriter(ring), ring)
  const slot = new InstrumentSlot(instrumentIndex(0), TOLD_INSTRUMENT)
  const { venue, market, pair: name, symbol } = TOLD_INSTRUMENT
  const head = { type: 'bookState', venue, market, pair: name, symbol, localTimeUs: 0 } as const
  writer.event({ ...head, feed: TOLD_FEED, state: 'live', previous: 'syncing', reason: '' })
  const update = new BookUpdate(slot)
  const fill = (levels: number, isSnapshot: boolean, n: number): void => {
    update.begin(slot, TOLD_FEED, isSnapshot, 0)
    for (const [side, sign] of [
      [update.bids, -1],
      [update.asks, 1],
    ] as const) {
      side.reserve(levels)
      side.count = levels
      for (let i = 0; i < levels; i += 1) {
        side.prices[i] = MIDDLE + sign * (1 + ((n * 7 + i * 3) % LEVELS))
        side.sizes[i] = 1 + ((n + i) % 1_000)
      }
    }
  }
  fill(LEVELS, true, 0)
  writer.book(update)
  writer.endBatch()
  let atNs = nowNs()
  for (let n = 0; n < changes; n += 1) {
    fill(CHANGED_LEVELS / 2, false, n)
    atNs += paceNs
    while (nowNs() < atNs);
    update.venueUs = nowNs()
    writer.book(update)
    writer.endBatch()
  }
  return { onMessage() {} }
}
