import {
  type DecimalText,
  type Instrument,
  type InstrumentEvent,
  type InstrumentSlot,
  type InstrumentTable,
  type OwnedMarketEvent,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  isObject,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readCandle } from './candles.ts'
import { IndexMembers } from './index-members.ts'
import { readInstrument, readStatus } from './instruments.ts'
import { kindOfName } from './symbols.ts'
import { FACTS } from './venue.ts'

/** A message of a channel that is not hot. */
interface Message {
  readonly channel: string
  readonly arg: JsonObject
  readonly rows: readonly JsonValue[]
  readonly localTimeUs: number
}

type ReadRow = (row: JsonObject, head: InstrumentEvent) => readonly OwnedMarketEvent[]

/** Channels of one instrument each. docs/venues/okx.md §Channels. */
const ROW_READERS: Readonly<Record<string, ReadRow>> = {
  tickers: ticker,
  'mark-price': (row, head) => [{ type: 'markPrice', ...head, price: decimalAt(row, 'markPx') }],
  'open-interest': openInterest,
  'funding-rate': funding,
  'liquidation-orders': liquidations,
}

/** Reads the frames that the hot decoder leaves. docs/venues/okx.md lists every channel with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #indexes: IndexMembers

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#indexes = new IndexMembers(table)
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
    if ('op' in message) return ignored('answer to a private request')
    const { arg } = message
    const channel = isObject(arg) ? optionalTextAt(arg, 'channel') : undefined
    if (!isObject(arg) || channel === undefined) return ignored('message names no channel')
    const reason = whyAside(channel)
    if (reason !== undefined) return ignored(reason)
    return this.#channel({ channel, arg, rows: arrayAt(message, 'data'), localTimeUs })
  }

  #channel(message: Message): ColdResult {
    const { channel, localTimeUs } = message
    const readRow = ROW_READERS[channel]
    if (readRow !== undefined) return this.#eachRow(message, readRow)
    if (channel.startsWith(CANDLE)) return this.#candles(message)
    switch (channel) {
      case 'index-tickers':
        return gather(message.rows, (row) => this.#indexPrices(asObject(row, channel), localTimeUs))
      case 'instruments':
        return gather(message.rows, (row) => this.#listing(asObject(row, channel), localTimeUs))
      case 'status':
        return gather(message.rows, (row) => venueStatus(asObject(row, channel), localTimeUs))
      default:
        return ignored(`channel ${channel.slice(0, 40)} is not carried`)
    }
  }

  /** A row names its instrument itself, but for bars. */
  #eachRow({ channel, arg, rows, localTimeUs }: Message, readRow: ReadRow): ColdResult {
    return gather(rows, (value) => {
      const row = asObject(value, channel)
      const slot = this.#slotOf(optionalTextAt(row, 'instId') ?? textAt(arg, 'instId'))
      if (typeof slot === 'string') return slot
      return readRow(row, eventHead(slot.instrument, optionalMsTimeAt(row, 'ts'), localTimeUs))
    })
  }

  #candles({ channel, arg, rows, localTimeUs }: Message): ColdResult {
    const interval = intervalOf(channel.slice(CANDLE.length))
    if (interval === undefined) return ignored(`channel ${channel.slice(0, 40)} is not carried`)
    const slot = this.#slotOf(textAt(arg, 'instId'))
    if (typeof slot === 'string') return ignored(slot)
    return gather(rows, (row) => [readCandle(row, slot.instrument, interval, localTimeUs)])
  }

  #indexPrices(row: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] | string {
    const price = decimalAt(row, 'idxPx')
    const timeUs = optionalMsTimeAt(row, 'ts')
    const members = this.#indexes.of(textAt(row, 'instId'))
    if (members.length === 0) return NOT_LISTED
    return members.map(({ instrument }) => ({
      type: 'indexPrice',
      ...eventHead(instrument, timeUs, localTimeUs),
      price,
    }))
  }

  /** A listing, a delisting, or new terms; a row is whole, as in the REST listing. */
  #listing(row: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] | string {
    const slot = this.#slotOf(textAt(row, 'instId'))
    const known = typeof slot === 'string' ? undefined : slot
    const instrument = readInstrument(row) ?? withStatus(known, row)
    if (instrument === undefined) return typeof slot === 'string' ? slot : NOT_LISTED
    const { priceScale, sizeScale } = known ?? instrument
    const head = eventHead(instrument, undefined, localTimeUs)
    return [
      { type: 'instrumentChanged', ...head, reason: 'listing', instrument, priceScale, sizeScale },
    ]
  }

  /** The slot of a symbol, or why there is none. */
  #slotOf(symbol: string): InstrumentSlot | string {
    const kind = kindOfName(symbol)
    if (kind === 'option') return OPTION
    return (kind === 'unknown' ? undefined : this.#table.bySymbol(kind, symbol)) ?? NOT_LISTED
  }
}

