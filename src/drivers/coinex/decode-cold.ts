import type { InstrumentSlot, InstrumentTable, Market, OwnedMarketEvent } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'

/** Reads the pushes that the hot decoder leaves. docs/venues/coinex.md lists every one with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #market: Market

  /** A decoder of a socket of `market`; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** Reads one unpacked frame. Never throws. */
  decode(payload: Uint8Array, localTimeUs: number): ColdResult {
    try {
      return this.#decode(parseJson(payload), localTimeUs)
    } catch (cause) {
      return coldFault(cause)
    }
  }

  #decode(message: JsonValue, localTimeUs: number): ColdResult {
    if (!isObject(message)) return ignored('message is not an object')
    const method = optionalTextAt(message, 'method')
    switch (method) {
      case undefined:
        return ignored('message names no method')
      case 'state.update':
        return this.#states(objectAt(message, 'data'), localTimeUs)
      case 'index.update':
        return this.#prices(objectAt(message, 'data'), localTimeUs)
      case 'order.update':
      case 'stop.update':
      case 'user_deals.update':
      case 'position.update':
      case 'balance.update':
        return ignored('private channel')
      default:
        return ignored(`method ${method.slice(0, 40)} is not carried`)
    }
  }

  /** Statistics of one market or of many; those of no listed market (`ETHUSD_SIGNPRICE`) are left out. */
  #states(data: JsonObject, localTimeUs: number): ColdResult {
    const rows = arrayAt(data, 'state_list')
    const events = rows.flatMap((value) => {
      const row = asObject(value, 'state')
      const slot = this.#slotOf(row)
      return slot === undefined ? [] : stateEvents(row, slot, localTimeUs)
    })
    if (events.length > 0) return { outcome: 'event', events }
    return ignored(rows.length === 0 ? 'message has no rows' : NOT_LISTED)
  }

  /** Index price, and on futures the mark price; no time is sent. */
  #prices(data: JsonObject, localTimeUs: number): ColdResult {
    const slot = this.#slotOf(data)
    if (slot === undefined) return ignored(NOT_LISTED)
    const head = eventHead(slot.instrument, undefined, localTimeUs)
    const mark = optionalDecimalAt(data, 'mark_price')
    const events: OwnedMarketEvent[] = [
      { type: 'indexPrice', ...head, price: decimalAt(data, 'index_price') },
    ]
    if (mark !== undefined) events.push({ type: 'markPrice', ...head, price: mark })
    return { outcome: 'event', events }
  }

  #slotOf(row: JsonObject): InstrumentSlot | undefined {
    return this.#table.bySymbol(this.#market, textAt(row, 'market'))
  }
}

const NOT_LISTED = 'instrument is not listed'
const DAY_S = 86_400

/**
 * Ticker; of contracts also open interest and funding. Mark and index prices stand here too, once a second: they are
 * told by `index.update`, where they change.
 */
function stateEvents(
  row: JsonObject,
  { instrument }: InstrumentSlot,
  localTimeUs: number,
): readonly OwnedMarketEvent[] {
  const head = eventHead(instrument, undefined, localTimeUs)
  // The value of an inverse contract's trades is counted in the coin it settles in, not in quote.
  const isInverse = instrument.product === 'inverse'
  const events: OwnedMarketEvent[] = [
    {
      type: 'ticker',
      ...head,
      ...given('lastPrice', optionalDecimalAt(row, 'last')),
      ...given('openPrice', optionalDecimalAt(row, 'open')),
      ...given('highPrice', optionalDecimalAt(row, 'high')),
      ...given('lowPrice', optionalDecimalAt(row, 'low')),
      ...given('volume', optionalDecimalAt(row, 'volume')),
      ...given('quoteVolume', isInverse ? undefined : optionalDecimalAt(row, 'value')),
      windowMs: (optionalIntegerAt(row, 'period') ?? DAY_S) * 1000,
    },
  ]
  const size = optionalDecimalAt(row, 'open_interest_size')
  if (size !== undefined) events.push({ type: 'openInterest', ...head, size })
  const rate = optionalDecimalAt(row, 'latest_funding_rate')
  if (rate !== undefined) {
    events.push({
      type: 'funding',
      ...head,
      // Of the interval that runs, computed anew each minute. When it is charged, sources tell differently, so no time.
      rate,
      kind: 'estimate',
      ...given('intervalMs', intervalOf(row)),
      ...given('nextRate', optionalDecimalAt(row, 'next_funding_rate')),
    })
  }
  return events
}

/** From one charge to the next, whichever of them is the next to come. */
function intervalOf(row: JsonObject): number | undefined {
  const latestMs = optionalIntegerAt(row, 'latest_funding_time')
  const nextMs = optionalIntegerAt(row, 'next_funding_time')
  return latestMs === undefined || nextMs === undefined || nextMs <= latestMs
    ? undefined
    : nextMs - latestMs
}
