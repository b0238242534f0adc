import { feeRatesOf } from '../../account/fee-rates.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import type { SimMarket } from '../../sim-market.ts'
import { RestRefusal } from '../rest-error.ts'
import { executionRow } from './execution-row.ts'
import { orderRow } from './order-row.ts'
import { pageOf, type QueryRow } from './page-cursor.ts'
import { positionRow } from './position-row.ts'
import { INVALID } from './request-body.ts'
import { WALLET } from './rules.ts'
import { walletRow } from './wallet-row.ts'
import { idOf } from './wire-ids.ts'

/** One signed question. */
interface AccountCall {
  /** Whose. */
  readonly account: SimAccount
  /** What is traded. */
  readonly market: SimMarket
  /** The query. */
  readonly query: URLSearchParams
  /** Now, epoch µs by the venue's clock. */
  readonly nowUs: number
}

type AccountEndpoint = (call: AccountCall) => Readonly<Record<string, unknown>>

/** The endpoints by path: the result of each. They throw RestRefusal with the venue's code. */
export const ACCOUNT_ENDPOINTS: ReadonlyMap<string, AccountEndpoint> = new Map([
  ['/v5/order/realtime', openAndRecent],
  ['/v5/order/history', orderHistory],
  ['/v5/execution/list', executions],
  ['/v5/position/list', positions],
  ['/v5/account/wallet-balance', wallet],
  ['/v5/account/fee-rate', feeRate],
])

const DAY_US = 86_400_000_000
const WEEK_MS = 604_800_000
const ALL = Number.MAX_SAFE_INTEGER
const ORDERS_A_PAGE = { usual: 20, most: 50 } as const

/** What works; or with an id, or `openOnly=1`, what ended not long ago as well. */
function openAndRecent(call: AccountCall): Readonly<Record<string, unknown>> {
  const { account, query } = call
  const named = namedOrder(call)
  if (named !== undefined) return list(call, rowsOf(named), ORDERS_A_PAGE)
  const wants = instrumentFilter(call)
  const orders =
    query.get('openOnly') === '1'
      ? account
          .orders({ limit: ALL })
          .filter((order) => !isAlive(order))
          .slice(-500)
      : account.openOrders()
  return list(call, rowsOf(orders.filter(({ instrument }) => wants(instrument))), ORDERS_A_PAGE)
}

/** What ended: without fills it is kept for a day. */
function orderHistory(call: AccountCall): Readonly<Record<string, unknown>> {
  const { account, nowUs } = call
  const isKept = (order: SimOrder): boolean =>
    !isAlive(order) && (order.filledQuantity > 0 || order.updatedUs > nowUs - DAY_US)
  const named = namedOrder(call)
  if (named !== undefined) return list(call, rowsOf(named.filter(isKept)), ORDERS_A_PAGE)
  const wants = symbolFilter(call)
  const { fromUs, untilUs } = spanOf(call)
  const orders = account
    .orders({ fromUs, untilUs, limit: ALL })
    .filter((order) => isKept(order) && wants(order.instrument))
  return list(call, rowsOf(orders), ORDERS_A_PAGE)
}

function executions(call: AccountCall): Readonly<Record<string, unknown>> {
  const { account } = call
  const wants = symbolFilter(call)
  const rows = account
    .fills({ ...spanOf(call), limit: ALL })
    .filter(({ instrument }) => wants(instrument))
    .flatMap((fill): readonly QueryRow[] => {
      const order = account.order({ orderId: fill.orderId })
      return order === undefined ? [] : [executionRow({ account, fill, order }, true)]
    })
  return list(call, rows, { usual: 50, most: 100 })
}

/** By symbol also a position that is flat. */
function positions(call: AccountCall): Readonly<Record<string, unknown>> {
  const { account, query } = call
  const wants = instrumentFilter(call)
  const hasSymbol = query.has('symbol')
  const rows = account
    .positions()
    .filter(({ instrument, quantity }) => wants(instrument) && (hasSymbol || quantity !== 0))
    .map((position) => positionRow(position, 'avgPrice'))
  return list(call, rows, { usual: 20, most: 200 })
}

