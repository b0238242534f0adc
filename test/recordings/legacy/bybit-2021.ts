import { startAt } from '../../../src/book/index.ts'
import {
  type BookCursor,
  BookUpdate,
  type ContinuityRule,
  type ExchangeDriver,
  type FrameDecoder,
  type FrameOutcome,
  type FrameSink,
  type InstrumentTable,
  TradeUpdate,
  type Verdict,
} from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { fillSides, fillTrade, type Level } from '../../../src/drivers/kit/cold-updates.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  integerAt,
  msTimeAt,
  objectAt,
  parseJson,
  textAt,
} from '../../../src/drivers/kit/fields.ts'
import type { JsonObject } from '../../../src/wire/index.ts'
import type { RecordedLine } from '../folder.ts'
import type { Generation } from './generations.ts'

/** Bybit before v5: levels by change, deletes apart, one cross sequence. It is closed; today's driver refuses it. */

/** Levels a side that the recording subscribed. */
const DEPTH = 25

/** The cross sequence never falls, and jumps: nothing in it says that a message is missing. */
function judge(cursor: BookCursor, update: BookUpdate): Verdict {
  if (update.isSnapshot) return startAt(cursor, update.last)
  if (Number.isNaN(cursor.lastId) || update.last < cursor.lastId) return 'gap'
  cursor.lastId = update.last
  return 'apply'
}

const RULE_2021: ContinuityRule = {
  snapshot: 'stream',
  truncateTo: DEPTH,
  judge,
  crossed: 'corrupt',
}

class Decoder2021 implements FrameDecoder {
  ignoredReason = ''
  readonly fault = undefined
  readonly #table: InstrumentTable

  constructor(table: InstrumentTable) {
    this.#table = table
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = asObject(parseJson(frame), 'message')
    if (message['topic'] === undefined) return 'control'
    const [channel, symbol = ''] = textAt(message, 'topic').split('.')
    const slot = this.#table.bySymbol('futures', symbol)
    if (slot === undefined) throw new Error(`2021: no instrument ${symbol}`)
    if (channel === 'orderBookL2_25') {
      const isSnapshot = textAt(message, 'type') === 'snapshot'
      const update = new BookUpdate(slot)
      update.begin(slot, 'orderBookL2_25', isSnapshot, localTimeUs)
      update.last = integerAt(message, 'cross_seq')
      fill(update, objectAt(message, 'data'), isSnapshot)
      sink.book(update)
      return 'event'
    }
    for (const value of arrayAt(message, 'data')) {
      const row = asObject(value, 'trade')
      const trade = {
        price: decimalAt(row, 'price'),
        size: decimalAt(row, 'size'),
        takerSide: textAt(row, 'side') === 'Sell' ? 'sell' : 'buy',
        tradeId: textAt(row, 'trade_id'),
        venueTimeUs: msTimeAt(row, 'trade_time_ms'),
        localTimeUs,
      } as const
      sink.trade(fillTrade(new TradeUpdate(slot), trade))
    }
    return 'event'
  }
}

function fill(update: BookUpdate, data: JsonObject, isSnapshot: boolean): void {
  const rows = isSnapshot
    ? rowsAt(data, 'order_book')
    : ['delete', 'update', 'insert'].flatMap((key) => rowsAt(data, key))
  const side = (name: string): readonly Level[] =>
    rows.flatMap((row) => (textAt(row, 'side') === name ? [levelOf(row)] : []))
  fillSides(update, side('Buy'), side('Sell'))
}

const rowsAt = (data: JsonObject, key: string): readonly JsonObject[] =>
  arrayAt(data, key).map((row) => asObject(row, key))

/** Rows of `delete` have no size: their level is gone. */
const levelOf = (row: JsonObject): Level => ({
  price: decimalAt(row, 'price'),
  size: decimalAt({ size: '0', ...row }, 'size'),
})

function bybit2021(): ExchangeDriver {
  return { ...bybit(), createDecoder: (table) => new Decoder2021(table) }
}

/** Whether a recording is of before v5: its books are named `orderBookL2_25`. */
export function isBybit2021(lines: readonly RecordedLine[]): boolean {
  return lines.some(({ frame }) => frame.includes('orderBookL2_25.'))
}

/** What takes the place of today's driver for it. */
export const BYBIT_2021: Generation = {
  name: 'bybit-2021',
  isRefused: true,
  options: { driver: bybit2021(), continuity: () => RULE_2021 },
}
