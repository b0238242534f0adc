import type {
  DecimalText,
  InstrumentEvent,
  InstrumentSlot,
  InstrumentTable,
  OwnedMarketEvent,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  given,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../kit/fields.ts'
import { intervalOf, readCandle } from './candles.ts'
import { kindOfName } from './symbols.ts'

/** Why an outcome market is left aside. */
export const OUTCOMES = 'outcomes are out of scope'

/** Reads the frames that the hot decoder leaves. docs/venues/hyperliquid.md lists every channel with its role. */
export class ColdDecoder {
  readonly #table: InstrumentTable

  /** A decoder; coins are looked up in `table`. */
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
    switch (channel) {
      case 'candle':
        return this.#candle(objectAt(message, 'data'), localTimeUs)
      case 'activeAssetCtx':
      case 'activeSpotAssetCtx':
        return this.#context(objectAt(message, 'data'), localTimeUs)
      default:
        return ignored(ASIDE[channel] ?? `channel ${channel.slice(0, 40)} is not carried`)
    }
  }

  #candle(row: JsonObject, localTimeUs: number): ColdResult {
    const slot = this.#slotOf(textAt(row, 's'))
    if (typeof slot === 'string') return ignored(slot)
    const word = textAt(row, 'i')
    const interval = intervalOf(word)
    if (interval === undefined) return ignored(`bars of ${word.slice(0, 20)} are not carried`)
    return {
      outcome: 'event',
      events: [readCandle(row, slot.instrument, interval, localTimeUs)],
    }
  }

  #context(data: JsonObject, localTimeUs: number): ColdResult {
    const slot = this.#slotOf(textAt(data, 'coin'))
    if (typeof slot === 'string') return ignored(slot)
    const head = eventHead(slot.instrument, undefined, localTimeUs)
    const context = objectAt(data, 'ctx')
    const ofPerpetual = head.market === 'futures' ? perpetualEvents(context, head) : []
    return { outcome: 'event', events: [ticker(context, head), ...ofPerpetual] }
  }

  /** The slot of a coin, or why there is none. */
  #slotOf(coin: string): InstrumentSlot | string {
    const kind = kindOfName(coin)
    if (kind === 'outcome') return OUTCOMES
    return this.#table.bySymbol(kind, coin) ?? 'instrument is not listed'
  }
}

const PRIVATE = 'private channel'
const BULK =
  'statistics of all instruments at once are not carried: activeAssetCtx has them by instrument'
const CHAIN = 'blocks and transactions of the chain are not carried'

/** Channels left aside. */
const ASIDE: Readonly<Record<string, string>> = {
  allMids: 'mid prices are not carried',
  fastAssetCtxs: BULK,
  assetCtxs: BULK,
  spotAssetCtxs: BULK,
  allDexsAssetCtxs: BULK,
  // docs/decisions/0006: a place can be read only by who keeps the book.
  l2: 'book changes by position are not carried',
  outcomeMetaUpdates: OUTCOMES,
  explorerBlock: CHAIN,
  explorerTxs: CHAIN,
  post: 'answer to a post, of which this driver sends none',
  notification: PRIVATE,
  webData2: PRIVATE,
  webData3: PRIVATE,
  orderUpdates: PRIVATE,
  openOrders: PRIVATE,
  user: PRIVATE,
  userFills: PRIVATE,
  userFundings: PRIVATE,
  userNonFundingLedgerUpdates: PRIVATE,
  activeAssetData: PRIVATE,
  clearinghouseState: PRIVATE,
  allDexsClearinghouseState: PRIVATE,
  spotState: PRIVATE,
  twapStates: PRIVATE,
  userTwapSliceFills: PRIVATE,
  userTwapHistory: PRIVATE,
  userHistoricalOrders: PRIVATE,
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * What the venue counts over the last day. It tells no last price and no best ones: `midPx` is the middle of the book,
 * `impactPxs` what an order of some size would pay.
 */
function ticker(context: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  return {
    type: 'ticker',
    ...head,
    ...given('openPrice', optionalDecimalAt(context, 'prevDayPx')),
    ...given('volume', optionalDecimalAt(context, 'dayBaseVlm')),
    ...given('quoteVolume', optionalDecimalAt(context, 'dayNtlVlm')),
    windowMs: DAY_MS,
  }
}

/** Each of them where it is told; `funding` is the rate of an hour, charged every hour (documented). */
function perpetualEvents(context: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const when = (
    key: string,
    event: (value: DecimalText) => OwnedMarketEvent,
  ): readonly OwnedMarketEvent[] => {
    const value = optionalDecimalAt(context, key)
    return value === undefined ? [] : [event(value)]
  }
  return [
    ...when('funding', (rate) => ({
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      intervalMs: HOUR_MS,
    })),
    ...when('markPx', (price) => ({ type: 'markPrice', ...head, price })),
    ...when('oraclePx', (price) => ({ type: 'indexPrice', ...head, price })),
    ...when('openInterest', (size) => ({ type: 'openInterest', ...head, size })),
  ]
}
