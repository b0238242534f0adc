import type {
  AccountId,
  AccountList,
  AccountQueries,
  Fill,
  Instrument,
  OrderKey,
  RestCall,
  VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { optionalTextAt, textAt } from '../../kit/fields.ts'
import { inferInstrument, instTypeOf } from '../instruments.ts'
import { kindOfName } from '../symbols.ts'
import { type OkxOptions, tradeModeOf } from '../trade-mode.ts'
import { balancesOf, positionOf } from './account-rows.ts'
import { FILLS_US, OLD_FILLS_US, UNFILLED_HISTORY_US } from './facts.ts'
import { feeRates } from './fee-rates.ts'
import { type ListOptions, listCall } from './list-call.ts'
import { fillOf, listedOrderOf } from './order-rows.ts'
import type { Sign } from './signed-call.ts'
import { endedStops, openStops, orderById, stopByOwnId, stopByVenueId } from './stop-queries.ts'
import { algoIdOf } from './venue-order-id.ts'

/** How an account is asked for what is so. docs/venues/okx.md §Trading; checked 2026-11-21. */
export function accountQueries(
  account: AccountId,
  sign: Sign,
  options: OkxOptions,
): AccountQueries {
  /** In modes with margin, orders of a pair are of a type of their own. */
  const typeOf = (product: string): string =>
    product === 'spot' && tradeModeOf(options, product) !== 'cash' ? 'MARGIN' : instTypeOf(product)
  const fillsCall = (
    path: string,
    limit: number,
    instrument: Instrument,
    sinceUs: number,
  ): ListOptions<Fill> => ({
    sign,
    path,
    limit,
    query: { instId: instrument.symbol, begin: Math.floor(sinceUs / 1000) },
    pagedBy: 'billId',
    // Deliveries and transfers of positions are in this list, and are no fills of an order.
    read: (row) =>
      optionalTextAt(row, 'tradeId') === undefined ? [] : [fillOf(row, account, instrument, FEE)],
  })
  return {
    order: (key) => oneOrder(sign, key),
    openOrders: (instrument) => openOrders(sign, { instId: instrument.symbol }, () => instrument),
    allOpenOrders: (product) => [
      openOrders(sign, { instType: typeOf(product) }, (row) => listedOf(row, product)),
    ],
    history(instrument, sinceUs) {
      const query = { instType: typeOf(instrument.product), instId: instrument.symbol }
      return listCall({
        sign,
        path: 'trade/orders-history',
        limit: 40,
        // By the time when they were placed: what was placed before and ended since is found by its id.
        query: { ...query, begin: Math.floor(sinceUs / 1000) },
        pagedBy: 'ordId',
        read: (row) => listed(row, instrument),
        reach: { sinceUs, historyUs: UNFILLED_HISTORY_US },
        followedBy: () => endedStops(sign, instrument, query, sinceUs),
      })
    },
    fills: (instrument, sinceUs) => {
      const older = fillsCall('trade/fills-history', 10, instrument, sinceUs)
      const recent = fillsCall('trade/fills', 60, instrument, sinceUs)
      const beyond = () => listCall({ ...older, reach: { sinceUs, historyUs: OLD_FILLS_US } })
      return listCall({ ...recent, reach: { sinceUs, historyUs: FILLS_US, beyond } })
    },
    feeRates: (instrument) => feeRates(sign, instrument, typeOf(instrument.product)),
    balances: () =>
      listCall({
        sign,
        path: 'account/balance',
        limit: 10,
        query: {},
        read: (row, localTimeUs) =>
          balancesOf(row, account, localTimeUs).filter(
            ({ total, locked }) => !total.isZero() || locked?.isZero() === false,
          ),
      }),
    positions: (product) => [
      listCall({
        sign,
        path: 'account/positions',
        limit: 10,
        query: { instType: instTypeOf(product) },
        read(row, localTimeUs) {
          const instrument = listedOf(row, product)
          if (instrument === undefined) return []
          const position = positionOf(row, account, instrument, localTimeUs)
          return position.quantity.isZero() ? [] : [position]
        },
      }),
    ],
  }
}

/** Where lists have the fee of a fill. */
const FEE = { amount: 'fee', asset: 'feeCcy' } as const

/**
 * By the venue's id where it is known. By ours an order is looked for first, then a stop: which of them it was, the id does not
 * say.
 */
function oneOrder(sign: Sign, key: OrderKey): RestCall<AccountList<VenueOrder>> {
  const { instrument, clientOrderId, venueOrderId } = key
  const algoId = algoIdOf(venueOrderId)
  if (algoId !== undefined) return stopByVenueId(sign, key, algoId)
  if (venueOrderId !== undefined) return orderById(sign, instrument, { ordId: venueOrderId })
  return orderById(sign, instrument, { clOrdId: clientOrderId }, (rows) =>
    rows.length === 0 ? stopByOwnId(sign, key) : undefined,
  )
}

function openOrders(
  sign: Sign,
  query: Readonly<Record<string, string>>,
  instrumentOf: (row: JsonObject) => Instrument | undefined,
): RestCall<AccountList<VenueOrder>> {
  return listCall({
    sign,
    path: 'trade/orders-pending',
    limit: 60,
    query,
    pagedBy: 'ordId',
    read(row) {
      const instrument = instrumentOf(row)
      return instrument === undefined ? [] : listed(row, instrument)
    },
    followedBy: () => openStops(sign, query, instrumentOf),
  })
}

function listed(row: JsonObject, instrument: Instrument): readonly VenueOrder[] | undefined {
  const order = listedOrderOf(row, instrument)
  return order && [order]
}

/** The instrument of a row of a whole type, by its name; `undefined` where it is of another product. */
function listedOf(row: JsonObject, product: string): Instrument | undefined {
  const symbol = textAt(row, 'instId')
  const market = kindOfName(symbol)
  const instrument =
    market === 'spot' || market === 'futures' ? inferInstrument(market, symbol) : undefined
  return instrument?.product === product ? instrument : undefined
}
