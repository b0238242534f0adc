import type {
  CandleInterval,
  DecimalText,
  InstrumentEvent,
  InstrumentSlot,
  InstrumentTable,
  Market,
  OwnedMarketEvent,
} from '../../core/index.ts'
import { type JsonObject, JsonReader, type JsonValue, readJson } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import {
  decimalAt,
  given,
  integerAt,
  isArray,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { epochUs } from './frame-fields.ts'
import { readStatus } from './instruments.ts'

/** Messages about an account; they come with the account's driver. */
const PRIVATE_EVENTS = new Set([
  'executionReport',
  'outboundAccountPosition',
  'balanceUpdate',
  'listStatus',
  'externalLockUpdate',
  'eventStreamTerminated',
  'ORDER_TRADE_UPDATE',
  'ACCOUNT_UPDATE',
  'ACCOUNT_CONFIG_UPDATE',
  'MARGIN_CALL',
  'TRADE_LITE',
  'ALGO_UPDATE',
  'CONDITIONAL_ORDER_TRIGGER_REJECT',
  'STRATEGY_UPDATE',
  'GRID_UPDATE',
  'listenKeyExpired',
  'userLiabilityChange',
  'marginLevelStatusChange',
])

interface Context {
  readonly table: InstrumentTable
  readonly market: Market
  readonly localTimeUs: number
}

/** Reads a frame of a kind that is not hot. Never throws. docs/venues/binance.md lists every kind with its role. */
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
    return decodeMessage(message, { table, market, localTimeUs })
  } catch (cause) {
    return coldFault(cause)
  }
}

function decodeMessage(message: JsonValue, context: Context): ColdResult {
  const payload = isObject(message) && 'data' in message ? message['data'] : message
  if (isArray(payload)) return decodeMany(payload, context)
  if (!isObject(payload)) return ignored('message is not an object')
  return decodeOne(payload, context)
}

function decodeMany(items: readonly JsonValue[], context: Context): ColdResult {
  const events: OwnedMarketEvent[] = []
  let reason = 'empty list'
  for (const item of items) {
    const result: ColdResult = isObject(item)
      ? decodeOne(item, context)
      : ignored('item is not an object')
    if (result.outcome === 'event') events.push(...result.events)
    else if (result.outcome === 'ignored') ({ reason } = result)
    else return result
  }
  return events.length > 0 ? { outcome: 'event', events } : ignored(reason)
}

function decodeOne(payload: JsonObject, context: Context): ColdResult {
  const wrapped = payload['event']
  if (wrapped !== undefined) {
    // The WebSocket API wraps everything that is no answer.
    const isClosing = isObject(wrapped) && wrapped['e'] === 'serverShutdown'
    return isClosing ? { outcome: 'control' } : ignored('private event')
  }
  if ('openInterest' in payload) return one(payload, context, openInterest)
  const type = optionalTextAt(payload, 'e')
  if (type === undefined) return ignored('message names no event')
  if (PRIVATE_EVENTS.has(type)) return ignored('private event')
  switch (type) {
    case '24hrTicker':
    case '24hrMiniTicker':
      return one(payload, context, (row, head) => ticker(row, head, 86_400_000))
    case '1hTicker':
      return one(payload, context, (row, head) => ticker(row, head, 3_600_000))
    case '4hTicker':
      return one(payload, context, (row, head) => ticker(row, head, 14_400_000))
    case '1dTicker':
      return one(payload, context, (row, head) => ticker(row, head, 86_400_000))
    case 'kline':
      return one(payload, context, candle)
    case 'markPriceUpdate':
      return one(payload, context, markPrice)
    case 'compositeIndex':
      return one(payload, context, (row, head) => [
        { type: 'indexPrice', ...head, price: decimalAt(row, 'p') },
      ])
    case 'forceOrder':
      return liquidation(payload, context)
    case 'contractInfo':
      return contractInfo(payload, context)
    case 'serverShutdown':
      return { outcome: 'control' }
    case 'depthUpdate':
    case 'bookTicker':
    case 'trade':
    case 'aggTrade':
      return ignored('frame names no known instrument')
    default:
      return ignored(`event type ${type.slice(0, 40)} is not carried`)
  }
}

type Read = (row: JsonObject, head: InstrumentEvent) => readonly OwnedMarketEvent[]

function one(row: JsonObject, context: Context, read: Read): ColdResult {
  const slot = context.table.bySymbol(context.market, textAt(row, 's' in row ? 's' : 'symbol'))
  if (slot === undefined) return ignored('instrument is not listed')
  return { outcome: 'event', events: read(row, headOf(slot, row, context.localTimeUs)) }
}

