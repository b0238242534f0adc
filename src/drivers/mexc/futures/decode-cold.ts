import type { InstrumentSlot, InstrumentTable, OwnedMarketEvent } from '../../../core/index.ts'
import type { JsonObject, JsonValue } from '../../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../../kit/cold.ts'
import { eventHead } from '../../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  integerAt,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { intervalOf } from '../candles.ts'
import { readContract } from './instruments.ts'

/** One row of a channel: its object, its instrument, when it was pushed, when it came. */
interface Row {
  readonly data: JsonObject
  readonly slot: InstrumentSlot
  readonly pushTimeUs: number | undefined
  readonly localTimeUs: number
}

type ReadRow = (row: Row) => readonly OwnedMarketEvent[] | string

/** Channels of one instrument each. docs/venues/mexc.md §Channels. */
const ROW_READERS: Readonly<Record<string, ReadRow>> = {
  'push.ticker': ticker,
  'push.kline': candle,
  'push.funding.rate': funding,
  'push.fair.price': (row) => [
    { type: 'markPrice', ...headOf(row), price: decimalAt(row.data, 'price') },
  ],
  'push.index.price': (row) => [
    { type: 'indexPrice', ...headOf(row), price: decimalAt(row.data, 'price') },
  ],
}

const DAY_MS = 86_400_000
const NOT_LISTED = 'instrument is not listed'

/** Reads the frames of futures that the hot decoder leaves. */
export class ColdDecoder {
  readonly #table: InstrumentTable

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
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
    const channel = optionalTextAt(message, 'channel')
    if (channel === undefined) return ignored('message names no channel')
    if (channel === 'pong' || channel.startsWith('rs.')) return { outcome: 'control' }
    const reason = whyAside(channel)
    if (reason !== undefined) return ignored(reason)
    const pushTimeUs = optionalMsTimeAt(message, 'ts')
    const readRow = ROW_READERS[channel]
    if (readRow !== undefined) {
      const slot = this.#table.bySymbol('futures', textAt(message, 'symbol'))
      if (slot === undefined) return ignored(NOT_LISTED)
      const found = readRow({ data: objectAt(message, 'data'), slot, pushTimeUs, localTimeUs })
      return typeof found === 'string' ? ignored(found) : { outcome: 'event', events: found }
    }
    if (channel === 'push.tickers') return this.#tickers(message, pushTimeUs, localTimeUs)
    if (channel === 'push.contract') return this.#contract(objectAt(message, 'data'), localTimeUs)
    return ignored(`channel ${channel.slice(0, 40)} is not carried`)
  }

  /** Every contract, a part of the fields of its ticker each. */
  #tickers(message: JsonObject, pushTimeUs: number | undefined, localTimeUs: number): ColdResult {
    const events = arrayAt(message, 'data').flatMap((value) => {
      const data = asObject(value, 'ticker')
      const slot = this.#table.bySymbol('futures', textAt(data, 'symbol'))
      return slot === undefined ? [] : ticker({ data, slot, pushTimeUs, localTimeUs })
    })
    return events.length > 0 ? { outcome: 'event', events } : ignored(NOT_LISTED)
  }

  /** A listing, or new terms; the row is that of the REST listing. */
  #contract(row: JsonObject, localTimeUs: number): ColdResult {
    const instrument = readContract(row)
    if (instrument === undefined) return ignored('contract is no perpetual')
    const known = this.#table.bySymbol('futures', instrument.symbol)
    const { priceScale, sizeScale } = known ?? instrument
    const head = eventHead(instrument, undefined, localTimeUs)
    return {
      outcome: 'event',
      events: [
        {
          type: 'instrumentChanged',
          ...head,
          reason: 'listing',
          instrument,
          priceScale: Math.max(priceScale, instrument.priceScale),
          sizeScale: Math.max(sizeScale, instrument.sizeScale),
        },
      ],
    }
  }
}

/** Channels left aside, by how their names begin. */
const ASIDE: readonly (readonly [RegExp, string])[] = [
  [/^push\.personal\./, 'private channel'],
  [/^push\.depth\.step$/, 'books of grouped prices are not carried'],
]

function whyAside(channel: string): string | undefined {
  return ASIDE.find(([name]) => name.test(channel))?.[1]
}

function headOf({ slot, pushTimeUs, localTimeUs }: Row): ReturnType<typeof eventHead> {
  return eventHead(slot.instrument, pushTimeUs, localTimeUs)
}

/** Its volumes are contracts; what they are worth is told in the coin that settles. `holdVol` is the open interest. */
function ticker(row: Row): readonly OwnedMarketEvent[] {
  const { data, slot, localTimeUs } = row
  const timeUs = optionalMsTimeAt(data, 'timestamp') ?? row.pushTimeUs
  const head = eventHead(slot.instrument, timeUs, localTimeUs)
  const openInterest = optionalDecimalAt(data, 'holdVol')
  const events: OwnedMarketEvent[] = [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(data, 'lastPrice')),
      ...given('bidPrice', optionalDecimalAt(data, 'bid1')),
      ...given('askPrice', optionalDecimalAt(data, 'ask1')),
      ...given('highPrice', optionalDecimalAt(data, 'high24Price')),
      ...given('lowPrice', optionalDecimalAt(data, 'lower24Price')),
      ...given('volume', optionalDecimalAt(data, 'volume24')),
      ...given('quoteVolume', isLinear(slot) ? optionalDecimalAt(data, 'amount24') : undefined),
      windowMs: DAY_MS,
    },
  ]
  if (openInterest !== undefined) events.push({ type: 'openInterest', ...head, size: openInterest })
  return events
}

/** `o h l c` are the bar's; `ro rh rl rc`, "real" ones, leave out the close of the bar before. Its start is in seconds. */
function candle(row: Row): readonly OwnedMarketEvent[] | string {
  const { data, slot } = row
  const word = textAt(data, 'interval')
  const interval = intervalOf(word)
  if (interval === undefined) return `bars of ${word.slice(0, 20)} are not carried`
  return [
    {
      type: 'candle',
      ...headOf(row),
      interval,
      openTimeUs: integerAt(data, 't') * 1_000_000,
      open: decimalAt(data, 'o'),
      high: decimalAt(data, 'h'),
      low: decimalAt(data, 'l'),
      close: decimalAt(data, 'c'),
      volume: decimalAt(data, 'q'),
      ...given('quoteVolume', isLinear(slot) ? optionalDecimalAt(data, 'a') : undefined),
    },
  ]
}

/** The rate to come: an estimate until it is settled. */
function funding(row: Row): readonly OwnedMarketEvent[] {
  const { data } = row
  return [
    {
      type: 'funding',
      ...headOf(row),
      rate: decimalAt(data, 'rate'),
      kind: 'estimate',
      ...given('fundingTimeUs', optionalMsTimeAt(data, 'nextSettleTime')),
    },
  ]
}

function isLinear({ instrument }: InstrumentSlot): boolean {
  return instrument.contract?.direction === 'linear'
}
