import type { InstrumentEvent, OwnedMarketEvent } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { given, optionalDecimalAt, optionalIntegerAt } from '../../kit/fields.ts'
import { optionalIsoTimeAt } from '../times.ts'

/** Rates are per hour. */
const FUNDING_INTERVAL_MS = 3_600_000

/**
 * What a ticker of the Unified WebSocket says beyond spot's.
 *
 * Unwitnessed: the names are those that the documentation lets expect (2026-11-21); none was seen on the wire, and one
 * that is missing emits nothing.
 */
export function contractEvents(
  row: JsonObject,
  head: InstrumentEvent,
): readonly OwnedMarketEvent[] {
  const events: OwnedMarketEvent[] = []
  const mark = optionalDecimalAt(row, 'mark_price')
  if (mark !== undefined) events.push({ type: 'markPrice', ...head, price: mark })
  const index = optionalDecimalAt(row, 'index_price')
  if (index !== undefined) events.push({ type: 'indexPrice', ...head, price: index })
  const openInterest = optionalDecimalAt(row, 'open_interest')
  if (openInterest !== undefined) events.push({ type: 'openInterest', ...head, size: openInterest })
  const rate = optionalDecimalAt(row, 'funding_rate')
  if (rate !== undefined) {
    events.push({
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      ...given('fundingTimeUs', optionalIsoTimeAt(row, 'next_funding_time')),
      ...given('nextRate', optionalDecimalAt(row, 'funding_rate_prediction')),
    })
  }
  return events
}

/**
 * What a `ticker` of Derivatives v1 says beyond prices and volume.
 *
 * `funding_rate` is an amount per contract and hour; the rate as a fraction is `relative_funding_rate`.
 */
export function legacyContractEvents(
  row: JsonObject,
  head: InstrumentEvent,
): readonly OwnedMarketEvent[] {
  const events: OwnedMarketEvent[] = []
  const mark = optionalDecimalAt(row, 'markPrice')
  if (mark !== undefined) events.push({ type: 'markPrice', ...head, price: mark })
  const index = optionalDecimalAt(row, 'index')
  if (index !== undefined) events.push({ type: 'indexPrice', ...head, price: index })
  const openInterest = optionalDecimalAt(row, 'openInterest')
  if (openInterest !== undefined) events.push({ type: 'openInterest', ...head, size: openInterest })
  const rate = optionalDecimalAt(row, 'relative_funding_rate')
  if (rate !== undefined) {
    const nextMs = optionalIntegerAt(row, 'next_funding_rate_time')
    events.push({
      type: 'funding',
      ...head,
      rate,
      kind: 'estimate',
      ...given('fundingTimeUs', nextMs === undefined ? undefined : nextMs * 1000),
      intervalMs: FUNDING_INTERVAL_MS,
      ...given('nextRate', optionalDecimalAt(row, 'relative_funding_rate_prediction')),
    })
  }
  return events
}