function feeRate(call: AccountCall): Readonly<Record<string, unknown>> {
  const wants = symbolFilter(call)
  const { maker, taker } = feeRatesOf(call.account)
  const list = call.market
    .instruments()
    .filter(wants)
    .map(({ spec }) => ({ symbol: spec.symbol, makerFeeRate: maker, takerFeeRate: taker }))
  return { list }
}

function wallet({ account, query }: AccountCall): Readonly<Record<string, unknown>> {
  if (query.get('accountType') !== 'UNIFIED')
    throw new RestRefusal(INVALID, 'accountType only support UNIFIED.')
  const coins = query.get('coin')?.split(',')
  const balances = account
    .balances(WALLET)
    .filter(({ asset }) => coins === undefined || coins.includes(asset))
  return { list: [walletRow(account, balances)] }
}

function rowsOf(orders: readonly SimOrder[]): readonly QueryRow[] {
  return orders.map((order) => orderRow(order))
}

/** The newest first, a page at a time. */
function list(
  { query }: AccountCall,
  rows: readonly QueryRow[],
  sizes: { readonly usual: number; readonly most: number },
): Readonly<Record<string, unknown>> {
  return { category: query.get('category') ?? '', ...pageOf(rows.toReversed(), query, sizes) }
}

/** The order that the query names, or none; `undefined` where it names none. */
function namedOrder(call: AccountCall): readonly SimOrder[] | undefined {
  const { account, query } = call
  const orderId = query.get('orderId')
  const clientOrderId = query.get('orderLinkId')
  if (orderId === null && clientOrderId === null) return undefined
  const name =
    orderId === null ? { clientOrderId: clientOrderId ?? '' } : { orderId: idOf(orderId) }
  const order = account.order(name)
  const isThere = order !== undefined && order.instrument.spec.product === categoryOf(call)
  return isThere ? [order] : []
}

function categoryOf({ query }: AccountCall): string {
  const category = query.get('category') ?? ''
  if (['spot', 'linear', 'inverse'].includes(category)) return category
  throw new RestRefusal(INVALID, 'params error: Category is invalid')
}

/** Of a product and, where it is given, a symbol. */
function symbolFilter(call: AccountCall): (live: LiveInstrument) => boolean {
  const category = categoryOf(call)
  const symbol = call.query.get('symbol')
  if (symbol !== null && call.market.find(category, symbol) === undefined)
    throw new RestRefusal(INVALID, 'params error: symbol invalid')
  return ({ spec }) => spec.product === category && (symbol === null || spec.symbol === symbol)
}

/** The same; all of linear only by the coin it is settled in. */
function instrumentFilter(call: AccountCall): (live: LiveInstrument) => boolean {
  const { query } = call
  const wants = symbolFilter(call)
  const settle = query.get('settleCoin')
  const isNarrow = query.has('symbol') || query.has('baseCoin') || settle !== null
  if (categoryOf(call) === 'linear' && !isNarrow)
    throw new RestRefusal(INVALID, 'Missing some parameters that must be filled in')
  return (live) => wants(live) && (settle === null || live.spec.settle === settle)
}

/** Seven days at once; without a start the newest ones. */
function spanOf({ query, nowUs }: AccountCall): {
  readonly fromUs: number
  readonly untilUs: number
} {
  const nowMs = Math.floor(nowUs / 1000)
  const start = query.get('startTime')
  const end = query.get('endTime')
  const endMs = end === null ? (start === null ? nowMs : Number(start) + WEEK_MS) : Number(end)
  const startMs = start === null ? endMs - WEEK_MS : Number(start)
  if (!Number.isSafeInteger(startMs) || !Number.isSafeInteger(endMs) || endMs < startMs)
    throw new RestRefusal(INVALID, 'params error: time range invalid')
  if (endMs - startMs > WEEK_MS)
    throw new RestRefusal(
      INVALID,
      'The time range between startTime and endTime cannot exceed 7 days.',
    )
  return { fromUs: startMs * 1000, untilUs: endMs * 1000 + 999 }
}
