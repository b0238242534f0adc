import type { InstrumentEvent, OwnedMarketEvent, Ticker } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalDecimalAt, optionalIntegerAt, optionalMsTimeAt } from '../kit/fields.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * What the data of `tickers.…` say: statistics, and on contracts mark price, index price, funding and open interest.
 *
 * Contracts send a whole ticker, then only the fields that changed: an event has the fields that are there, and there is
 * none of a kind of which nothing is. `""` means that there is no such value.
 */
export function tickerEvents(
  data: JsonObject,
  head: InstrumentEvent,
  isInverse: boolean,
): readonly OwnedMarketEvent[] {
  return [
    ...statistics(data, head, isInverse),
    ...prices(data, head),
    ...funding(data, head),
    ...openInterest(data, head, isInverse),
  ]
}

function statistics(
  data: JsonObject,
  head: InstrumentEvent,
  isInverse: boolean,
): readonly OwnedMarketEvent[] {
  const fields: Partial<Ticker> = {
    ...given('lastPrice', optionalDecimalAt(data, 'lastPrice')),
    ...given('bidPrice', optionalDecimalAt(data, 'bid1Price')),
    ...given('bidSize', optionalDecimalAt(data, 'bid1Size')),
    ...given('askPrice', optionalDecimalAt(data, 'ask1Price')),
    ...given('askSize', optionalDecimalAt(data, 'ask1Size')),
    ...given('openPrice', optionalDecimalAt(data, 'prevPrice24h')),
    ...given('highPrice', optionalDecimalAt(data, 'highPrice24h')),
    ...given('lowPrice', optionalDecimalAt(data, 'lowPrice24h')),
    ...given('volume', optionalDecimalAt(data, 'volume24h')),
    // The turnover of an inverse contract is in its base.
    ...given('quoteVolume', isInverse ? undefined : optionalDecimalAt(data, 'turnover24h')),
  }
  if (Object.keys(fields).length === 0) return []
  return [{ type: 'ticker', ...head, ...fields, windowMs: DAY_MS }]
}

function prices(data: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const mark = optionalDecimalAt(data, 'markPrice')
  const index = optionalDecimalAt(data, 'indexPrice')
  return [
    ...(mark === undefined ? [] : [{ type: 'markPrice', ...head, price: mark } as const]),
    ...(index === undefined ? [] : [{ type: 'indexPrice', ...head, price: index } as const]),
  ]
}

/** The rate to come, an estimate until `nextFundingTime`. Without a rate there is nothing to tell. */
function funding(data: JsonObject, head: InstrumentEvent): readonly OwnedMarketEvent[] {
  const rate = optionalDecimalAt(data, 'fundingRate')
  if (rate === undefined) return []
  const hours = optionalIntegerAt(data, 'fundingIntervalHour')
  return [
    {
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      ...given('fundingTimeUs', optionalMsTimeAt(data, 'nextFundingTime')),
      ...given('intervalMs', hours === undefined ? undefined : hours * HOUR_MS),
    },
  ]
}

/** `openInterest` counts both sides of each contract, so that it is twice what others tell; `single…` counts one. */
function openInterest(
  data: JsonObject,
  head: InstrumentEvent,
  isInverse: boolean,
): readonly OwnedMarketEvent[] {
  const size = optionalDecimalAt(data, 'singleOpenInterest')
  if (size === undefined) return []
  const value = optionalDecimalAt(data, 'singleOpenInterestValue')
  return [
    {
      type: 'openInterest',
      ...head,
      size,
      ...given(isInverse ? 'baseSize' : 'notional', value),
    },
  ]
}
