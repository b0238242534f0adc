import type {
  Instrument,
  InstrumentSlot,
  InstrumentTable,
  OwnedMarketEvent,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  given,
  isArray,
  optionalDecimalAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import type { Aliases } from './aliases.ts'
import { INTERVALS, readCandle } from './candles.ts'
import { exchangeTicker } from './exchange/ticker.ts'
import { readStatus } from './instruments.ts'
import { marketOfName } from './symbols.ts'
import { optionalIsoTimeAt } from './times.ts'

/** What the rows of a message share. */
interface Head {
  readonly venueTimeUs: number | undefined
  readonly localTimeUs: number
}

type ReadRow = (row: JsonObject, instrument: Instrument, head: Head) => readonly OwnedMarketEvent[]

/** Where a channel has its rows, what names their product, and what they become. docs/venues/coinbase.md §Channels. */
const CHANNELS: Readonly<Record<string, readonly [list: string, product: string, read: ReadRow]>> =
  {
    ticker: ['tickers', 'product_id', ticker],
    ticker_batch: ['tickers', 'product_id', ticker],
    candles: ['candles', 'product_id', candle],
    status: ['products', 'id', listing],
  }

const PRIVATE = new Set(['user', 'futures_balance_summary'])
const NOT_LISTED = 'instrument is not listed'
const DAY_MS = 86_400_000

/** Reads the frames, or parts of frames, that the hot decoders leave. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #aliases: Aliases

  /** A decoder; symbols are looked up in `table`, and what is said of a book is told under its other names too. */
  constructor(table: InstrumentTable, aliases: Aliases) {
    this.#table = table
    this.#aliases = aliases
  }

  /** Reads a frame of Advanced Trade. Never throws. */
  decode(frame: Uint8Array, localTimeUs: number): ColdResult {
    try {
      const message = asObject(parseJson(frame), 'message')
      return this.#channel(textAt(message, 'channel'), message, localTimeUs)
    } catch (cause) {
      return coldFault(cause)
    }
  }

  /** Reads a ticker of Coinbase Exchange. Never throws. */
  decodeTicker(frame: Uint8Array, slot: InstrumentSlot, localTimeUs: number): ColdResult {
    try {
      const row = asObject(parseJson(frame), 'ticker')
      const names = this.#named(slot)
      return {
        outcome: 'event',
        events: names.map((each) => exchangeTicker(row, each, localTimeUs)),
      }
    } catch (cause) {
      return coldFault(cause)
    }
  }

  #channel(channel: string, message: JsonObject, localTimeUs: number): ColdResult {
    if (PRIVATE.has(channel)) return ignored('private channel')
    const reading = CHANNELS[channel]
    if (reading === undefined) return ignored(`channel ${channel.slice(0, 40)} is not carried`)
    const head = { venueTimeUs: optionalIsoTimeAt(message, 'timestamp'), localTimeUs }
    const [list, product, read] = reading
    const events: OwnedMarketEvent[] = []
    let reason = 'message has no events'
    for (const row of rowsOf(message, list)) {
      const symbol = textAt(row, product)
      const slot = this.#table.bySymbol(marketOfName(symbol), symbol)
      if (slot === undefined) reason = NOT_LISTED
      else for (const each of this.#named(slot)) events.push(...read(row, each, head))
    }
    return events.length > 0 ? { outcome: 'event', events } : ignored(reason)
  }

  /** Every instrument whose book it is. */
  #named(slot: InstrumentSlot): readonly Instrument[] {
    return [slot, ...this.#aliases.of(slot)].map(({ instrument }) => instrument)
  }
}

function rowsOf(message: JsonObject, list: string): readonly JsonObject[] {
  const events = message['events']
  if (!isArray(events)) return []
  return events.flatMap((event: JsonValue) =>
    arrayAt(asObject(event, 'event'), list).map((row) => asObject(row, list)),
  )
}

/** `volume_24_h` is in base, or contracts. Entries of empty texts say nothing. */
function ticker(row: JsonObject, instrument: Instrument, head: Head): readonly OwnedMarketEvent[] {
  const lastPrice = optionalDecimalAt(row, 'price')
  if (lastPrice === undefined) return []
  return [
    {
      type: 'ticker',
      ...eventHead(instrument, head.venueTimeUs, head.localTimeUs),
      lastPrice,
      ...given('bidPrice', optionalDecimalAt(row, 'best_bid')),
      ...given('bidSize', optionalDecimalAt(row, 'best_bid_quantity')),
      ...given('askPrice', optionalDecimalAt(row, 'best_ask')),
      ...given('askSize', optionalDecimalAt(row, 'best_ask_quantity')),
      ...given('highPrice', optionalDecimalAt(row, 'high_24_h')),
      ...given('lowPrice', optionalDecimalAt(row, 'low_24_h')),
      ...given('volume', optionalDecimalAt(row, 'volume_24_h')),
      windowMs: DAY_MS,
    },
  ]
}

function candle(row: JsonObject, instrument: Instrument, head: Head): readonly OwnedMarketEvent[] {
  const [interval = '5m'] = INTERVALS
  return [readCandle(row, instrument, interval, head.venueTimeUs, head.localTimeUs)]
}

/** All products at the start, then those that changed; a row knows less than the listing does: its status is what is new. */
function listing(row: JsonObject, known: Instrument, head: Head): readonly OwnedMarketEvent[] {
  // Contracts say nothing here.
  const status = optionalTextAt(row, 'status') === undefined ? known.status : readStatus(row)
  const instrument = status === known.status ? known : Object.freeze({ ...known, status })
  return [
    {
      type: 'instrumentChanged',
      ...eventHead(instrument, head.venueTimeUs, head.localTimeUs),
      reason: 'listing',
      instrument,
      priceScale: instrument.priceScale,
      sizeScale: instrument.sizeScale,
    },
  ]
}