function headOf(slot: InstrumentSlot, row: JsonObject, localTimeUs: number): InstrumentEvent {
  const { venue, market, pair, symbol } = slot.instrument
  return {
    venue,
    market,
    pair,
    symbol,
    ...given('venueTimeUs', venueTimeAt(row, 'E')),
    localTimeUs,
  }
}

function venueTimeAt(row: JsonObject, key: string): number | undefined {
  const time = optionalIntegerAt(row, key)
  return time === undefined ? undefined : epochUs(time)
}

function ticker(
  row: JsonObject,
  head: InstrumentEvent,
  windowMs: number,
): readonly OwnedMarketEvent[] {
  // `Q` is the last quantity only in full tickers; mini tickers lack it.
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(row, 'c')),
      ...given('lastSize', optionalDecimalAt(row, 'Q')),
      ...given('bidPrice', optionalDecimalAt(row, 'b')),
      ...given('bidSize', optionalDecimalAt(row, 'B')),
      ...given('askPrice', optionalDecimalAt(row, 'a')),
      ...given('askSize', optionalDecimalAt(row, 'A')),
      ...given('openPrice', optionalDecimalAt(row, 'o')),
      ...given('highPrice', optionalDecimalAt(row, 'h')),
      ...given('lowPrice', optionalDecimalAt(row, 'l')),
      ...given('vwapPrice', optionalDecimalAt(row, 'w')),
      ...given('volume', optionalDecimalAt(row, 'v')),
      ...given('quoteVolume', optionalDecimalAt(row, 'q')),
      windowMs,
    },
  ]
}

function candle(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const bar = objectAt(row, 'k')
  return [
    {
      type: 'candle',
      ...head,
      interval: textAt(bar, 'i') as CandleInterval, // subscribed by this word: the venue's words are ours
      openTimeUs: epochUs(integerAt(bar, 't')),
      open: decimalAt(bar, 'o'),
      high: decimalAt(bar, 'h'),
      low: decimalAt(bar, 'l'),
      close: decimalAt(bar, 'c'),
      volume: decimalAt(bar, 'v'),
      ...given('quoteVolume', optionalDecimalAt(bar, 'q')),
      tradeCount: integerAt(bar, 'n'),
      isClosed: bar['x'] === true,
    },
  ]
}

/** One message, up to three events; `r` and `P` are empty on dated contracts. */
function markPrice(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const events: OwnedMarketEvent[] = [{ type: 'markPrice', ...head, price: decimalAt(row, 'p') }]
  const index = optionalDecimalAt(row, 'i')
  if (index !== undefined) events.push({ type: 'indexPrice', ...head, price: index })
  const rate = optionalDecimalAt(row, 'r')
  if (rate !== undefined) {
    const fundingTimeUs = venueTimeAt(row, 'T')
    events.push({
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      ...given('fundingTimeUs', fundingTimeUs),
    })
  }
  return events
}

function openInterest(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const venueTimeUs = venueTimeAt(row, 'time')
  const size = decimalAt(row, 'openInterest')
  return [{ type: 'openInterest', ...head, ...given('venueTimeUs', venueTimeUs), size }]
}

const positive = (value: DecimalText | undefined): DecimalText | undefined =>
  value === '0' ? undefined : value

/** `S` is the side of the liquidation order: SELL closed a long. Executed: `z` at `ap`. */
function liquidation(message: JsonObject, context: Context): ColdResult {
  const order = objectAt(message, 'o')
  return one(order, context, (row, head) => {
    const fillPrice = positive(optionalDecimalAt(row, 'ap'))
    return [
      {
        type: 'liquidation',
        ...head,
        ...given('venueTimeUs', venueTimeAt(row, 'T')),
        closedSide: textAt(row, 'S') === 'SELL' ? 'long' : 'short',
        price: fillPrice ?? decimalAt(row, 'p'),
        priceKind: fillPrice === undefined ? 'order' : 'fill',
        size: positive(optionalDecimalAt(row, 'z')) ?? decimalAt(row, 'q'),
      },
    ]
  })
}

/** A listing, settlement or status change; the new terms come from the next REST listing. */
function contractInfo(message: JsonObject, context: Context): ColdResult {
  return one(message, context, (row, head) => {
    const slot = context.table.bySymbol(context.market, head.symbol)
    if (slot === undefined) return []
    const instrument = Object.freeze({ ...slot.instrument, status: readStatus(textAt(row, 'cs')) })
    const { priceScale, sizeScale } = slot
    return [
      { type: 'instrumentChanged', ...head, reason: 'listing', instrument, priceScale, sizeScale },
    ]
  })
}
