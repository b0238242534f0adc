import { Decimal, type OrderStatus } from '../../core/index.ts'
import { isEnded, mostLeavesQuantity, type Order } from '../oms/index.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import { legRules } from './leg-rules.ts'
import type { Route, RouteOrder } from './route.ts'

const REFUSED: ReadonlySet<OrderStatus> = new Set<OrderStatus>(['rejected', 'denied', 'absent'])
const ZERO = new Decimal(0)

/** An order as its route sees it. */
export function routeOrder({ legs }: Route, order: Order): RouteOrder {
  const { clientOrderId, status, terms, filledQuantity, endedTimeUs, refusal } = order
  const { unitBase } = legRules(terms.instrument)
  return {
    clientOrderId,
    leg: legs.findIndex(({ instrument }) => isSameInstrument(instrument, terms.instrument)),
    status,
    quantity: terms.quantity.times(unitBase),
    filledQuantity: filledQuantity.times(unitBase),
    reservedQuantity: reservedOf(order).times(unitBase),
    ...(REFUSED.has(status) &&
      endedTimeUs !== undefined && {
        refusedTimeUs: endedTimeUs,
        refusal: refusal === undefined ? status : `${refusal.by} ${refusal.code}`,
      }),
  }
}

/**
 * How much an order may yet come to be filled. One that works, or of which nobody can say whether it does, may be filled whole.
 * One that ended without the venue's last word about its fills may have fills that are on their way: they are reserved until
 * that word, and what it says is missing until it came.
 */
function reservedOf(order: Order): Decimal {
  const { status, mostQuantity, filledQuantity, toldQuantity, isToldFinal } = order
  if (!isEnded(status)) return mostLeavesQuantity(order)
  const isSure = isToldFinal || status === 'filled' || REFUSED.has(status)
  return Decimal.max(ZERO, (isSure ? toldQuantity : mostQuantity).minus(filledQuantity))
}
