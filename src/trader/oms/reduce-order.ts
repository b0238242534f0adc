import type { OrderInput, OrderStatus } from '../../core/index.ts'
import { learn, withCancel } from './learn.ts'
import { isEnded, type Order, possibleQuantity } from './order.ts'
import type { OrderEffect } from './order-effect.ts'
import type { OrderMeaning } from './order-meaning.ts'
import type { Transition } from './transition.ts'
import { TRANSITIONS, type TransitionTable } from './transitions.ts'
import { venueRequest } from './venue-request.ts'

/** How long a cancel that was refused again and again is left alone: an order is compared with the venue every 30 s or so. */
const REFUSED_PAUSE_US = 10_000_000

/** A cell of the table that was used. */
export interface OrderStep {
  /** The row: the state before. */
  readonly status: OrderStatus
  /** The column. */
  readonly meaning: OrderMeaning
  /** The cell. */
  readonly transition: Transition
}

/** An order after an event. */
export interface ReducedOrder {
  /** The order; the same object where nothing changed. */
  readonly order: Order
  /** What is to be done, in order; what is to be sent comes first. */
  readonly effects: readonly OrderEffect[]
  /** The cells that were used, in order. The first is the event's own, the rest follow from it. */
  readonly steps: readonly OrderStep[]
}

/** What an event makes of an order, by the transition table. Pure. */
export function reduceOrder(order: Order, event: OrderInput): ReducedOrder {
  return reduceBy(TRANSITIONS, order, event)
}

/** As {@link reduceOrder}, by another table. @internal */
export function reduceBy(table: TransitionTable, before: Order, event: OrderInput): ReducedOrder {
  const learned = learn(before, event)
  const isRequest = event.type === 'amendSent' || event.type === 'cancelSent'
  // What the table does not let us ask is not asked: the order stays as it was.
  const isRefused = isRequest && table[before.status][event.type].outcome !== 'applied'
  const reduction = new Reduction(table, event, isRefused ? before : learned.order)
  for (const meaning of learned.meanings) reduction.step(meaning)
  if (isRequest && !isRefused) reduction.send(event.type === 'amendSent' ? 'amend' : 'cancel')
  reduction.settle()
  const { order } = reduction
  return {
    order,
    effects: [
      ...reduction.sends,
      ...fillEffects(before, order),
      ...reduction.effects,
      ...publishEffects(before, order),
    ],
    steps: reduction.steps,
  }
}

/** One event on its way through the table. */
class Reduction {
  order: Order
  readonly sends: OrderEffect[] = []
  readonly effects: OrderEffect[] = []
  readonly steps: OrderStep[] = []
  readonly #table: TransitionTable
  readonly #event: OrderInput
  /** How long a request of this order is of force. */
  readonly #patienceUs: number

  constructor(table: TransitionTable, event: OrderInput, order: Order) {
    this.order = order
    this.#table = table
    this.#event = event
    this.#patienceUs = order.deadlineUs - order.requestTimeUs
  }

  step(meaning: OrderMeaning): void {
    const { status, clientOrderId, filledQuantity, toldQuantity } = this.order
    const transition = this.#table[status][meaning]
    const { next, ask, alarm: code } = transition
    this.steps.push({ status, meaning, transition })
    if (next !== 'same') this.#enter(next)
    if (code !== undefined) {
      const found = describe(status, meaning, this.order)
      this.effects.push({ type: 'alarm', code, clientOrderId, found })
    }
    if (ask === 'lookup') this.order = { ...this.order, isLookupWanted: true }
    if (ask === 'fills')
      this.effects.push({ type: 'needFills', clientOrderId, filledQuantity, toldQuantity })
  }

  send(type: 'amend' | 'cancel'): void {
    this.sends.push({ type: 'send', request: venueRequest(this.order, type) })
  }

  /** What follows from the order as it is now, by the table too. */
  settle(): void {
    const { filledQuantity, status } = this.order
    const isComplete =
      filledQuantity.isPositive() && filledQuantity.gte(possibleQuantity(this.order))
    if (isComplete && status !== 'filled') this.step('complete')
    if (this.order.status !== 'open') return
    if (this.order.isCancelWanted && this.#mayCancel()) {
      const { timeUs } = this.#event
      this.order = withCancel(this.order, { timeUs, deadlineUs: timeUs + this.#patienceUs })
      this.step('cancelSent')
      this.send('cancel')
    } else if (this.order.amend !== undefined) {
      // The answer to it is still to come, or was lost: the state says so again.
      this.step(this.order.amend.isUnknown ? 'amendUnknown' : 'amendSent')
    }
  }

  /**
   * A venue that refused to cancel may do it yet: 'busy', a nonce that was overtaken, a clock that is off. It is asked again when
   * it says, after that, that the order is open: the first time at once, then at the pace at which orders are compared.
   */
  #mayCancel(): boolean {
    const { cancelRefusals = 0, requestTimeUs } = this.order
    if (cancelRefusals === 0) return true
    const { type, timeUs } = this.#event
    if (type !== 'foundOpen') return false
    return cancelRefusals === 1 || timeUs >= requestTimeUs + REFUSED_PAUSE_US
  }

  #enter(status: OrderStatus): void {
    const hasEnded = isEnded(status)
    this.order = {
      ...this.order,
      status,
      endedTimeUs: hasEnded ? (this.order.endedTimeUs ?? this.#event.timeUs) : undefined,
      isLookupWanted: this.order.isLookupWanted && !hasEnded,
    }
  }
}

function describe(status: OrderStatus, meaning: OrderMeaning, order: Order): string {
  const { filledQuantity, terms, toldQuantity } = order
  const quantities = `filled ${filledQuantity.toFixed()} of ${terms.quantity.toFixed()}`
  return `${meaning} while ${status}; ${quantities}, the venue said ${toldQuantity.toFixed()}`
}

function fillEffects(before: Order, { fills, clientOrderId, strategy }: Order): OrderEffect[] {
  if (fills === before.fills) return []
  const effects: OrderEffect[] = []
  for (const [index, fill] of fills.entries()) {
    const { fillId, fee } = fill
    if (index >= before.fills.length) effects.push({ type: 'fill', clientOrderId, strategy, fill })
    else if (fill !== before.fills[index] && fee !== undefined)
      effects.push({ type: 'fee', clientOrderId, strategy, fillId, fee })
  }
  return effects
}

function publishEffects(before: Order, order: Order): OrderEffect[] {
  const effects: OrderEffect[] = []
  const isChanged =
    before.status !== order.status ||
    before.fills !== order.fills ||
    before.terms !== order.terms ||
    before.amend !== order.amend ||
    before.isCancelWanted !== order.isCancelWanted ||
    before.isLookupWanted !== order.isLookupWanted ||
    before.toldQuantity !== order.toldQuantity ||
    before.venueOrderIds !== order.venueOrderIds
  if (isChanged) effects.push({ type: 'publish', order })
  if (order.isLookupWanted && !before.isLookupWanted)
    effects.push({ type: 'needLookup', clientOrderId: order.clientOrderId })
  return effects
}
