import type { Timers } from '../../../runtime/ports.ts'
import { type AccountEvent, privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimOrder } from '../../account/sim-order.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import { executionRow } from './execution-row.ts'
import { lateCancelRow, orderRow } from './order-row.ts'
import { positionRow } from './position-row.ts'
import { walletRow } from './wallet-row.ts'

/** What the private socket says. */
type PrivateTopic = 'order' | 'execution' | 'position' | 'wallet'

/** One row for one topic. */
export interface PrivatePush {
  /** The topic. */
  readonly topic: PrivateTopic
  /** The product line; absent where it belongs to none. */
  readonly category?: string
  /** The row. */
  readonly row: Readonly<Record<string, unknown>>
  /** What fault rules find it by. */
  readonly stream: string
}

type Listener = (push: PrivatePush) => void

/** What the accounts' sockets are told. */
export class PrivateFeeds {
  readonly #timers: Timers
  readonly #listeners = new Map<SimAccount, Set<Listener>>()

  /** Nobody listens yet. */
  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Tells `listener` what happens to an account from now on: nothing of before. Returns how to stop. */
  listen(account: SimAccount, listener: Listener): () => void {
    const listeners = this.#listeners.get(account) ?? new Set()
    this.#listeners.set(account, listeners.add(listener))
    const stop = account.listen((event) => {
      for (const push of pushesOf(account, event)) listener(push)
    })
    return () => {
      listeners.delete(listener)
      stop()
    }
  }

  /** A cancel crossed the fill of its order: after that many ms the order is told as filled once more. */
  tellLateCancel(account: SimAccount, order: SimOrder, delayMs: number): void {
    const push = orderPush(order, 'private/lateCancel', lateCancelRow(order))
    this.#timers.after(delayMs, () => {
      for (const listener of this.#listeners.get(account) ?? []) listener(push)
    })
  }
}

function pushesOf(account: SimAccount, event: AccountEvent): readonly PrivatePush[] {
  const stream = privateStream(event)
  switch (event.kind) {
    case 'accepted':
      // A market order is heard of first with what it did.
      return event.order.type === 'market' ? [] : withPosition(account, event.order, stream)
    case 'triggered':
    case 'amended':
    case 'cancelled':
    case 'expired':
      return withPosition(account, event.order, stream)
    case 'filled': {
      const { fill, order } = event
      const row = executionRow({ account, fill, order }, false)
      const execution = {
        topic: 'execution',
        category: categoryOf(order.instrument),
        row,
        stream,
      } as const
      return [execution, orderPush(order, stream)]
    }
    case 'positionChanged': {
      const { position } = event
      const row = positionRow(position, 'entryPrice')
      return [{ topic: 'position', category: categoryOf(position.instrument), row, stream }]
    }
    case 'balanceChanged':
      return [{ topic: 'wallet', row: walletRow(account, [event.balance]), stream }]
    case 'rejected':
      return []
  }
}

/** Every change of a contract's order tells the position too, though it did not change. */
function withPosition(
  account: SimAccount,
  order: SimOrder,
  stream: string,
): readonly PrivatePush[] {
  const { instrument } = order
  const told = orderPush(order, stream)
  if (instrument.spec.kind === 'spot') return [told]
  const row = positionRow(account.position(instrument), 'entryPrice')
  return [told, { topic: 'position', category: categoryOf(instrument), row, stream }]
}

function orderPush(
  order: SimOrder,
  stream: string,
  row: PrivatePush['row'] = orderRow(order),
): PrivatePush {
  return { topic: 'order', category: categoryOf(order.instrument), row, stream }
}

function categoryOf({ spec }: LiveInstrument): string {
  return spec.product
}
