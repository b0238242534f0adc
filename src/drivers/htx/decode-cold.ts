import type {
  DecimalText,
  Instrument,
  InstrumentEvent,
  InstrumentSlot,
  InstrumentTable,
  Market,
  OwnedMarketEvent,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asArray,
  asObject,
  decimalAt,
  given,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readCandle } from './candles.ts'
import { IndexMembers } from './index-members.ts'
import { NoticeDecoder } from './notices.ts'

const NOT_LISTED = 'instrument is not listed'
const OPTION = 'options are out of scope'
const DAY_MS = 86_400_000

/** A push of a market socket that is not hot. */
interface Push {
  readonly channel: string
  readonly symbol: string
  readonly tick: JsonObject
  readonly timeUs: number | undefined
  readonly localTimeUs: number
}

/** Reads the frames that the hot decoder leaves. docs/venues/htx.md lists every channel with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #indexes: IndexMembers
  readonly #notices: NoticeDecoder

  /** A decoder; symbols are looked up in `table`, those without a dash as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#indexes = new IndexMembers(table)
    this.#notices = new NoticeDecoder(table)
  }

  /** Reads one frame, inflated. Never throws. */
  decode(bytes: Uint8Array, localTimeUs: number): ColdResult {
    try {
      return this.#decode(parseJson(bytes), localTimeUs)
    } catch (cause) {
      return coldFault(cause)
    }
  }

  #decode(message: JsonValue, localTimeUs: number): ColdResult {
    if (!isObject(message)) return ignored('message is not an object')
    if (message['op'] !== undefined) return this.#notices.decode(message, localTimeUs)
    if (message['action'] !== undefined) return ignored('private channel')
    if (message['rep'] !== undefined) {
      return ignored('answer to a one-off request of another kind than a book')
    }
    const topic = optionalTextAt(message, 'ch')
    if (topic === undefined) return ignored('message names no channel')
    if (topic === 'market.tickers') return this.#allTickers(message, localTimeUs)
    const [, symbol, channel] = /^market\.([^.]+)\.(.+)$/u.exec(topic) ?? []
    if (symbol === undefined || channel === undefined) return ignored(whyAside(topic))
    return this.#push(message, { symbol, channel, localTimeUs })
  }

  #push(message: JsonObject, head: Pick<Push, 'symbol' | 'channel' | 'localTimeUs'>): ColdResult {
    const read = readerOf(head.channel)
    if (read === undefined) return ignored(whyAside(head.channel))
    const tick = objectAt(message, 'tick')
    const push = { ...head, tick, timeUs: optionalMsTimeAt(message, 'ts') }
    const slots = read.isIndex ? this.#indexes.of(head.symbol) : this.#slotsOf(head.symbol)
    if (typeof slots === 'string') return ignored(slots)
    if (slots.length === 0) return ignored(NOT_LISTED)
    return { outcome: 'event', events: slots.map(({ instrument }) => read.event(push, instrument)) }
  }

  #allTickers(message: JsonObject, localTimeUs: number): ColdResult {
    const timeUs = optionalMsTimeAt(message, 'ts')
    const events = arrayAt(message, 'data').flatMap((value): readonly OwnedMarketEvent[] => {
      const row = asObject(value, 'ticker')
      const slot = this.#table.bySymbol('spot', textAt(row, 'symbol'))
      if (slot === undefined) return []
      return [spotTicker(row, eventHead(slot.instrument, timeUs, localTimeUs))]
    })
    return events.length > 0 ? { outcome: 'event', events } : ignored(NOT_LISTED)
  }

  /** The slot of a symbol, or why there is none. */
  #slotsOf(symbol: string): readonly InstrumentSlot[] | string {
    const dashes = symbol.split('-').length - 1
    if (dashes > 2) return OPTION
    const slot = this.#table.bySymbol(dashes > 0 ? 'futures' : this.#market, symbol)
    return slot === undefined ? NOT_LISTED : [slot]
  }
}

/** How a channel reads. */
interface Reader {
  /** Whether its symbol is that of an index, not of a contract. */
  readonly isIndex?: true
  readonly event: (push: Push, instrument: Instrument) => OwnedMarketEvent
}

const headOf = ({ timeUs, localTimeUs }: Push, instrument: Instrument): InstrumentEvent =>
  eventHead(instrument, timeUs, localTimeUs)

