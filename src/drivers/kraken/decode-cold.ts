import type {
  Candle,
  CandleInterval,
  DecimalText,
  InstrumentEvent,
  InstrumentSlot,
  InstrumentTable,
  Market,
  OwnedMarketEvent,
  VenueStatus,
} from '../../core/index.ts'
import { type JsonObject, JsonReader, type JsonValue, readJson } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  integerAt,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { acknowledged, type Confirmed } from './confirmed.ts'
import { contractEvents } from './futures/contract-ticker.ts'
import { readChannelPair } from './instruments.ts'
import { optionalIsoTimeAt } from './times.ts'
import { OHLC_MINUTES, VENUE } from './venue.ts'

/** Channels about an account; they come with the account's driver. */
const PRIVATE_CHANNELS = new Set(['executions', 'balances', 'margin', 'positions'])

/** Methods of a public connection; all others are orders. */
const PUBLIC_METHODS = new Set(['subscribe', 'unsubscribe', 'ping', 'pong'])

const DAY_MS = 86_400_000

interface Context {
  readonly table: InstrumentTable
  readonly market: Market
  readonly localTimeUs: number
}

/** Reads an answer to a request of ours, noting what it confirms. Never throws. */
export function decodeAnswer(
  frame: Uint8Array,
  confirmed: Confirmed,
  find: (symbol: string) => InstrumentSlot | undefined,
): ColdResult {
  try {
    const message = asObject(parseJson(frame), 'answer')
    const method = optionalTextAt(message, 'method')
    if (method !== undefined && !PUBLIC_METHODS.has(method)) return ignored('private method')
    const result = acknowledged(message)
    if (result !== undefined) confirmed.note(result, find)
  } catch {
    // An answer with fields of other kinds than documented still is one; the session reads it next.
  }
  return { outcome: 'control' }
}

/** Reads a frame of a channel that is not hot. Never throws. docs/venues/kraken.md lists every channel with its role. */
export function decodeCold(
  frame: Uint8Array,
  table: InstrumentTable,
  market: Market,
  localTimeUs: number,
): ColdResult {
  const reader = new JsonReader()
  reader.reset(frame)
  const message = readJson(reader)
  try {
    return isObject(message)
      ? decodeMessage(message, { table, market, localTimeUs })
      : ignored('message is not an object')
  } catch (cause) {
    return coldFault(cause)
  }
}

function decodeMessage(message: JsonObject, context: Context): ColdResult {
  const channel = optionalTextAt(message, 'channel')
  if (channel === undefined) return ignored('message names no channel')
  if (PRIVATE_CHANNELS.has(channel)) return ignored('private channel')
  switch (channel) {
    case 'ticker':
      return rows(message, context, ticker)
    case 'ohlc':
      return rows(message, context, candle)
    case 'instrument':
      return instruments(message, context)
    case 'status':
      return status(message, context)
    case 'level3':
      return ignored('level3 is a feed of single orders, which books are not built from')
    case 'book':
    case 'trade':
      return ignored('message has no data')
    default:
      return ignored(`channel ${channel.slice(0, 40)} is not carried`)
  }
}

type Read = (
  row: JsonObject,
  head: InstrumentEvent,
  context: Context,
) => readonly OwnedMarketEvent[]

function rows(message: JsonObject, context: Context, read: Read): ColdResult {
  const { table, market, localTimeUs } = context
  const events: OwnedMarketEvent[] = []
  for (const item of arrayAt(message, 'data')) {
    const row = asObject(item, 'data')
    const slot = table.bySymbol(market, textAt(row, 'symbol'))
    if (slot === undefined) continue
    const head = eventHead(slot.instrument, timeOf(message, row), localTimeUs)
    events.push(...read(row, head, context))
  }
  return events.length > 0 ? { outcome: 'event', events } : ignored('instrument is not listed')
}

/** A best price of 0 says that there is none. */
function positiveAt(row: JsonObject, key: string): DecimalText | undefined {
  const value = optionalDecimalAt(row, key)
  return value === '0' ? undefined : value
}

