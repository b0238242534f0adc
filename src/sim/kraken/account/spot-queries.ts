import { moneyText } from '../../account/money.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import { assetKey, isNamed, pairNames } from '../assets.ts'
import { RestRefusal } from '../rest-error.ts'
import { isoOf, timeText } from '../wire-text.ts'
import type { PrivateParts } from './private-parts.ts'
import { WALLETS } from './rules.ts'
import { neededText, type SpotBody, textOf } from './spot-body.ts'
import { orderEntry, tradeRow } from './spot-rows.ts'
import { idOfSpot, spotTradeId } from './wire-ids.ts'

/** One signed question. */
interface SpotQuestion {
  /** What it is asked of. */
  readonly parts: PrivateParts
  /** Whose. */
  readonly account: SimAccount
  /** Its parameters. */
  readonly body: SpotBody
}

/** A question: what it costs on the key's counter, and its result. */
export interface SpotQuery {
  /** The cost. */
  readonly cost: number
  /** The result. Throws RestRefusal. */
  readonly answer: (question: SpotQuestion) => object
}

/** Questions, by method. */
export const SPOT_QUERIES: ReadonlyMap<string, SpotQuery> = new Map<string, SpotQuery>([
  ['OpenOrders', { cost: 1, answer: openOrders }],
  ['ClosedOrders', { cost: 2, answer: closedOrders }],
  ['QueryOrders', { cost: 1, answer: queryOrders }],
  ['TradesHistory', { cost: 2, answer: tradesHistory }],
  ['BalanceEx', { cost: 1, answer: balances }],
  ['TradeVolume', { cost: 1, answer: tradeVolume }],
  ['GetWebSocketsToken', { cost: 1, answer: token }],
  ['CancelAllOrdersAfter', { cost: 1, answer: cancelAfter }],
])

const PAGE_ROWS = 50
const ALL = Number.MAX_SAFE_INTEGER

const isSpot = ({ instrument }: Pick<SimOrder, 'instrument'>): boolean =>
  instrument.spec.product === 'spot'

function ordersOf({ account, body }: SpotQuestion): readonly SimOrder[] {
  const id = textOf(body, 'cl_ord_id')
  return account
    .orders({ limit: ALL })
    .filter((order) => isSpot(order) && (id === undefined || order.clientOrderId === id))
}

function entries(orders: readonly SimOrder[]): object {
  return Object.fromEntries(orders.map(orderEntry))
}

function openOrders(question: SpotQuestion): object {
  return { open: entries(ordersOf(question).filter(isAlive)) }
}

/** The newest first, a page at a time; the start is exclusive. */
function closedOrders(question: SpotQuestion): object {
  const { body } = question
  const startUs = Number(textOf(body, 'start') ?? 0) * 1_000_000
  const isByClose = (textOf(body, 'closetime') ?? 'both') === 'close'
  const ended = ordersOf(question)
    .filter((order) => !isAlive(order))
    .filter(({ updatedUs, createdUs }) => (isByClose ? updatedUs : createdUs) > startUs)
    .sort((a, b) => b.updatedUs - a.updatedUs)
  return { closed: entries(pageOf(ended, body)), count: ended.length }
}

function pageOf<Row>(rows: readonly Row[], body: SpotBody): readonly Row[] {
  const offset = Number(textOf(body, 'ofs') ?? 0)
  return rows.slice(offset, offset + PAGE_ROWS)
}

function queryOrders({ account, body }: SpotQuestion): object {
  const found = neededText(body, 'txid')
    .split(',')
    .map((id) => account.order({ orderId: idOfSpot(id) }))
  const orders = found.filter((order) => order !== undefined).filter(isSpot)
  if (orders.length < found.length) throw new RestRefusal('EOrder:Unknown order')
  return entries(orders)
}

function tradesHistory({ account, body }: SpotQuestion): object {
  const startUs = Number(textOf(body, 'start') ?? 0) * 1_000_000
  const fills = account
    .fills({ limit: ALL })
    .filter((fill) => isSpot(fill) && fill.timeUs > startUs)
    .toReversed()
  const rows = pageOf(fills, body).flatMap((fill) => {
    const order = account.order({ orderId: fill.orderId })
    return order === undefined ? [] : [[spotTradeId(fill.fillId), tradeRow(fill, order)] as const]
  })
  return { trades: Object.fromEntries(rows), count: fills.length }
}

function balances({ account }: SpotQuestion): object {
  return Object.fromEntries(
    account
      .balances(WALLETS.spot)
      .map(({ asset, total, locked }) => [
        assetKey(asset),
        { balance: moneyText(total), hold_trade: moneyText(locked) },
      ]),
  )
}

/** Rates are percent. */
function tradeVolume({ parts, account, body }: SpotQuestion): object {
  const pair = neededText(body, 'pair')
  const live = parts.state.market
    .instruments()
    .find(({ spec }) => spec.product === 'spot' && isNamed(spec, pair))
  if (live === undefined) throw new RestRefusal('EQuery:Unknown asset pair')
  const { makerBps, takerBps } = account.book.fees
  const { key } = pairNames(live.spec)
  const rate = (bps: string) => ({ fee: (Number(bps) / 100).toFixed(4) })
  return {
    currency: 'ZUSD',
    volume: '0.0000',
    fees: { [key]: rate(takerBps) },
    fees_maker: { [key]: rate(makerBps) },
  }
}

function token({ parts, account }: SpotQuestion): object {
  return { token: parts.tokens.give(account), expires: parts.tokens.lifeSeconds }
}

function cancelAfter({ parts, account, body }: SpotQuestion): object {
  const seconds = Number(neededText(body, 'timeout'))
  if (!Number.isInteger(seconds) || seconds < 0 || seconds >= 86_400)
    throw new RestRefusal('EGeneral:Invalid arguments:timeout')
  account.cancelAllAfter(seconds === 0 ? false : seconds * 1000)
  const nowUs = parts.state.clock.nowUs()
  const currentTime = timeText(nowUs)
  return {
    currentTime,
    triggerTime: seconds === 0 ? '0' : isoOf(Math.floor(nowUs / 1000) + seconds * 1000),
  }
}