const CANDLE = 'candle'
const NOT_LISTED = 'instrument is not listed'
const OPTION = 'options are out of scope'

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
    /^(account|balance|positions|orders|fills|liquidation-warning|algo-|deposit-|withdrawal-|rfqs$|quotes$|struc-block)/,
    'private channel',
  ],
  [/^sprd-/, 'spreads are out of scope'],
  [/^grid-/, 'trading bots are out of scope'],
  [/^(opt-summary|option-trades)/, OPTION],
  [/^(index|mark-price)-candle/, 'bars of index and mark prices are not carried'],
  [/^price-limit$/, 'price limits are not carried: the order rules read them by REST'],
]

function whyAside(channel: string): string | undefined {
  return ASIDE.find(([name]) => name.test(channel))?.[1]
}

const DAY_MS = 86_400_000

function ticker(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  // `volCcy24h` is quote on spot, but the base coin on derivatives.
  const quoteVolume = head.market === 'spot' ? optionalDecimalAt(row, 'volCcy24h') : undefined
  return [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(row, 'last')),
      ...given('lastSize', optionalDecimalAt(row, 'lastSz')),
      ...given('bidPrice', optionalDecimalAt(row, 'bidPx')),
      ...given('bidSize', optionalDecimalAt(row, 'bidSz')),
      ...given('askPrice', optionalDecimalAt(row, 'askPx')),
      ...given('askSize', optionalDecimalAt(row, 'askSz')),
      ...given('openPrice', optionalDecimalAt(row, 'open24h')),
      ...given('highPrice', optionalDecimalAt(row, 'high24h')),
      ...given('lowPrice', optionalDecimalAt(row, 'low24h')),
      ...given('volume', optionalDecimalAt(row, 'vol24h')),
      ...given('quoteVolume', quoteVolume),
      windowMs: DAY_MS,
    },
  ]
}

function openInterest(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return [
    {
      type: 'openInterest',
      ...head,
      size: decimalAt(row, 'oi'),
      ...given('baseSize', optionalDecimalAt(row, 'oiCcy')),
      ...given('notional', optionalDecimalAt(row, 'oiUsd')),
    },
  ]
}

/** The rate to come, an estimate until `fundingTime`; and the last one charged, where its time is told too. */
function funding(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const fundingTimeUs = optionalMsTimeAt(row, 'fundingTime')
  const nextTimeUs = optionalMsTimeAt(row, 'nextFundingTime')
  const intervalMs =
    fundingTimeUs === undefined || nextTimeUs === undefined
      ? undefined
      : (nextTimeUs - fundingTimeUs) / 1000
  const events: OwnedMarketEvent[] = [
    {
      type: 'funding',
      ...head,
      rate: decimalAt(row, 'fundingRate'),
      kind: 'estimate',
      ...given('fundingTimeUs', fundingTimeUs),
      ...given('intervalMs', intervalMs),
      ...given('nextRate', optionalDecimalAt(row, 'nextFundingRate')),
    },
  ]
  const settledAtUs = optionalMsTimeAt(row, 'prevFundingTime')
  const settledRate = optionalDecimalAt(row, 'settFundingRate')
  const isSettled = optionalTextAt(row, 'settState') === 'settled'
  if (isSettled && settledAtUs !== undefined && settledRate !== undefined) {
    events.push({
      type: 'funding',
      ...head,
      rate: settledRate,
      kind: 'settled',
      fundingTimeUs: settledAtUs,
    })
  }
  return events
}

/** One row of an instrument, several positions: `side` is that of the forced order, so `buy` closed a short. */
function liquidations(row: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  return arrayAt(row, 'details').flatMap((value): readonly OwnedMarketEvent[] => {
    const detail = asObject(value, 'details')
    const price: DecimalText | undefined = optionalDecimalAt(detail, 'bkPx')
    if (price === undefined) return []
    return [
      {
        type: 'liquidation',
        ...head,
        ...given('venueTimeUs', optionalMsTimeAt(detail, 'ts')),
        closedSide: textAt(detail, 'side') === 'buy' ? 'short' : 'long',
        price,
        priceKind: 'bankruptcy',
        size: decimalAt(detail, 'sz'),
      },
    ]
  })
}

/** What the states of a maintenance mean for the venue while they last. */
const STATUS = {
  scheduled: 'online',
  ongoing: 'maintenance',
  pre_open: 'degraded',
  completed: 'online',
  canceled: 'online',
} as const

function venueStatus(row: JsonObject, localTimeUs: number): readonly OwnedMarketEvent[] {
  const state = textAt(row, 'state')
  const status = state in STATUS ? STATUS[state as keyof typeof STATUS] : 'unknown' // just looked up
  const detail = `${optionalTextAt(row, 'title') ?? 'maintenance'} (${state})`.slice(0, 200)
  const time = given('venueTimeUs', optionalMsTimeAt(row, 'ts'))
  return [{ type: 'venueStatus', venue: FACTS.venue, status, detail, ...time, localTimeUs }]
}

function withStatus(slot: InstrumentSlot | undefined, row: JsonObject): Instrument | undefined {
  return slot === undefined
    ? undefined
    : Object.freeze({ ...slot.instrument, status: readStatus(row) })
}
