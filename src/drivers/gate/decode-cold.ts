import {
  type InstrumentEvent,
  type InstrumentSlot,
  type InstrumentTable,
  type Market,
  type OwnedMarketEvent,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  asObject,
  decimalAt,
  given,
  isArray,
  isObject,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { readBar, readBarName } from './candles.ts'

/** A message of a channel that is not hot. */
interface Message {
  /** When it was sent, epoch µs. */
  readonly sentTimeUs: number | undefined
  readonly rows: readonly JsonValue[]
  readonly localTimeUs: number
}

type ReadRow = (row: JsonObject, head: InstrumentEvent) => readonly OwnedMarketEvent[]

/** Reads the frames that the hot decoder leaves. docs/venues/gate.md lists every channel with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #market: Market

  /** A decoder; symbols are looked up in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** Reads one frame. Never throws. */
  decode(frame: Uint8Array, localTimeUs: number): ColdResult {
    try {
      return this.#decode(parseJson(frame), localTimeUs)
    } catch (cause) {
      return coldFault(cause)
    }
  }

  #decode(message: JsonValue, localTimeUs: number): ColdResult {
    if (!isObject(message)) return ignored('message is not an object')
    if ('header' in message || 'request_id' in message) return ignored(PRIVATE_ANSWER)
    const channel = message['channel'] === '' ? undefined : optionalTextAt(message, 'channel')
    if (channel === undefined) return ignored('message names no channel')
    const reason = whyAside(channel, this.#market)
    if (reason !== undefined) return ignored(reason)
    if (message['event'] === 'api') return ignored(PRIVATE_ANSWER)
    const { result } = message
    const rows = isArray(result) ? result : [asObject(result, 'result')]
    return this.#channel(channel, { sentTimeUs: sentTimeUs(message), rows, localTimeUs })
  }

  #channel(channel: string, message: Message): ColdResult {
    switch (channel) {
      case 'spot.tickers':
        return this.#eachRow(message, 'currency_pair', spotTicker)
      case 'futures.tickers':
        return this.#eachRow(message, 'contract', contractTicker)
      case 'futures.public_liquidates':
        return this.#eachRow(message, 'contract', liquidation)
      case 'spot.candlesticks':
      case 'futures.candlesticks':
        return this.#candles(message)
      default:
        return ignored(`channel ${channel.slice(0, 40)} is not carried`)
    }
  }

  #eachRow(
    { rows, sentTimeUs, localTimeUs }: Message,
    symbolKey: string,
    read: ReadRow,
  ): ColdResult {
    return gather(rows, (value) => {
      const row = asObject(value, 'row')
      const slot = this.#slotOf(textAt(row, symbolKey))
      if (slot === undefined) return NOT_LISTED
      // `t` is the engine's time; where it is missing, the time of sending is all there is.
      const timeUs = optionalMsTimeAt(row, 't') ?? optionalMsTimeAt(row, 'time_ms') ?? sentTimeUs
      return read(row, eventHead(slot.instrument, timeUs, localTimeUs))
    })
  }

  #candles({ rows, localTimeUs }: Message): ColdResult {
    return gather(rows, (value) => {
      const row = asObject(value, 'bar')
      const { interval, symbol, price } = readBarName(textAt(row, 'n'))
      if (price !== 'last') return 'bars of index and mark prices are not carried'
      if (interval === undefined) return 'bars of this length are not carried'
      const slot = this.#slotOf(symbol)
      if (slot === undefined) return NOT_LISTED
      const bar = readBar(row, slot.instrument, interval, localTimeUs)
      return bar === undefined ? 'bar without its base volume, as before 2022' : [bar]
    })
  }

  #slotOf(symbol: string): InstrumentSlot | undefined {
    return this.#table.bySymbol(this.#market, symbol)
  }
}

const NOT_LISTED = 'instrument is not listed'
const PRIVATE_ANSWER = 'answer to a private request'

/** `time_ms` of a message; answers of 2023 have 0 there, older messages nothing. */
function sentTimeUs(message: JsonObject): number | undefined {
  const sentUs = optionalMsTimeAt(message, 'time_ms')
  return sentUs === 0 ? undefined : sentUs
}

/** The events of all rows; where no row gives any, why the last one did not. */
function gather(
  rows: readonly JsonValue[],
  read: (row: JsonValue) => readonly OwnedMarketEvent[] | string,
): ColdResult {
  const events: OwnedMarketEvent[] = []
  let reason = 'message has no rows'
  for (const row of rows) {
    const found = read(row)
    if (typeof found === 'string') reason = found
    else events.push(...found)
  }
  return events.length > 0 ? { outcome: 'event', events } : ignored(reason)
}

