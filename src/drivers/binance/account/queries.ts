import {
  type AccountId,
  type AccountList,
  type AccountQueries,
  asset,
  type BalanceTold,
  type Fill,
  fillId,
  type Instrument,
  type PositionTold,
  type RestCall,
  type VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { arrayAt, asObject, booleanAt, given, isArray, msTimeAt, textAt } from '../../kit/fields.ts'
import { inferInstrument } from '../instruments.ts'
import { feeRates } from './fee-rates.ts'
import { readListing } from './listing.ts'
import { OPERATIONS, type Product, productOf, USDM_OPERATIONS } from './operations.ts'
import { queryOpenOrders, queryOrder } from './order-queries.ts'
import { listedOrder, orderIdAt } from './order-rows.ts'
import { type PastList, readPast } from './pages.ts'
import type { Keys } from './signed-request.ts'
import { readPosition } from './usdm/positions.ts'
import { listedStop } from './usdm/stops.ts'

const DAY_MS = 86_400_000

/** Longest spans of lists that reach back, and how far they tell all, in ms. Dossier §8 and §10. */
const SPANS: Readonly<Record<Product, { spanMs: number; ordersMs: number; fillsMs: number }>> = {
  spot: { spanMs: DAY_MS, ordersMs: 90 * DAY_MS, fillsMs: 90 * DAY_MS },
  usdm: { spanMs: 7 * DAY_MS, ordersMs: 3 * DAY_MS, fillsMs: 90 * DAY_MS },
}

/** How an account of Binance is asked. docs/venues/binance.md §Trading; checked 2026-11-27. */
export function accountQueries(keys: Keys, account: AccountId): AccountQueries {
  return {
    order: (key) => queryOrder(keys, key),
    openOrders: (instrument) => queryOpenOrders(keys, productOf(instrument.product), instrument),
    allOpenOrders: (product) => [queryOpenOrders(keys, productOf(product))],
    history: (instrument, sinceUs) => history(keys, instrument, sinceUs),
    fills: (instrument, sinceUs) => fills(keys, account, instrument, sinceUs),
    balances: (product) => balances(keys, account, productOf(product)),
    feeRates: (instrument) => feeRates(keys, instrument),
    positions: (product) => (product === 'usdm' ? [positions(keys, account)] : []),
  }
}

/** Orders by the time they were made; on USDⓈ-M stop orders that ended untriggered after them. */
function history(
  keys: Keys,
  instrument: Instrument,
  sinceUs: number,
): RestCall<AccountList<VenueOrder>> {
  const past = pastOf(instrument, sinceUs)
  const { product } = past
  const stops = {
    ...past,
    operation: USDM_OPERATIONS.stopHistory,
    horizonMs: SPANS.usdm.ordersMs,
    read: (row: JsonObject) => listedStop(row, instrument),
  }
  const orders = {
    ...past,
    operation: OPERATIONS[product].history,
    horizonMs: SPANS[product].ordersMs,
    cursor: { row: 'orderId', parameter: 'orderId' },
    read: (row: JsonObject) => {
      const order = listedOrder(row, instrument)
      return order && [order]
    },
  }
  return product === 'spot'
    ? readPast(keys, orders)
    : readPast(keys, { ...orders, after: () => readPast(keys, stops) })
}

function fills(
  keys: Keys,
  account: AccountId,
  instrument: Instrument,
  sinceUs: number,
): RestCall<AccountList<Fill>> {
  const past = pastOf(instrument, sinceUs)
  return readPast(keys, {
    ...past,
    operation: OPERATIONS[past.product].fills,
    horizonMs: SPANS[past.product].fillsMs,
    cursor: { row: 'id', parameter: 'fromId' },
    read: (row) => [readFillRow(row, account, instrument)],
  })
}

function pastOf(
  instrument: Instrument,
  sinceUs: number,
): Pick<PastList<unknown>, 'product' | 'instrument' | 'sinceMs' | 'spanMs'> {
  const product = productOf(instrument.product)
  return { product, instrument, sinceMs: Math.floor(sinceUs / 1000), spanMs: SPANS[product].spanMs }
}

/** Spot says `isBuyer` and `isMaker`, USDⓈ-M `buyer` and `maker`. Fills do not name our orders. */
function readFillRow(row: JsonObject, account: AccountId, instrument: Instrument): Fill {
  const isSpot = instrument.product === 'spot'
  return {
    fillId: fillId(textAt(row, 'id')),
    account,
    venueOrderId: orderIdAt(row, 'orderId'),
    instrument,
    side: booleanAt(row, isSpot ? 'isBuyer' : 'buyer') ? 'buy' : 'sell',
    price: amountAt(row, 'price'),
    quantity: amountAt(row, 'qty'),
    fee: { amount: amountAt(row, 'commission'), asset: textAt(row, 'commissionAsset') },
    ...given('realisedPnl', optionalAmountAt(row, 'realizedPnl')),
    isMaker: booleanAt(row, isSpot ? 'isMaker' : 'maker'),
    venueTimeUs: msTimeAt(row, 'time'),
  }
}

/** Spot: `{"balances":[{"asset","free","locked"}]}`. USDⓈ-M: `[{"asset","balance"}]`, which is the wallet. */
function balances(
  keys: Keys,
  account: AccountId,
  product: Product,
): RestCall<AccountList<BalanceTold>> {
  return readListing(keys, {
    product,
    operation: OPERATIONS[product].balances,
    query: product === 'spot' ? { omitZeroBalances: 'true' } : {},
    rowsIn: (answer) =>
      isArray(answer) ? answer : arrayAt(asObject(answer, 'an account'), 'balances'),
    read: (row, timeUs) => {
      const base = { type: 'balance', account, asset: asset(textAt(row, 'asset')), timeUs } as const
      const locked = product === 'spot' ? amountAt(row, 'locked') : undefined
      const total =
        locked === undefined ? amountAt(row, 'balance') : amountAt(row, 'free').plus(locked)
      if (total.isZero()) return []
      return [{ ...base, total, ...(locked && { locked }) }]
    },
  })
}

/** Only instruments with a position or an open order are listed. */
function positions(keys: Keys, account: AccountId): RestCall<AccountList<PositionTold>> {
  const words = { side: 'positionSide', quantity: 'positionAmt', entryPrice: 'entryPrice' }
  return readListing(keys, {
    product: 'usdm',
    operation: USDM_OPERATIONS.positions,
    query: {},
    read: (row, timeUs) => {
      const instrument = inferInstrument('futures', textAt(row, 'symbol'))
      return instrument && [readPosition(row, words, { account, instrument, timeUs })]
    },
  })
}
