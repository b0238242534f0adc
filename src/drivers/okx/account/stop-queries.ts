import type {
  AccountList,
  Instrument,
  OrderKey,
  RestCall,
  VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { given, optionalMsTimeAt } from '../../kit/fields.ts'
import { stopStateOf, triggeredIdOf, venueStopOf } from './algo-rows.ts'
import { type ListOptions, listCall } from './list-call.ts'
import { venueOrderOf } from './order-rows.ts'
import type { Sign } from './signed-call.ts'

/** How stops are asked for: they are in lists of their own. docs/venues/okx.md §Trading; checked 2026-11-21. */

type Orders = RestCall<AccountList<VenueOrder>>
/** Which instrument a row is of; `undefined`: of none that is asked for. */
export type InstrumentOf = (row: JsonObject) => Instrument | undefined

/** The kinds of stops that are listed together: one way, and one of which cancels the other. */
const KINDS = 'conditional,oco'

/** Stops that wait, by type and, where one instrument is meant, by its id. */
export function openStops(
  sign: Sign,
  query: ListOptions<VenueOrder>['query'],
  instrumentOf: InstrumentOf,
): Orders {
  return listCall({
    sign,
    path: 'trade/orders-algo-pending',
    limit: 20,
    query: { ...query, ordType: KINDS },
    pagedBy: 'algoId',
    read: (row) => listedStop(row, instrumentOf(row)),
  })
}

const ENDS = ['canceled', 'order_failed'] as const

/** Stops that ended without becoming an order, placed since a time: each end is a list of its own. */
export function endedStops(
  sign: Sign,
  instrument: Instrument,
  query: ListOptions<VenueOrder>['query'],
  sinceUs: number,
  [state, ...others]: readonly string[] = ENDS,
): Orders | undefined {
  if (state === undefined) return undefined
  return listCall({
    sign,
    path: 'trade/orders-algo-history',
    limit: 20,
    query: { ...query, ordType: KINDS, state },
    pagedBy: 'algoId',
    isPast: (row) => (optionalMsTimeAt(row, 'cTime') ?? 0) < sinceUs,
    read: (row) => listedStop(row, instrument),
    followedBy: () => endedStops(sign, instrument, query, sinceUs, others),
  })
}

/** A stop by the venue's id; where it was triggered, the order that it became comes after. */
export function stopByVenueId(sign: Sign, { instrument }: OrderKey, algoId: string): Orders {
  return stop(sign, instrument, { algoId })
}

/** A stop by our id, likewise. */
export function stopByOwnId(sign: Sign, { instrument, clientOrderId }: OrderKey): Orders {
  return stop(sign, instrument, { algoClOrdId: clientOrderId })
}

function stop(sign: Sign, instrument: Instrument, query: Readonly<Record<string, string>>): Orders {
  return listCall({
    sign,
    path: 'trade/order-algo',
    limit: 20,
    query,
    isOneOrder: true,
    read: (row) => readStop(row, instrument),
    followedBy: ([row]) => {
      const ordId = row === undefined ? undefined : triggeredIdOf(row)
      return ordId === undefined ? undefined : orderById(sign, instrument, { ordId })
    },
  })
}

/** An order that is not a stop, or no longer, by one of its ids. */
export function orderById(
  sign: Sign,
  instrument: Instrument,
  id: Readonly<Record<string, string>>,
  followedBy?: ListOptions<VenueOrder>['followedBy'],
): Orders {
  return listCall({
    sign,
    path: 'trade/order',
    limit: 60,
    query: { instId: instrument.symbol, ...id },
    isOneOrder: true,
    read: (row) => [venueOrderOf(row, instrument)],
    ...given('followedBy', followedBy),
  })
}

function listedStop(
  row: JsonObject,
  instrument: Instrument | undefined,
): readonly VenueOrder[] | undefined {
  const isKnown = instrument === undefined || stopStateOf(row) !== undefined
  return isKnown ? readStop(row, instrument) : undefined
}

function readStop(row: JsonObject, instrument: Instrument | undefined): readonly VenueOrder[] {
  const found = instrument === undefined ? undefined : venueStopOf(row, instrument)
  return found === undefined ? [] : [found]
}