/** Channels left aside, by how their names begin; the first that matches says why. */
const ASIDE: readonly (readonly [RegExp, string])[] = [
  [
    /^(spot|futures)\.(orders|orders_v2|usertrades|usertrades_v2|balances|margin_balances|funding_balances|cross_balances|cross_loan|priceorders|positions|adl_ranks|liquidates|auto_deleverages|position_closes|reduce_risk_limits|autoorders|login|order_(?!book)\w+)$/,
    'private channel',
  ],
  [/^options\./, 'options are out of scope'],
  [/^announcement\./, 'announcements are not carried'],
  [
    /^futures\.contract_stats$/,
    'statistics by interval are not carried: the ticker has the open interest',
  ],
]

function whyAside(channel: string, market: Market): string | undefined {
  const aside = ASIDE.find(([name]) => name.test(channel))
  if (aside !== undefined) return aside[1]
  const isOther = channel.startsWith(market === 'spot' ? 'futures.' : 'spot.')
  return isOther ? 'channel is of the other market' : undefined
}

const DAY_MS = 86_400_000
const SECOND_US = 1_000_000

function spotTicker(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(row, 'last')),
      ...given('bidPrice', optionalDecimalAt(row, 'highest_bid')),
      ...given('askPrice', optionalDecimalAt(row, 'lowest_ask')),
      ...given('highPrice', optionalDecimalAt(row, 'high_24h')),
      ...given('lowPrice', optionalDecimalAt(row, 'low_24h')),
      ...given('volume', optionalDecimalAt(row, 'base_volume')),
      ...given('quoteVolume', optionalDecimalAt(row, 'quote_volume')),
      windowMs: DAY_MS,
    },
  ]
}

/** One row says the day's statistics, mark, index, funding and open interest; what it leaves out is not told. */
function contractTicker(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const markPrice = optionalDecimalAt(row, 'mark_price')
  const indexPrice = optionalDecimalAt(row, 'index_price')
  const openInterest = optionalDecimalAt(row, 'total_size')
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(row, 'last')),
      ...given('bidPrice', optionalDecimalAt(row, 'highest_bid')),
      ...given('bidSize', optionalDecimalAt(row, 'highest_size')),
      ...given('askPrice', optionalDecimalAt(row, 'lowest_ask')),
      ...given('askSize', optionalDecimalAt(row, 'lowest_size')),
      ...given('highPrice', optionalDecimalAt(row, 'high_24h')),
      ...given('lowPrice', optionalDecimalAt(row, 'low_24h')),
      ...given('volume', optionalDecimalAt(row, 'volume_24h')),
      ...given('quoteVolume', optionalDecimalAt(row, 'volume_24h_quote')),
      windowMs: DAY_MS,
    },
    ...(markPrice === undefined ? [] : [{ type: 'markPrice', ...head, price: markPrice } as const]),
    ...(indexPrice === undefined
      ? []
      : [{ type: 'indexPrice', ...head, price: indexPrice } as const]),
    ...funding(row, head),
    ...(openInterest === undefined
      ? []
      : [{ type: 'openInterest', ...head, size: openInterest } as const]),
  ]
}

/** `funding_rate` is charged at `funding_next_apply`; the indicative one is deprecated and says the same. */
function funding(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const rate = optionalDecimalAt(row, 'funding_rate')
  if (rate === undefined) return []
  const nextS = optionalIntegerAt(row, 'funding_next_apply')
  const intervalS = optionalIntegerAt(row, 'funding_interval')
  return [
    {
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      ...given('fundingTimeUs', nextS === undefined ? undefined : nextS * SECOND_US),
      ...given('intervalMs', intervalS === undefined ? undefined : intervalS * 1000),
    },
  ]
}

/** The forced order: one that sells (negative) closed a long (unconfirmed). */
function liquidation(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const size = decimalAt(row, 'size')
  const isSell = size.startsWith('-')
  return [
    {
      type: 'liquidation',
      ...head,
      closedSide: isSell ? 'long' : 'short',
      price: decimalAt(row, 'price'),
      priceKind: 'order',
      // What is left of a decimal without its sign is one.
      size: (isSell ? size.slice(1) : size) as typeof size,
    },
  ]
}
