import type {
  Instrument,
  InstrumentEvent,
  InstrumentSlot,
  InstrumentTable,
  Liquidation,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asObject,
  decimalAt,
  isObject,
  optionalDecimalAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readCandle } from './candles.ts'
import { changedInstrument } from './instruments.ts'
import { optionalIsoTimeAt } from './times.ts'
import { MARKETS } from './topics.ts'

/** A cold result that also says whether the frame answers a request. */
export type ColdAnswer = ColdResult & { readonly isAnswer?: boolean }

/** Reads the frames that the hot decoder leaves. docs/venues/dydx.md lists every channel with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** Reads one frame. Never throws. */
  decode(frame: Uint8Array, localTimeUs: number): ColdAnswer {
    try {
      return this.#decode(parseJson(frame), localTimeUs)
    } catch (cause) {
      return coldFault(cause)
    }
  }

  #decode(message: JsonValue, localTimeUs: number): ColdAnswer {
    if (!isObject(message)) return ignored('message is not an object')
    const type = optionalTextAt(message, 'type')
    const isAnswer = type === 'subscribed'
    if (type === undefined) return ignored('message has no type')
    if (!isAnswer && type !== 'channel_data' && type !== 'channel_batch_data')
      return ignored(`type ${type.slice(0, 40)} is not known`)
    const channel = optionalTextAt(message, 'channel') ?? 'of no name'
    if (PRIVATE.test(channel)) return ignored('private channel')
    // The events of one message, whatever the number of changes in it.
    const parts =
      type === 'channel_batch_data' ? arrayAt(message, 'contents') : [message['contents'] ?? null]
    const events: OwnedMarketEvent[] = []
    for (const part of parts) {
      const contents = asObject(part, 'contents')
      if (channel === MARKETS) events.push(...this.#markets(contents, localTimeUs))
      else if (channel === 'v4_candles') {
        const found = this.#candles(textAt(message, 'id'), contents, localTimeUs)
        if (typeof found === 'string') return { ...ignored(found), isAnswer }
        events.push(...found)
      } else return { ...ignored(`channel ${channel.slice(0, 40)} is not carried`), isAnswer }
    }
    return events.length > 0
      ? { outcome: 'event', events }
      : { ...ignored('message tells nothing that is carried'), isAnswer }
  }

  /** A snapshot has its bars newest first; a change is one bar. */
  #candles(
    id: string,
    contents: JsonObject,
    localTimeUs: number,
  ): readonly OwnedMarketEvent[] | string {
    const slash = id.lastIndexOf('/')
    const interval = intervalOf(id.slice(slash + 1))
    if (interval === undefined) return 'bars of this length are not carried'
    const slot = this.#slotOf(id.slice(0, slash))
    if (slot === undefined) return NOT_LISTED
    const rows =
      contents['candles'] === undefined
        ? [contents]
        : [...asArray(contents['candles'], 'candles')].reverse()
    return rows.map((row) => readCandle(row, slot.instrument, interval, localTimeUs))
  }

  /** Whole markets of a snapshot, what changed of some, or their oracle prices. */
  #markets(contents: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] {
    const events: OwnedMarketEvent[] = []
    for (const key of ['markets', 'trading'] as const) {
      if (contents[key] === undefined) continue
      for (const [ticker, value] of Object.entries(asObject(contents[key], key)))
        events.push(...this.#market(ticker, asObject(value, ticker), localTimeUs))
    }
    if (contents['oraclePrices'] === undefined) return events
    for (const [ticker, value] of Object.entries(asObject(contents['oraclePrices'], 'prices')))
      events.push(...this.#oraclePrice(ticker, asObject(value, ticker), localTimeUs))
    return events
  }

  #market(ticker: string, row: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] {
    const slot = this.#slotOf(ticker)
    const changed = changedInstrument(slot?.instrument, ticker, row)
    const instrument = changed ?? slot?.instrument
    if (instrument === undefined) return []
    const head = eventHead(instrument, undefined, localTimeUs)
    return [
      ...(changed === undefined ? [] : [listing(changed, slot, head)]),
      ...statistics(row, head),
      ...(row['oraclePrice'] === undefined ? [] : oracle(row, head)),
    ]
  }

  #oraclePrice(ticker: string, row: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] {
    const slot = this.#slotOf(ticker)
    if (slot === undefined) return []
    const timeUs = optionalIsoTimeAt(row, 'effectiveAt')
    return oracle(row, eventHead(slot.instrument, timeUs, localTimeUs))
  }

  #slotOf(ticker: string): InstrumentSlot | undefined {
    return this.#table.bySymbol('futures', ticker)
  }
}

const NOT_LISTED = 'instrument is not listed'
const PRIVATE = /^v4_(parent_)?(sub)?accounts$/
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

function listing(
  instrument: Instrument,
  slot: InstrumentSlot | undefined,
  head: InstrumentEvent,
): OwnedMarketEvent {
  const priceScale = Math.max(instrument.priceScale, slot?.priceScale ?? 0)
  const sizeScale = Math.max(instrument.sizeScale, slot?.sizeScale ?? 0)
  return {
    type: 'instrumentChanged',
    ...head,
    reason: 'listing',
    instrument,
    priceScale,
    sizeScale,
  }
}

/** Day statistics, the rate of the hour that runs, and open interest in base; each where it is told. */
function statistics(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const events: OwnedMarketEvent[] = []
  const quoteVolume = optionalDecimalAt(row, 'volume24H')
  if (quoteVolume !== undefined)
    events.push({ type: 'ticker', ...head, quoteVolume, windowMs: DAY_MS })
  const rate = optionalDecimalAt(row, 'nextFundingRate')
  if (rate !== undefined)
    events.push({ type: 'funding', ...head, rate, kind: 'estimate', intervalMs: HOUR_MS })
  const size = optionalDecimalAt(row, 'openInterest')
  // `baseOpenInterest` is the chain's own count, of another moment.
  if (size !== undefined) events.push({ type: 'openInterest', ...head, size })
  return events
}

/** Margin, liquidations and triggers go by the oracle price: it is mark and index at once. */
function oracle(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  // A market that has no price yet says `null`.
  if (row['oraclePrice'] === null) return []
  const price = decimalAt(row, 'oraclePrice')
  return [
    { type: 'indexPrice', ...head, price },
    { type: 'markPrice', ...head, price },
  ]
}

/** A trade whose taker was liquidated; the taker's side is that of the forced order. */
export function liquidationOf(trade: TradeUpdate): Liquidation {
  return {
    type: 'liquidation',
    ...eventHead(trade.slot.instrument, trade.venueTimeUs, trade.localTimeUs),
    closedSide: trade.takerSide === 'buy' ? 'short' : 'long',
    price: trade.priceText(),
    priceKind: 'fill',
    size: trade.sizeText(),
  }
}
