import { feeRatesOf } from '../../account/fee-rates.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import { instTypeOf, type OkxState } from '../okx-state.ts'
import { RestRefusal } from '../rest-error.ts'
import { balanceRow, fillRow, positionRow } from './account-rows.ts'
import { algoIdOf, isOrder, isStop, orderIdOfAlgo } from './algo-ids.ts'
import { algoRow, algoStateOf } from './algo-row.ts'
import { orderRow, type Row } from './order-row.ts'
import { WALLET } from './rules.ts'

/** One signed question. */
interface AccountCall {
  /** Whose. */
  readonly account: SimAccount
  /** What the hosts share. */
  readonly state: OkxState
  /** The query. */
  readonly query: URLSearchParams
}

/** One endpoint: how many calls of a user it takes in 2 s, and its rows. */
interface AccountEndpoint {
  /** Calls in 2 s. */
  readonly limit: number
  /** The rows. Throws RestRefusal with the venue's code. */
  answer(call: AccountCall): readonly Row[]
}

/** The endpoints by path. */
export const ACCOUNT_ENDPOINTS: ReadonlyMap<string, AccountEndpoint> = new Map([
  ['/api/v5/trade/order', { limit: 60, answer: oneOrder }],
  ['/api/v5/trade/orders-pending', { limit: 60, answer: pending }],
  ['/api/v5/trade/orders-history', { limit: 40, answer: history }],
  ['/api/v5/trade/fills', { limit: 60, answer: (call) => fills(call, FILLS_US) }],
  ['/api/v5/trade/fills-history', { limit: 10, answer: (call) => fills(call, OLD_FILLS_US) }],
  ['/api/v5/trade/order-algo', { limit: 20, answer: oneStop }],
  ['/api/v5/trade/orders-algo-pending', { limit: 20, answer: pendingStops }],
  ['/api/v5/trade/orders-algo-history', { limit: 20, answer: stopHistory }],
  ['/api/v5/account/balance', { limit: 10, answer: balance }],
  ['/api/v5/account/positions', { limit: 10, answer: positions }],
  ['/api/v5/account/trade-fee', { limit: 5, answer: tradeFee }],
])

const HOUR_US = 3_600_000_000
const UNFILLED_US = 2 * HOUR_US
const FILLS_US = 72 * HOUR_US
const OLD_FILLS_US = 90 * 24 * HOUR_US
const ALL = Number.MAX_SAFE_INTEGER
const PAGE = 100

function oneOrder({ account, query }: AccountCall): readonly Row[] {
  const orderId = query.get('ordId')
  const clientOrderId = query.get('clOrdId')
  demanded(query, 'instId')
  const order =
    orderId === null
      ? account.order({ clientOrderId: clientOrderId ?? '' })
      : account.order({ orderId })
  const isFound = order !== undefined && isOrder(order) && (orderId !== null || !isStop(order))
  if (!isFound) throw new RestRefusal('51603', 'Order does not exist.')
  return [withLastFill(account, order)]
}

function pending(call: AccountCall): readonly Row[] {
  const { account } = call
  const orders = account.openOrders().filter((order) => isOrder(order) && isWanted(call, order))
  return page(call, orders, ({ orderId }) => orderId).map((order) => withLastFill(account, order))
}

/** What was cancelled before anything was filled is kept for two hours. */
function history(call: AccountCall): readonly Row[] {
  const { account, query, state } = call
  demanded(query, 'instType')
  const nowUs = state.clock.nowUs()
  const beginUs = Number(query.get('begin') ?? 0) * 1000
  const orders = account
    .orders({ limit: ALL })
    .filter(
      (order) =>
        isOrder(order) &&
        !isAlive(order) &&
        isWanted(call, order) &&
        order.createdUs >= beginUs &&
        (order.filledQuantity > 0 || order.updatedUs > nowUs - UNFILLED_US),
    )
  return page(call, orders, ({ orderId }) => orderId).map((order) => withLastFill(account, order))
}

