import {
  type AccountId,
  type AccountList,
  type AccountQueries,
  type BalanceTold,
  type Fill,
  type Instrument,
  type OrderKey,
  type PositionTold,
  type RestCall,
  type VenueOrder,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt } from '../../kit/amounts.ts'
import { arrayAt, asObject, textAt } from '../../kit/fields.ts'
import { inferInstrument } from '../symbols.ts'
import { readBalance } from './balance-rows.ts'
import { ACCOUNT_FACTS, SETTLE_COINS } from './facts.ts'
import { feeRates } from './fee-rates.ts'
import { executionKind, readFill } from './fill-rows.ts'
import { listedOrder } from './order-rows.ts'
import { type ListPage, listCall, type Query, type ReadPage } from './paged-list.ts'
import { readPosition } from './position-rows.ts'
import type { SignedCalls } from './signed-calls.ts'

/** Most rows of a page. */
const PAGE = { orders: 50, fills: 100, positions: 200 } as const
/** How far back fills are listed, and orders that had any. */
const TWO_YEARS_US = 730 * 86_400_000_000

const OPEN_AND_RECENT = '/v5/order/realtime'
const HISTORY = '/v5/order/history'

/** How the account is asked. docs/venues/bybit.md §Trading; every answer has the venue's time. */
export function accountQueries(calls: SignedCalls, account: AccountId): AccountQueries {
  return {
    order: (key) => orderQuery(calls, key),
    openOrders: (instrument) =>
      listCall(calls, {
        path: OPEN_AND_RECENT,
        query: { ...ofInstrument(instrument), openOnly: 0, limit: PAGE.orders },
        read: (page) => ordersOf(page, () => instrument),
      }),
    allOpenOrders: (product) =>
      wholeProduct(product).map((query) =>
        listCall(calls, {
          path: OPEN_AND_RECENT,
          query: { ...query, openOnly: 0, limit: PAGE.orders },
          read: (page) => ordersOf(page, (row) => instrumentOf(product, row)),
        }),
      ),
    history: (instrument, sinceUs) => historyQuery(calls, instrument, sinceUs),
    fills: (instrument, sinceUs) =>
      listCall(calls, {
        path: '/v5/execution/list',
        query: { ...ofInstrument(instrument), limit: PAGE.fills },
        fromMs: wholeMs(sinceUs),
        read: (page) => ({
          items: fillsOf(page, instrument, account),
          isComplete: reaches(page, sinceUs, TWO_YEARS_US),
        }),
      }),
    balances: () =>
      listCall(calls, {
        path: '/v5/account/wallet-balance',
        query: { accountType: 'UNIFIED' },
        read: (page) => ({ items: balancesOf(page, account), isComplete: true }),
      }),
    feeRates: (instrument) => feeRates(calls, instrument),
    positions: (product) => positionQueries(calls, account, product),
  }
}

/** Open and recent orders first; where they do not have it, history, which lags behind. By our id: it names one order. */
function orderQuery(
  calls: SignedCalls,
  { clientOrderId, instrument }: OrderKey,
): RestCall<AccountList<VenueOrder>> {
  const query = { ...ofInstrument(instrument), orderLinkId: clientOrderId }
  const read: ReadPage<VenueOrder> = (page) => ordersOf(page, () => instrument)
  const recent = listCall(calls, { path: OPEN_AND_RECENT, query, read })
  return {
    ...recent,
    next: (response) =>
      recent.parse(response, 0).items.length > 0
        ? undefined
        : listCall(calls, { path: HISTORY, query, read }),
  }
}

/** Orders that ended without fills are listed for a day, those with any for two years. */
function historyQuery(
  calls: SignedCalls,
  instrument: Instrument,
  sinceUs: number,
): RestCall<AccountList<VenueOrder>> {
  return listCall(calls, {
    path: HISTORY,
    query: { ...ofInstrument(instrument), limit: PAGE.orders },
    fromMs: wholeMs(sinceUs),
    read: (page) => {
      const { items, isComplete } = ordersOf(page, () => instrument)
      return { items, isComplete: isComplete && reaches(page, sinceUs, noFillsReachUs(instrument)) }
    },
  })
}

function positionQueries(
  calls: SignedCalls,
  account: AccountId,
  product: string,
): readonly RestCall<AccountList<PositionTold>>[] {
  if (product === 'spot') return []
  return wholeProduct(product).map((query) =>
    listCall(calls, {
      path: '/v5/position/list',
      query: { ...query, limit: PAGE.positions },
      read: (page) => positionsOf(page, product, account),
    }),
  )
}

function ofInstrument({ product, symbol }: Instrument): Query {
  return { category: product, symbol }
}

/** Lists of all of linear are asked for by what settles it. */
function wholeProduct(category: string): readonly Query[] {
  if (category === 'spot') return [{ category }]
  return SETTLE_COINS.map((settleCoin) => ({ category, settleCoin }))
}

/** The instrument of a row in a list of a whole product, by the naming rule; `undefined` for a name that breaks it. */
function instrumentOf(product: string, row: JsonObject): Instrument | undefined {
  return inferInstrument(product === 'spot' ? 'spot' : 'futures', textAt(row, 'symbol'))
}

/** A row that cannot be said to be anything is left out, and the list is not complete. */
function ordersOf(
  { rows }: ListPage,
  instrumentAt: (row: JsonObject) => Instrument | undefined,
): ReturnType<ReadPage<VenueOrder>> {
  const items = rows.flatMap((row) => {
    const instrument = instrumentAt(row)
    return instrument === undefined ? [] : (listedOrder(row, instrument) ?? [])
  })
  return { items, isComplete: items.length === rows.length }
}

function fillsOf({ rows }: ListPage, instrument: Instrument, account: AccountId): readonly Fill[] {
  return rows
    .filter((row) => executionKind(row) === 'fill')
    .map((row) => readFill(row, instrument, account))
}

function balancesOf(
  { rows, localTimeUs: timeUs, venueTimeUs }: ListPage,
  account: AccountId,
): readonly BalanceTold[] {
  return rows
    .flatMap((wallet) => arrayAt(wallet, 'coin'))
    .map((coin) => readBalance(asObject(coin, 'coin'), { account, timeUs, venueTimeUs }))
    .filter(({ total, locked }) => !total.isZero() || locked?.isZero() === false)
}

function positionsOf(
  { rows, localTimeUs }: ListPage,
  product: string,
  account: AccountId,
): ReturnType<ReadPage<PositionTold>> {
  const open = rows.filter((row) => !amountAt(row, 'size').isZero())
  const items = open.flatMap((row) => {
    const instrument = instrumentOf(product, row)
    return instrument === undefined ? [] : readPosition(row, instrument, account, localTimeUs)
  })
  return { items, isComplete: items.length === open.length }
}

function wholeMs(timeUs: number): number {
  return Math.max(0, Math.floor(timeUs / 1000))
}

function noFillsReachUs({ product }: Instrument): number {
  const facts = ACCOUNT_FACTS.trading.find((each) => each.product === product)
  return (facts?.historyMs ?? 0) * 1000
}

/** Whether the venue's list goes back to a time. */
function reaches({ venueTimeUs }: ListPage, sinceUs: number, reachUs: number): boolean {
  return venueTimeUs !== undefined && sinceUs >= venueTimeUs - reachUs
}