const ticker: Reader = {
  event: (push, instrument) => {
    const head = headOf(push, instrument)
    return instrument.market === 'spot'
      ? spotTicker(push.tick, head)
      : futuresTicker(push.tick, head)
  },
}

/** Bars of these prices run: the last price of the bar is the price now. */
const markPrice: Reader = {
  event: (push, instrument) => ({
    type: 'markPrice',
    ...headOf(push, instrument),
    price: decimalAt(push.tick, 'close'),
  }),
}

const indexPrice: Reader = {
  isIndex: true,
  event: (push, instrument) => ({
    type: 'indexPrice',
    ...headOf(push, instrument),
    price: decimalAt(push.tick, 'close'),
  }),
}

function readerOf(channel: string): Reader | undefined {
  if (channel === 'detail' || channel === 'ticker') return ticker
  if (channel.startsWith('mark_price.')) return markPrice
  if (channel.startsWith('index.')) return indexPrice
  if (!channel.startsWith('kline.')) return undefined
  const interval = intervalOf(channel.slice('kline.'.length))
  if (interval === undefined) return undefined
  return {
    event: ({ tick, localTimeUs }, instrument) =>
      readCandle(tick, instrument, interval, localTimeUs),
  }
}

/** Channels left aside, by how their names begin; the first that matches says why. */
const ASIDE: readonly (readonly [RegExp, string])[] = [
  [/^(accounts|orders|trade\.clearing)/, 'private channel'],
  [/^basis\./, 'the basis is not carried: it is the difference of two prices that are'],
  [/^(premium_index|estimated_rate)\./, 'bars of premiums and estimated rates are not carried'],
  [/^kline\./, 'bars of this length are not carried'],
]

function whyAside(channel: string): string {
  const reason = ASIDE.find(([name]) => name.test(channel))?.[1]
  return reason ?? `channel ${channel.slice(0, 40)} is not carried`
}

/** `amount` is base, `vol` quote; `detail` and the list of all have no last size, `detail` no best prices either. */
function spotTicker(row: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  return {
    type: 'ticker',
    ...head,
    ...given('lastPrice', optionalDecimalAt(row, 'lastPrice') ?? optionalDecimalAt(row, 'close')),
    ...given('lastSize', optionalDecimalAt(row, 'lastSize')),
    ...given('bidPrice', optionalDecimalAt(row, 'bid')),
    ...given('bidSize', optionalDecimalAt(row, 'bidSize')),
    ...given('askPrice', optionalDecimalAt(row, 'ask')),
    ...given('askSize', optionalDecimalAt(row, 'askSize')),
    ...window(row),
    ...given('volume', optionalDecimalAt(row, 'amount')),
    ...given('quoteVolume', optionalDecimalAt(row, 'vol')),
    windowMs: DAY_MS,
  }
}

/** `vol` is contracts, `amount` base, `trade_turnover` quote (linear); all documented as the sum of both sides. */
function futuresTicker(row: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  const bid = bestAt(row, 'bid')
  const ask = bestAt(row, 'ask')
  return {
    type: 'ticker',
    ...head,
    ...given('lastPrice', optionalDecimalAt(row, 'close')),
    ...given('bidPrice', bid.price),
    ...given('bidSize', bid.size),
    ...given('askPrice', ask.price),
    ...given('askSize', ask.size),
    ...window(row),
    ...given('volume', optionalDecimalAt(row, 'vol')),
    ...given('quoteVolume', optionalDecimalAt(row, 'trade_turnover')),
    windowMs: DAY_MS,
  }
}

function window(row: JsonObject): {
  readonly openPrice?: DecimalText
  readonly highPrice?: DecimalText
  readonly lowPrice?: DecimalText
} {
  return {
    ...given('openPrice', optionalDecimalAt(row, 'open')),
    ...given('highPrice', optionalDecimalAt(row, 'high')),
    ...given('lowPrice', optionalDecimalAt(row, 'low')),
  }
}

/** `[price, size]`; missing, `null` or empty where the side is. */
function bestAt(
  row: JsonObject,
  key: string,
): { readonly price?: DecimalText; readonly size?: DecimalText } {
  const value = row[key]
  if (value === undefined || value === null) return {}
  const [price, size] = asArray(value, key)
  const level: JsonObject = {
    ...(price !== undefined && { price }),
    ...(size !== undefined && { size }),
  }
  return {
    ...given('price', optionalDecimalAt(level, 'price')),
    ...given('size', optionalDecimalAt(level, 'size')),
  }
}
