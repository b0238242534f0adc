import type {
  InstrumentEvent,
  InstrumentTable,
  Liquidation,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../../core/index.ts'
import { type JsonObject, JsonReader, readJson } from '../../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../../kit/cold.ts'
import { eventHead } from '../../kit/event-head.ts'
import {
  given,
  isObject,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../../kit/fields.ts'
import { legacyContractEvents } from './contract-ticker.ts'

/** Feeds about an account; they come with the account's driver. */
const PRIVATE_FEEDS =
  /^(open_orders|fills|open_positions|balances|account_|deposits_|notifications_)/

/** Answers to requests of a public connection. */
const ANSWERS = new Set(['info', 'subscribed', 'unsubscribed', 'error', 'alert', 'pong'])

const DAY_MS = 86_400_000

/** Reads a frame of a feed that is not hot. Never throws. docs/venues/kraken.md lists every feed with its role. */
export function decodeCold(
  frame: Uint8Array,
  table: InstrumentTable,
  localTimeUs: number,
): ColdResult {
  const reader = new JsonReader()
  reader.reset(frame)
  const message = readJson(reader)
  try {
    return isObject(message)
      ? decodeMessage(message, table, localTimeUs)
      : ignored('message is not an object')
  } catch (cause) {
    return coldFault(cause)
  }
}

function decodeMessage(
  message: JsonObject,
  table: InstrumentTable,
  localTimeUs: number,
): ColdResult {
  const event = optionalTextAt(message, 'event')
  if (event !== undefined)
    return ANSWERS.has(event) ? { outcome: 'control' } : ignored('private event')
  const feed = optionalTextAt(message, 'feed')
  if (feed === undefined) return ignored('message names no feed')
  if (PRIVATE_FEEDS.test(feed)) return ignored('private feed')
  if (feed !== 'ticker' && feed !== 'ticker_lite') {
    return ignored(`feed ${feed.slice(0, 40)} is not carried`)
  }
  const slot = table.bySymbol('futures', textAt(message, 'product_id'))
  if (slot === undefined) return ignored('instrument is not listed')
  const head = eventHead(slot.instrument, optionalMsTimeAt(message, 'time'), localTimeUs)
  return {
    outcome: 'event',
    events: [ticker(message, head), ...legacyContractEvents(message, head)],
  }
}

/** `ticker`, and `ticker_lite` with its few fields: sent once a second at most, so their best prices are no BBO feed. */
function ticker(row: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  return {
    type: 'ticker',
    ...head,
    ...given('lastPrice', optionalDecimalAt(row, 'last')),
    ...given('bidPrice', optionalDecimalAt(row, 'bid')),
    ...given('bidSize', optionalDecimalAt(row, 'bid_size')),
    ...given('askPrice', optionalDecimalAt(row, 'ask')),
    ...given('askSize', optionalDecimalAt(row, 'ask_size')),
    ...given('openPrice', optionalDecimalAt(row, 'open')),
    ...given('highPrice', optionalDecimalAt(row, 'high')),
    ...given('lowPrice', optionalDecimalAt(row, 'low')),
    ...given('volume', optionalDecimalAt(row, 'volume')),
    ...given('quoteVolume', optionalDecimalAt(row, 'volumeQuote')),
    windowMs: DAY_MS,
  }
}

/** A trade whose taker was a liquidation: selling closed a long. */
export function liquidationOf(trade: TradeUpdate): Liquidation {
  const { instrument } = trade.slot
  return {
    type: 'liquidation',
    ...eventHead(instrument, trade.venueTimeUs, trade.localTimeUs),
    closedSide: trade.takerSide === 'sell' ? 'long' : 'short',
    price: trade.priceText(),
    priceKind: 'fill',
    size: trade.sizeText(),
  }
}