/** Bars have the time of the message beside `data`, all else has it in the row. */
function timeOf(message: JsonObject, row: JsonObject): number | undefined {
  const isBar = 'interval_begin' in row
  return optionalIsoTimeAt(isBar ? message : row, 'timestamp')
}

/** `volume` is in base; there is no open price: `change` is against the price a day ago. */
function ticker(
  row: JsonObject,
  head: InstrumentEvent,
  { market }: Context,
): readonly OwnedMarketEvent[] {
  const event: OwnedMarketEvent = {
    type: 'ticker',
    ...head,
    ...given('lastPrice', optionalDecimalAt(row, 'last')),
    ...given('bidPrice', positiveAt(row, 'bid')),
    ...given('bidSize', positiveAt(row, 'bid_qty')),
    ...given('askPrice', positiveAt(row, 'ask')),
    ...given('askSize', positiveAt(row, 'ask_qty')),
    ...given('highPrice', optionalDecimalAt(row, 'high')),
    ...given('lowPrice', optionalDecimalAt(row, 'low')),
    ...given('vwapPrice', optionalDecimalAt(row, 'vwap')),
    ...given('volume', optionalDecimalAt(row, 'volume')),
    windowMs: DAY_MS,
  }
  return market === 'spot' ? [event] : [event, ...contractEvents(row, head)]
}

/** Sent at every trade, never without one; nothing says that a bar is final. A row's `timestamp` is the bar's end. */
function candle(row: JsonObject, head: InstrumentEvent): readonly Candle[] {
  const minutes = integerAt(row, 'interval')
  const interval = INTERVALS.find((name) => OHLC_MINUTES[name] === minutes)
  const openTimeUs = optionalIsoTimeAt(row, 'interval_begin')
  if (interval === undefined || openTimeUs === undefined) return []
  return [
    {
      type: 'candle',
      ...head,
      interval,
      openTimeUs,
      open: decimalAt(row, 'open'),
      high: decimalAt(row, 'high'),
      low: decimalAt(row, 'low'),
      close: decimalAt(row, 'close'),
      volume: decimalAt(row, 'volume'),
      ...given('tradeCount', optionalIntegerAt(row, 'trades')),
    },
  ]
}

const INTERVALS = Object.keys(OHLC_MINUTES) as CandleInterval[] // the keys of a table of ours

function instruments(message: JsonObject, { market, localTimeUs }: Context): ColdResult {
  const pairs = arrayAt(objectAt(message, 'data'), 'pairs')
  const events = pairs.flatMap((item): OwnedMarketEvent[] => {
    const instrument = readChannelPair(asObject(item, 'pairs'), market)
    if (instrument === undefined) return []
    const { priceScale, sizeScale } = instrument
    const head = eventHead(instrument, undefined, localTimeUs)
    return [
      { type: 'instrumentChanged', ...head, reason: 'listing', instrument, priceScale, sizeScale },
    ]
  })
  return events.length > 0 ? { outcome: 'event', events } : ignored('no pairs are listed')
}

const STATUS: Readonly<Record<string, VenueStatus['status']>> = {
  online: 'online',
  post_only: 'degraded',
  cancel_only: 'degraded',
  limit_only: 'degraded',
  reduce_only: 'degraded',
  maintenance: 'maintenance',
}

/** The greeting, and every change of the system's state. `connection_id` exceeds 2^53 and is not read. */
function status(message: JsonObject, { localTimeUs }: Context): ColdResult {
  const events = arrayAt(message, 'data').map((item: JsonValue): VenueStatus => {
    const row = asObject(item, 'data')
    const detail = textAt(row, 'system')
    return {
      type: 'venueStatus',
      venue: VENUE,
      status: STATUS[detail] ?? 'unknown',
      detail: detail.slice(0, 200),
      localTimeUs,
    }
  })
  return events.length > 0 ? { outcome: 'event', events } : ignored('no status is told')
}
