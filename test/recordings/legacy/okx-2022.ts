import { judgeUnnumbered } from '../../../src/book/index.ts'
import {
  asset,
  BookUpdate,
  type ContinuityRule,
  type DecimalText,
  type ExchangeDriver,
  type FrameDecoder,
  type Instrument,
  type InstrumentTable,
  type Levels,
  type Market,
  pair,
  venueSymbol,
} from '../../../src/core/index.ts'
import { fillLevels } from '../../../src/drivers/kit/cold-updates.ts'
import {
  arrayAt,
  asObject,
  integerAt,
  objectAt,
  parseJson,
  textAt,
} from '../../../src/drivers/kit/fields.ts'
import { okx } from '../../../src/drivers/okx/index.ts'
import { crc32 } from '../../../src/wire/index.ts'
import type { RecordedLine } from '../folder.ts'
import type { Generation } from './generations.ts'

/** OKX of 2022: books without ids, vouched for by a checksum. It ended on 2026-06-23; options are in it too. */

const CHECKSUM_LEVELS = 25

/**
 * Signed CRC-32 of `bid:size:ask:size:…`, best first, 25 levels, a missing one skipped, numbers as the frames wrote
 * them: without trailing zeros.
 */
export function checksum2022({
  bids,
  asks,
}: {
  readonly bids: Levels
  readonly asks: Levels
}): number {
  const parts: string[] = []
  for (let i = 0; i < CHECKSUM_LEVELS; i += 1) {
    if (i < bids.count) parts.push(bids.priceText(i), bids.sizeText(i))
    if (i < asks.count) parts.push(asks.priceText(i), asks.sizeText(i))
  }
  return crc32(parts.join(':')) | 0
}

/** Order is the connection's; the checksum after each update is the evidence. */
export const RULE_2022: ContinuityRule = {
  snapshot: 'stream',
  judge: judgeUnnumbered,
  checksum: checksum2022,
  crossed: 'corruptWhileTrading',
}

const OPTION = /^([^-]+)-([^-]+)-(\d{6})-[\d.]+-[CP]$/

/** Today's driver, with the books of options read beside it: their frames are those of every other instrument. */
export function okx2022(): ExchangeDriver {
  const today = okx()
  return {
    ...today,
    continuity: () => RULE_2022,
    inferInstrument: (market, symbol) => option(symbol) ?? today.inferInstrument(market, symbol),
    createDecoder: (table, market) => withOptions(today.createDecoder(table, market), table),
  }
}

function withOptions(today: FrameDecoder, table: InstrumentTable): FrameDecoder {
  return {
    decode(frame, localTimeUs, sink) {
      const text = Buffer.from(frame).toString()
      const found = /"channel":"(books[\w-]*)","instId":"([^"]+)"},"action":"(\w+)"/.exec(text)
      const [, feed = '', symbol = '', action] = found ?? []
      const slot = OPTION.test(symbol) ? table.bySymbol('futures', symbol) : undefined
      if (slot === undefined) return today.decode(frame, localTimeUs, sink)
      const row = asObject(arrayAt(asObject(parseJson(frame), 'frame'), 'data')[0], 'row')
      const update = new BookUpdate(slot)
      update.begin(slot, feed, action === 'snapshot', localTimeUs)
      update.venueUs = integerAt(row, 'ts') * 1000
      update.checksum = integerAt(row, 'checksum')
      fillLevels(update, arrayAt(row, 'bids'), arrayAt(row, 'asks'))
      sink.book(update)
      return 'event'
    },
    get ignoredReason() {
      return today.ignoredReason
    },
    get fault() {
      return today.fault
    },
  }
}

function option(symbol: string): Instrument | undefined {
  const [, base, quote, expiry] = OPTION.exec(symbol) ?? []
  if (base === undefined || quote === undefined) return undefined
  const market: Market = 'futures'
  return {
    venue: okx().facts.venue,
    market,
    kind: 'dated',
    product: 'option',
    pair: pair(`${base}/${quote}:${base}-${expiry}`),
    symbol: venueSymbol(symbol),
    base: asset(base),
    quote: asset(quote),
    contract: { direction: 'inverse', multiplier: '1' as DecimalText, settle: asset(base) },
    status: 'unknown',
    priceScale: 0,
    sizeScale: 0,
    isInferred: true,
  }
}

/** Whether a recording is of that time: a book frame without ids. */
export function isOkx2022(lines: readonly RecordedLine[]): boolean {
  const book = lines.find(
    ({ dir, frame }) => dir === 'in' && /"channel":"books[^5].*"data"/.test(frame),
  )
  if (book === undefined) return false
  const message = asObject(parseJson(Buffer.from(book.frame)), 'frame')
  const isBook = textAt(objectAt(message, 'arg'), 'channel').startsWith('books')
  return isBook && !('seqId' in asObject(arrayAt(message, 'data')[0], 'row'))
}

/** What takes the place of today's driver for it; today's reads its frames, but cannot vouch for its books. */
export const OKX_2022: Generation = {
  name: 'okx-2022',
  isRefused: false,
  options: { driver: okx2022(), continuity: () => RULE_2022 },
}