function fills(call: AccountCall, historyUs: number): readonly Row[] {
  const { account, query, state } = call
  const fromUs = Math.max(Number(query.get('begin') ?? 0) * 1000, state.clock.nowUs() - historyUs)
  const found = account.fills({ fromUs, limit: ALL }).filter((fill) => isWanted(call, fill))
  return page(call, found, ({ fillId }) => fillId).map((fill) =>
    fillRow(fill, account.order({ orderId: fill.orderId })),
  )
}

/** One group for all; what is taken is below 0. */
function tradeFee({ account, query, state }: AccountCall): readonly Row[] {
  const instType = demanded(query, 'instType')
  const { maker, taker } = feeRatesOf(account)
  const rates = { maker: signTurned(maker), taker: signTurned(taker) }
  const ts = String(Math.floor(state.clock.nowUs() / 1000))
  return [{ instType, level: 'Lv1', ts, ...rates, feeGroup: [{ groupId: '1', ...rates }] }]
}

function signTurned(text: string): string {
  return text.startsWith('-') ? text.slice(1) : `-${text}`
}

function oneStop({ account, query }: AccountCall): readonly Row[] {
  const algoId = query.get('algoId')
  const order =
    algoId === null
      ? account.order({ clientOrderId: query.get('algoClOrdId') ?? '' })
      : account.order({ orderId: orderIdOfAlgo(algoId) })
  if (order === undefined || !isStop(order)) throw new RestRefusal('51603', 'Order does not exist.')
  return [algoRow(order)]
}

function pendingStops(call: AccountCall): readonly Row[] {
  demanded(call.query, 'ordType')
  return stopsOf(call, 'live')
}

function stopHistory(call: AccountCall): readonly Row[] {
  demanded(call.query, 'ordType')
  return stopsOf(call, demanded(call.query, 'state'))
}

function stopsOf(call: AccountCall, state: string): readonly Row[] {
  const stops = call.account
    .orders({ limit: ALL })
    .filter((order) => isStop(order) && algoStateOf(order) === state && isWanted(call, order))
  return page(call, stops, ({ orderId }) => algoIdOf(orderId)).map((order) => algoRow(order))
}

function balance({ account, query, state }: AccountCall): readonly Row[] {
  const wanted = query.get('ccy')?.split(',')
  const balances = account
    .balances(WALLET)
    .filter(({ asset }) => wanted === undefined || wanted.includes(asset))
  return [balanceRow(balances, state.clock.nowUs())]
}

function positions(call: AccountCall): readonly Row[] {
  const nowUs = call.state.clock.nowUs()
  return call.account
    .positions()
    .filter((position) => position.quantity !== 0 && isWanted(call, position))
    .map((position) => positionRow(position, nowUs))
}

function withLastFill(account: SimAccount, order: SimOrder): Row {
  const [last] = account.fills({ orderId: order.orderId, end: 'newest', limit: 1 })
  return orderRow(order, last)
}

function isWanted(
  { query }: AccountCall,
  { instrument }: { readonly instrument: LiveInstrument },
): boolean {
  const instType = query.get('instType')
  const instId = query.get('instId')
  return (
    (instType === null || instTypeOf(instrument) === instType) &&
    (instId === null || instrument.spec.symbol === instId)
  )
}

/** Newest first; `after` an id means older ones. */
function page<T>({ query }: AccountCall, rows: readonly T[], idOf: (row: T) => string): T[] {
  const after = query.get('after')
  const limit = Math.min(Number(query.get('limit') ?? PAGE), PAGE)
  return rows
    .toReversed()
    .filter((row) => after === null || BigInt(idOf(row)) < BigInt(after))
    .slice(0, limit)
}

function demanded(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value !== null && value !== '') return value
  throw new RestRefusal('50014', `Parameter ${name} can not be empty.`, 400)
}
