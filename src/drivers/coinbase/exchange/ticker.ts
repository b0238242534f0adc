import type { Instrument, Ticker } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { eventHead } from '../../kit/event-head.ts'
import { given, optionalDecimalAt } from '../../kit/fields.ts'
import { optionalIsoTimeAt } from '../times.ts'

const DAY_MS = 86_400_000

/** A ticker of Coinbase Exchange: one for each match, with the statistics of a day in base. */
export function exchangeTicker(
  row: JsonObject,
  instrument: Instrument,
  localTimeUs: number,
): Ticker {
  return {
    type: 'ticker',
    ...eventHead(instrument, optionalIsoTimeAt(row, 'time'), localTimeUs),
    ...given('lastPrice', optionalDecimalAt(row, 'price')),
    ...given('lastSize', optionalDecimalAt(row, 'last_size')),
    ...given('bidPrice', optionalDecimalAt(row, 'best_bid')),
    ...given('bidSize', optionalDecimalAt(row, 'best_bid_size')),
    ...given('askPrice', optionalDecimalAt(row, 'best_ask')),
    ...given('askSize', optionalDecimalAt(row, 'best_ask_size')),
    ...given('openPrice', optionalDecimalAt(row, 'open_24h')),
    ...given('highPrice', optionalDecimalAt(row, 'high_24h')),
    ...given('lowPrice', optionalDecimalAt(row, 'low_24h')),
    ...given('volume', optionalDecimalAt(row, 'volume_24h')),
    windowMs: DAY_MS,
  }
}
