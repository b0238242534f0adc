import { type AccountEvent, privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { EndReason, SimOrder } from '../../account/sim-order.ts'
import { msOf } from '../futures-messages.ts'
import { currencies, feedFill, feedOrder, feedPosition } from './futures-rows.ts'
import { WALLETS } from './rules.ts'
import { uuidOf } from './wire-ids.ts'

/** Private feeds. */
export type PrivateFeed = 'open_orders' | 'fills' | 'open_positions' | 'balances' | 'account_log'

/** All of them. */
export const PRIVATE_FEEDS: readonly PrivateFeed[] = [
  'open_orders',
  'fills',
  'open_positions',
  'balances',
  'account_log',
]

/** Why an order ended, in the feed's words. */
export const END_WORDS: Readonly<Record<EndReason, string>> = {
  user: 'cancelled_by_user',
  deadMan: 'dead_man_switch',
  venue: 'market_inactive',
  selfTrade: 'self-fill',
  ioc: 'ioc_order_failed_because_it_would_not_be_executed',
  fok: 'ioc_order_failed_because_it_would_not_be_executed',
  noLiquidity: 'ioc_order_failed_because_it_would_not_be_executed',
  postOnly: 'post_order_failed_because_it_would_filled',
  reduceOnly: 'cancelled_by_admin',
  gtd: 'contract_expired',
  insufficientBalance: 'not_enough_margin',
}

/** A message of a feed, with what fault rules find it by. */
export interface FeedMessage {
  /** The feed. */
  readonly feed: PrivateFeed
  /** The message. */
  readonly text: string
  /** What fault rules find it by. */
  readonly stream: string
}

/** What a feed begins with. */
export function snapshotOf(feed: PrivateFeed, account: SimAccount, nowUs: number): string {
  const head = `"account":"${account.name}"`
  switch (feed) {
    case 'open_orders': {
      const orders = account.openOrders().filter(isOfFutures).map(feedOrder)
      return `{"feed":"open_orders_snapshot",${head},"orders":[${orders.join(',')}]}`
    }
    case 'fills': {
      const fills = account
        .fills({ limit: Number.MAX_SAFE_INTEGER })
        .filter(isOfFutures)
        .slice(-100)
      const rows = fills.map((fill) => feedFill(fill, account.order({ orderId: fill.orderId })))
      return `{"feed":"fills_snapshot",${head},"fills":[${rows.join(',')}]}`
    }
    case 'open_positions':
      return positionsMessage(account, nowUs)
    case 'balances':
      return balancesMessage('balances_snapshot', account, nowUs)
    case 'account_log':
      return '{"feed":"account_log_snapshot","logs":[]}'
  }
}

/** What an event tells on the feeds. */
export function messagesOf(account: SimAccount, event: AccountEvent): readonly FeedMessage[] {
  const stream = privateStream(event)
  const on = (feed: PrivateFeed, text: string): FeedMessage => ({ feed, text, stream })
  if ('order' in event && !isOfFutures(event.order)) return []
  switch (event.kind) {
    case 'accepted':
      return rests(event.order)
        ? [on('open_orders', changed(event.order, 'new_placed_order_by_user'))]
        : []
    case 'triggered':
      return [on('open_orders', changed(event.order, 'stop_order_triggered'))]
    case 'amended':
      return [on('open_orders', changed(event.order, 'edited_by_user'))]
    case 'filled': {
      const { order, fill } = event
      const isFull = order.status === 'filled'
      const text = `{"feed":"fills","username":"${account.name}","fills":[${feedFill(fill, order)}]}`
      const news = changed(order, isFull ? 'full_fill' : 'partial_fill', isFull)
      return [on('fills', text), ...(rests(order) ? [on('open_orders', news)] : [])]
    }
    case 'cancelled':
    case 'expired':
      return isTold(event.order) ? [on('open_orders', ended(event.order))] : []
    case 'positionChanged':
      return [on('open_positions', positionsMessage(account, event.timeUs))]
    case 'balanceChanged':
      return event.balance.wallet === WALLETS.futures
        ? [on('balances', balancesMessage('balances', account, event.timeUs))]
        : []
    case 'rejected':
      return []
  }
}

const isOfFutures = ({ instrument }: Pick<SimOrder, 'instrument'>): boolean =>
  instrument.spec.product === 'futures'

/** Orders that never rest are never among the open ones. */
function rests({ type, timeInForce }: SimOrder): boolean {
  return type !== 'market' && timeInForce !== 'ioc' && timeInForce !== 'fok'
}

/** Of orders that never rest only those are told that got nothing. */
function isTold(order: SimOrder): boolean {
  return rests(order) || (order.type === 'limit' && order.filledQuantity === 0)
}

function changed(order: SimOrder, reason: string, isCancel = false): string {
  return `{"feed":"open_orders","order":${feedOrder(order)},"is_cancel":${isCancel},"reason":"${reason}"}`
}

/** An order that failed has our id, one that was cancelled the venue's alone. */
function ended({ orderId, clientOrderId, status, endReason = 'venue' }: SimOrder): string {
  const own =
    status === 'expired' && clientOrderId !== undefined ? `,"cli_ord_id":"${clientOrderId}"` : ''
  return `{"feed":"open_orders","order_id":"${uuidOf(orderId)}"${own},"is_cancel":true,"reason":"${END_WORDS[endReason]}"}`
}

function positionsMessage(account: SimAccount, timeUs: number): string {
  const held = account.positions().filter(({ quantity }) => quantity !== 0)
  return `{"feed":"open_positions","account":"${account.name}","positions":[${held.map(feedPosition).join(',')}],"seq":0,"timestamp":${msOf(timeUs)}}`
}

function balancesMessage(feed: string, account: SimAccount, timeUs: number): string {
  const flex = `"flex_futures":{"currencies":${currencies(account.balances(WALLETS.futures))}}`
  const others = feed === 'balances' ? '' : '"holding":{},"futures":{},'
  return `{"feed":"${feed}","account":"${account.name}",${others}${flex},"timestamp":${msOf(timeUs)},"seq":0}`
}
