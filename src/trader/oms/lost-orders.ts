import type { ClientOrderId, OrderInput } from '../../core/index.ts'
import { Decimal } from '../../core/index.ts'
import type { EvictedOrder, EvictedOrders } from './evicted-orders.ts'
import type { LostOrderAlarm, OmsEffect } from './oms-effect.ts'
import { toldQuantityOf } from './order-event.ts'
import type { OrderIds } from './order-ids.ts'

/** What an event is whose order is not kept. */
export interface LostEvent {
  /** Whether the order is not ours. */
  readonly isForeign: boolean
  /** What the event counts as. */
  readonly outcome: 'applied' | 'doubled' | 'late' | 'impossible'
  /** What is to be done. */
  readonly effects: readonly OmsEffect[]
}

/**
 * Judges events of orders that are not kept whole: evicted ones by their ids, older ones by their number alone, and
 * foreign ones. A fill of an order of ours is never dropped.
 */
export class LostOrders {
  readonly #evicted: EvictedOrders
  readonly #ids: OrderIds

  /** Judges by what was evicted, and by the ids that were made. */
  constructor(evicted: EvictedOrders, ids: OrderIds) {
    this.#evicted = evicted
    this.#ids = ids
  }

  /** Judges one event; a new fill of an evicted order is remembered. */
  judge(
    event: OrderInput,
    clientOrderId: ClientOrderId | undefined,
    venueKey: string | undefined,
  ): LostEvent {
    const evicted = this.#evicted.find(clientOrderId, venueKey)
    if (evicted !== undefined) return this.#judgeEvicted(event, evicted)
    if (clientOrderId === undefined || !this.#ids.isOurs(clientOrderId))
      return { isForeign: true, outcome: 'late', effects: [{ type: 'foreign', event }] }
    // Whether such a fill was counted, nobody can say any more: a person has to.
    return event.type === 'fill' || event.type === 'foundOpen'
      ? alarmed('FORGOTTEN_ORDER', clientOrderId, event)
      : { isForeign: false, outcome: 'late', effects: [] }
  }

  #judgeEvicted(event: OrderInput, order: EvictedOrder): LostEvent {
    const { clientOrderId, strategy, fillIds } = order
    if (event.type === 'foundOpen') return alarmed('OPEN_AFTER_EVICTION', clientOrderId, event)
    if (event.type === 'fill') {
      const { fill } = event
      if (fillIds.includes(fill.fillId))
        return { isForeign: false, outcome: 'doubled', effects: [] }
      const filled = new Decimal(order.filledQuantity).plus(fill.quantity)
      this.#evicted.put({
        ...order,
        filledQuantity: filled.toFixed(),
        fillIds: [...fillIds, fill.fillId],
      })
      const { effects, ...alarm } = alarmed('FILL_AFTER_EVICTION', clientOrderId, event)
      return { ...alarm, effects: [{ type: 'fill', clientOrderId, strategy, fill }, ...effects] }
    }
    if (toldQuantityOf(event)?.gt(order.filledQuantity) === true)
      return alarmed('HOLE_AFTER_EVICTION', clientOrderId, event)
    return { isForeign: false, outcome: 'late', effects: [] }
  }
}

function alarmed(code: LostOrderAlarm, clientOrderId: ClientOrderId, event: OrderInput): LostEvent {
  return {
    isForeign: false,
    outcome: 'impossible',
    effects: [{ type: 'lostOrder', code, clientOrderId, event }],
  }
}
