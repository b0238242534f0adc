import type {
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
  asObject,
  decimalAt,
  given,
  isArray,
  isObject,
  objectAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readCandle } from './candles.ts'
import { tickerEvents } from './tickers.ts'
import { FACTS } from './venue.ts'

/** A message of a topic that is not hot, its topic cut at the dots. */
interface Message {
  readonly words: readonly string[]
  readonly body: JsonObject
  readonly venueTimeUs: number | undefined
  readonly localTimeUs: number
}

/** Reads the frames that the hot decoder leaves. docs/venues/bybit.md lists every topic with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #market: Market

  /** A decoder; symbols are looked up in `table`, in the market of its socket. */
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

  #decode(body: JsonValue, localTimeUs: number): ColdResult {
    if (!isObject(body)) return ignored('message is not an object')
    const { topic } = body
    if (typeof topic !== 'string') return ignored('message names no topic')
    const words = topic.split('.')
    const channel = words[0] ?? ''
    if (isLegacy(channel, body)) return legacy(channel)
    const reason = whyAside(topic)
    if (reason !== undefined) return ignored(reason)
    return this.#topic(channel, {
      words,
      body,
      venueTimeUs: optionalMsTimeAt(body, 'ts'),
      localTimeUs,
    })
  }

  #topic(channel: string, message: Message): ColdResult {
    switch (channel) {
      case 'tickers':
        return this.#ticker(message)
      case 'kline':
        return this.#candles(message)
      case 'allLiquidation':
        return this.#liquidations(message)
      case 'system':
        return systemStatus(message)
      default:
        return ignored(`topic ${channel.slice(0, 40)} is not carried`)
    }
  }

  /** A snapshot, or the fields that changed: what is not there did not change, and is not told. */
  #ticker(message: Message): ColdResult {
    const slot = this.#slotOf(message)
    if (typeof slot === 'string') return ignored(slot)
    const { instrument } = slot
    const isInverse = instrument.contract?.direction === 'inverse'
    const data = objectAt(message.body, 'data')
    const events = tickerEvents(data, headOf(instrument, message), isInverse)
    return events.length === 0
      ? ignored('none of the fields that changed is carried')
      : { outcome: 'event', events }
  }

  #candles(message: Message): ColdResult {
    const interval = intervalOf(message.words[1] ?? '')
    if (interval === undefined) return ignored('bar length is not known')
    const slot = this.#slotOf(message)
    if (typeof slot === 'string') return ignored(slot)
    const events = rowsOf(message).map((row) => readCandle(row, slot.instrument, interval, message))
    return told(events)
  }

  #liquidations(message: Message): ColdResult {
    const slot = this.#slotOf(message)
    if (typeof slot === 'string') return ignored(slot)
    const events = rowsOf(message).map((row) => {
      const head = headOf(slot.instrument, message, optionalMsTimeAt(row, 'T'))
      return liquidation(row, head)
    })
    return told(events)
  }

  /** The instrument that the last word of the topic names, or why there is none. */
  #slotOf({ words }: Message): InstrumentSlot | string {
    const symbol = words.at(-1) ?? ''
    if (isOption(symbol)) return OPTION
    return this.#table.bySymbol(this.#market, symbol) ?? 'instrument is not listed'
  }
}

const OPTION = 'options are out of scope'

function told(events: readonly OwnedMarketEvent[]): ColdResult {
  return events.length === 0 ? ignored('message has no rows') : { outcome: 'event', events }
}

function rowsOf({ body }: Message): readonly JsonObject[] {
  return arrayAt(body, 'data').map((row) => asObject(row, 'row'))
}

function headOf(
  instrument: Instrument,
  { venueTimeUs, localTimeUs }: Message,
  rowTimeUs?: number,
): InstrumentEvent {
  return eventHead(instrument, rowTimeUs ?? venueTimeUs, localTimeUs)
}

/** Topics left aside, by how they begin; the first that matches says why. */
const ASIDE: readonly (readonly [RegExp, string])[] = [
  [
    /^(order|execution|position|wallet|greeks|dcp|strategy|spread|user|ws_account)([._]|$)/,
    'private topic',
  ],
  [/^orderbook\.(25|100)\./, OPTION],
  [/\.[^.]*[_/][^.]*$/, 'spreads are out of scope'],
  [/^(lt|kline_lt|tickers_lt)\./, 'leveraged tokens are out of scope'],
  [/^liquidation\./, 'liquidation was retired: allLiquidation has every one'],
  [/^priceLimit\./, 'price limits are not carried: the order rules read them by REST'],
  [/^insurance\./, 'insurance pools are not carried'],
  [/^adlAlert\./, 'warnings of deleveraging are not carried'],
]

function whyAside(topic: string): string | undefined {
  return ASIDE.find(([start]) => start.test(topic))?.[1]
}

/** `BTC-26DEC25` is a dated contract; `BTC-26DEC25-60000-C` an option. */
function isOption(symbol: string): boolean {
  return symbol.split('-').length > 3
}

/** Topics of the APIs before v5, which the venue closed. */
const LEGACY: ReadonlySet<string> = new Set([
  'orderBookL2_25',
  'orderBook_200',
  'instrument_info',
  'trade',
  'candle',
  'klineV2',
])

/** Messages of before v5 also have their time in µs. */
function isLegacy(channel: string, body: JsonObject): boolean {
  return LEGACY.has(channel) || 'timestamp_e6' in body
}

function legacy(channel: string): ColdResult {
  const message = `Reading a frame: its topic ${channel.slice(0, 40)} is of an API before v5, which the venue closed`
  return { outcome: 'fault', fault: { code: 'LEGACY_FRAME', message, offsetBytes: 0 } }
}

/** `S` is the side of the position: `Buy` was a long. `p` is its bankruptcy price. */
function liquidation(row: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  return {
    type: 'liquidation',
    ...head,
    closedSide: textAt(row, 'S') === 'Buy' ? 'long' : 'short',
    price: decimalAt(row, 'p'),
    priceKind: 'bankruptcy',
    size: decimalAt(row, 'v'),
  }
}

/** What the states of a maintenance mean for the venue while they last. */
const STATUS = {
  scheduled: 'online',
  ongoing: 'maintenance',
  completed: 'online',
  canceled: 'online',
} as const

/** Products of a maintenance that we carry: 1 futures, 2 spot; 3 is options, 4 spreads. */
const CARRIED: ReadonlySet<string> = new Set(['1', '2'])

function systemStatus({ body, venueTimeUs, localTimeUs }: Message): ColdResult {
  const rows = arrayAt(body, 'data').map((row) => asObject(row, 'row'))
  const carried = rows.filter(({ product }) => concernsUs(product))
  if (carried.length === 0 && rows.length > 0) return ignored('maintenance of other products')
  const events = carried.map((row): OwnedMarketEvent => {
    const state = textAt(row, 'state')
    const status = state in STATUS ? STATUS[state as keyof typeof STATUS] : 'unknown' // just looked up
    const detail = `${optionalTextAt(row, 'title') ?? 'maintenance'} (${state})`.slice(0, 200)
    const time = given('venueTimeUs', venueTimeUs)
    return { type: 'venueStatus', venue: FACTS.venue, status, detail, ...time, localTimeUs }
  })
  return told(events)
}

/** Whether a maintenance touches a product that is carried; one that names none touches all. */
function concernsUs(product: JsonValue | undefined): boolean {
  if (!isArray(product) || product.length === 0) return true
  return product.some((id) => CARRIED.has(textAt({ id }, 'id')))
}
