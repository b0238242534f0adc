import type { InstrumentSlot, InstrumentTable, Market, OwnedMarketEvent } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  asObject,
  decimalAt,
  given,
  isArray,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readUnifiedCandle } from './candles.ts'
import { readClassic } from './classic/decode-cold.ts'
import { timeUsOf } from './times.ts'

const DAY_MS = 86_400_000
const NOT_LISTED = 'instrument is not listed'

/** Unified channels of an account. */
const PRIVATE =
  /^(orderAll|order|execution|execution\.lite|balance|positionAll|position|leverage|lw)(\.|$)/

/** Reads the frames that the hot decoder leaves. docs/venues/kucoin.md lists every channel with its role. */
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
    if ('topic' in message) return readClassic(message, this.#table, localTimeUs)
    const channel = optionalTextAt(message, 'T')
    if (channel === undefined) return ignored('message names no channel')
    if (PRIVATE.test(channel)) return ignored('private channel')
    return this.#unified(channel, message, localTimeUs)
  }

  #unified(channel: string, message: JsonObject, localTimeUs: number): ColdResult {
    const [name = '', tradeType] = channel.split('.')
    const market = marketOf(tradeType)
    switch (name) {
      case 'ticker':
        return this.#one(objectAt(message, 'd'), market, (row, slot) => [
          ticker(row, slot, localTimeUs),
        ])
      case 'kline':
        return this.#candle(message, market, localTimeUs)
      case 'mark-price':
        return this.#one(objectAt(message, 'd'), 'futures', (row, slot) =>
          contractPrices(row, slot, localTimeUs),
        )
      case 'funding-fee':
      case 'funding-fee-all-symbols':
        return this.#funding(message, localTimeUs)
      case 'obu':
        return ignored('books of this depth are not carried')
      default:
        return ignored(`channel ${channel.slice(0, 40)} is not carried`)
    }
  }

  #one(
    row: JsonObject,
    market: Market | undefined,
    read: (row: JsonObject, slot: InstrumentSlot) => readonly OwnedMarketEvent[],
  ): ColdResult {
    const slot = market && this.#table.bySymbol(market, textAt(row, 's'))
    return slot === undefined ? ignored(NOT_LISTED) : { outcome: 'event', events: read(row, slot) }
  }

  #candle(message: JsonObject, market: Market | undefined, localTimeUs: number): ColdResult {
    const row = objectAt(message, 'd')
    const interval = intervalOf(textAt(row, 'i'))
    if (interval === undefined) return ignored('bars of this length are not carried')
    const times = { venueTimeUs: timeUsOf(optionalTextAt(message, 'P')), localTimeUs }
    return this.#one(row, market, (d, { instrument }) => [
      readUnifiedCandle(d, instrument, interval, times),
    ])
  }

  /** One contract, or on `funding-fee-all-symbols` a row for each. */
  #funding(message: JsonObject, localTimeUs: number): ColdResult {
    const { d } = message
    const rows = isArray(d) ? d : [d]
    const pushedUs = timeUsOf(optionalTextAt(message, 'P'))
    const events = rows.flatMap((value): readonly OwnedMarketEvent[] => {
      const row = asObject(value, 'funding')
      const slot = this.#table.bySymbol('futures', textAt(row, 's'))
      return slot === undefined ? [] : fundings(row, slot, pushedUs, localTimeUs)
    })
    return events.length > 0 ? { outcome: 'event', events } : ignored(NOT_LISTED)
  }
}

function marketOf(tradeType: string | undefined): Market | undefined {
  if (tradeType === 'SPOT') return 'spot'
  return tradeType === 'FUTURES' ? 'futures' : undefined
}

/** Last trade and best prices; the unified sockets have no statistics of a day. */
function ticker(row: JsonObject, slot: InstrumentSlot, localTimeUs: number): OwnedMarketEvent {
  return {
    type: 'ticker',
    ...eventHead(slot.instrument, timeUsOf(optionalTextAt(row, 'M')), localTimeUs),
    ...given('lastPrice', optionalDecimalAt(row, 'l')),
    ...given('lastSize', optionalDecimalAt(row, 'q')),
    ...given('bidPrice', optionalDecimalAt(row, 'b')),
    ...given('bidSize', optionalDecimalAt(row, 'B')),
    ...given('askPrice', optionalDecimalAt(row, 'a')),
    ...given('askSize', optionalDecimalAt(row, 'A')),
    windowMs: DAY_MS,
  }
}

/** Mark price, index price and open interest in lots, once a second. */
function contractPrices(
  row: JsonObject,
  slot: InstrumentSlot,
  localTimeUs: number,
): readonly OwnedMarketEvent[] {
  const head = eventHead(slot.instrument, timeUsOf(optionalTextAt(row, 'ts')), localTimeUs)
  const index = optionalDecimalAt(row, 'ip')
  const interest = optionalDecimalAt(row, 'oi')
  return [
    { type: 'markPrice', ...head, price: decimalAt(row, 'mp') },
    ...(index === undefined ? [] : [{ type: 'indexPrice', ...head, price: index } as const]),
    ...(interest === undefined ? [] : [{ type: 'openInterest', ...head, size: interest } as const]),
  ]
}

/** The rate to come, charged at `nt`; and the last one charged, at `ft`, where the interval between began. */
function fundings(
  row: JsonObject,
  slot: InstrumentSlot,
  pushedUs: number | undefined,
  localTimeUs: number,
): readonly OwnedMarketEvent[] {
  const head = eventHead(slot.instrument, pushedUs, localTimeUs)
  const events: OwnedMarketEvent[] = [
    {
      type: 'funding',
      ...head,
      rate: decimalAt(row, 'fr'),
      kind: 'estimate',
      ...given('fundingTimeUs', optionalMsTimeAt(row, 'nt')),
      ...given('intervalMs', optionalIntegerAt(row, 'gl')),
    },
  ]
  const rate = optionalDecimalAt(row, 'lfr')
  const fundingTimeUs = optionalMsTimeAt(row, 'ft')
  if (rate !== undefined && fundingTimeUs !== undefined) {
    events.push({ type: 'funding', ...head, rate, kind: 'settled', fundingTimeUs })
  }
  return events
}
