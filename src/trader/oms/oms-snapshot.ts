import type { ClientOrderId, Instrument } from '../../core/index.ts'
import { StorageError } from '../../core/index.ts'
import type { EvictedOrder } from './evicted-orders.ts'
import { newOrder, type Order } from './order.ts'
import {
  fromPlain,
  InstrumentNumbers,
  type InstrumentPool,
  type Plain,
  toNumbered,
} from './order-json.ts'
import type { OrderStore } from './order-store.ts'

/** How many cells of each outcome were used; events of orders that are no longer kept count once. */
export interface OmsCounts {
  /** It was news. */
  readonly applied: number
  /** It was known. */
  readonly doubled: number
  /** What was known was newer. */
  readonly late: number
  /** It could not be. */
  readonly impossible: number
}

/** All orders of a writer as plain JSON data. */
export interface OmsSnapshot {
  /** The form of what follows. */
  readonly version: 1
  /** How many ids each writer made: epoch, count. */
  readonly epochs: readonly (readonly [number, number])[]
  /** What the events were. */
  readonly counts: OmsCounts
  /** The latest time that was told, epoch µs. */
  readonly nowUs: number
  /** The instruments; elsewhere each stands as its number here. */
  readonly instruments: readonly Instrument[]
  /** The orders, in the order in which they were made. */
  readonly orders: readonly Plain<Order>[]
  /** Those that may be evicted, in the order in which they will be. */
  readonly ended: readonly ClientOrderId[]
  /** What is left of those that were, the oldest first. */
  readonly evicted: readonly EvictedOrder[]
}

/** Everything in a store, as plain data. */
export function writeSnapshot(
  store: OrderStore,
  epochs: OmsSnapshot['epochs'],
  counts: OmsCounts,
): OmsSnapshot {
  const numbers = new InstrumentNumbers()
  const orders = [...store.orders.values()].map((order) => toNumbered(order, numbers))
  return {
    version: 1,
    epochs,
    counts,
    nowUs: store.nowUs,
    instruments: numbers.list(),
    orders,
    ended: store.endedIds,
    evicted: store.evicted.list(),
  }
}

/**
 * Fills a store from a snapshot.
 *
 * @throws StorageError `STORE_CORRUPT` where an order names an instrument that is not there.
 */
export function readSnapshot(snapshot: OmsSnapshot, store: OrderStore, pool: InstrumentPool): void {
  const instruments = snapshot.instruments.map((each) => pool.share(each))
  const instrumentOf = (told: unknown): Instrument => {
    const instrument = instruments[Number(told)]
    if (instrument !== undefined) return instrument
    throw new StorageError(
      'STORE_CORRUPT',
      `Reading orders: expected the number of an instrument below ${instruments.length}, was ${String(told)}`,
    )
  }
  for (const plain of snapshot.orders) store.put(whole(fromPlain<Order>(plain, instrumentOf)))
  for (const order of snapshot.evicted) store.evicted.put(order)
  store.restore(snapshot.ended, snapshot.nowUs)
}

/** The order with all its members in their places: what was `undefined` is not in the text, and the next text has to be equal. */
function whole(order: Order): Order {
  const { clientOrderId, strategy, terms, placedTimeUs, deadlineUs } = order
  const intent = { type: 'place', strategy, terms } as const
  return { ...newOrder({ clientOrderId, intent, timeUs: placedTimeUs, deadlineUs }), ...order }
}
