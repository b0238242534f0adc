/**
 * @hotpath What stands where in Binance's depth frames, for reading them by shape: a connection of many streams looks its
 * instrument up in most frames. Allocates nothing a frame. Layouts: docs/venues/binance.md.
 */
import type { BookUpdate, InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import { type FrameRoles, PAIRS } from '../kit/frame-roles.ts'
import type { FrameLayout } from '../kit/shaped-frames.ts'
import { FIRST_MICROSECONDS } from './frame-fields.ts'
import { NAME_START } from './streams.ts'

/** Longer names are no symbols. */
const MOST_NAME = 40

/** What a depth event says. */
const EVENT: FrameRoles = {
  E: 'sentMs',
  T: 'timeMs',
  U: 'first',
  u: 'last',
  pu: 'prev',
  b: 'bids',
  a: 'asks',
  lastUpdateId: 'last',
  bids: 'bids',
  asks: 'asks',
}

/** The layout of one market, with symbols looked up in `table`. */
export function bookLayout(table: InstrumentTable, market: Market): FrameLayout {
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
  return {
    roles: {
      ...EVENT,
      s: {},
      stream: { before: '@' },
      data: 'inside',
      // The stream says whose event it is.
      'data.s': 'skip',
      ...Object.fromEntries(Object.entries(EVENT).map(([key, role]) => [`data.${key}`, role])),
    },
    levels: PAIRS,
    slotOf: (bytes, start, end) =>
      start === NAME_START
        ? slotOfStream(bytes, start, end)
        : table.find(market, bytes, start, end),
    finish,
  }
}

/** Connections may ask for times in µs: those are read key by key. */
function finish(update: BookUpdate): boolean {
  return !(update.venueUs >= FIRST_MICROSECONDS * 1000)
}
