import type { Timers } from '../../../runtime/ports.ts'
import { type AccountEvent, privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimOrder } from '../../account/sim-order.ts'
import { balanceRow, positionRow } from './account-rows.ts'
import { isOrder, isStop } from './algo-ids.ts'
import { algoRow } from './algo-row.ts'
import { orderPush, type Row, type RowChange } from './order-row.ts'
import type { Words } from './refusals.ts'

/** What private sockets say. */
export type PrivateChannel = 'orders' | 'orders-algo' | 'account' | 'positions'

/** One row for one channel. */
export interface PrivatePush {
  /** The channel. */
  readonly channel: PrivateChannel
  /** The row. */
  readonly row: Row
  /** What fault rules find it by. */
  readonly stream: string
}

type Listener = (push: PrivatePush) => void

/** What the accounts' sockets are told. */
export class PrivateFeeds {
  readonly #timers: Timers
  readonly #listeners = new Map<SimAccount, Set<Listener>>()
  readonly #reqIds = new Map<string, string>()

  /** Nobody listens yet. */
  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Tells `listener` what happens to an account from now on: nothing of before. Returns how to stop. */
  listen(account: SimAccount, listener: Listener): () => void {
    const listeners = this.#listeners.get(account) ?? new Set()
    this.#listeners.set(account, listeners.add(listener))
    const stop = account.listen((event) => {
      for (const push of this.#pushesOf(account, event)) listener(push)
    })
    return () => {
      listeners.delete(listener)
      stop()
    }
  }

  /** The next change of an order was asked for under this id. */
  expectAmend({ orderId, amendments }: SimOrder, reqId: string): void {
    this.#reqIds.set(`${orderId} ${amendments + 1}`, reqId)
  }

  /** A change that had been accepted failed: after that many ms the order is told as it was. */
  tellAmendFailed(
    account: SimAccount,
    order: SimOrder,
    failure: { readonly reqId: string; readonly words: Words; readonly delayMs: number },
  ): void {
    const [code, msg] = failure.words
    const change: RowChange = { amendResult: '-1', reqId: failure.reqId, code, msg }
    this.#timers.after(failure.delayMs, () => {
      const push = pushOf(order, change, 'private/amendFailed')
      for (const listener of this.#listeners.get(account) ?? []) listener(push)
    })
  }

  #pushesOf(account: SimAccount, event: AccountEvent): readonly PrivatePush[] {
    const stream = privateStream(event)
    switch (event.kind) {
      case 'accepted': {
        const { orderId, postOnly } = event.order
        // Only what really rests is told as live: one that would take is told by its end alone.
        const wouldTake = postOnly && account.order({ orderId })?.endReason === 'postOnly'
        return wouldTake ? [] : [pushOf(event.order, {}, stream)]
      }
      case 'triggered': {
        const { order } = event
        return [{ channel: 'orders-algo', row: algoRow(order), stream }, pushOf(order, {}, stream)]
      }
      case 'filled':
        return [pushOf(event.order, { fill: event.fill }, stream)]
      case 'amended': {
        const { order, by } = event
        if (by === 'venue') return [pushOf(order, { amendSource: '4' }, stream)]
        const reqId = this.#reqIds.get(`${order.orderId} ${order.amendments}`) ?? ''
        return [pushOf(order, { amendResult: '0', amendSource: '1', reqId }, stream)]
      }
      case 'cancelled':
      case 'expired':
        return [pushOf(event.order, {}, stream)]
      case 'positionChanged':
        return [{ channel: 'positions', row: positionRow(event.position, event.timeUs), stream }]
      case 'balanceChanged':
        return [{ channel: 'account', row: balanceRow([event.balance], event.timeUs), stream }]
      case 'rejected':
        return []
    }
  }
}

/** A stop is told on its own channel until it has become an order. */
function pushOf(order: SimOrder, change: RowChange, stream: string): PrivatePush {
  return isStop(order) && !isOrder(order)
    ? { channel: 'orders-algo', row: algoRow(order, change), stream }
    : { channel: 'orders', row: orderPush(order, change), stream }
}
