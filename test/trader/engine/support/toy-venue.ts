import {
  type ClientOrderId,
  Decimal,
  type Fill,
  fillId,
  type OrderEvent,
  type VenueRequest,
  venueOrderId,
} from '../../../../src/core/index.ts'
import type { TwoVenues } from './two-venues.ts'

/** An order as the venue truly has it, whatever anybody was told. */
export interface TrueOrder {
  readonly request: VenueRequest
  state: 'onTheWay' | 'open' | 'ended' | 'gone'
  filled: Decimal
  readonly untold: Fill[]
}

/** What an order may still be filled, truly. */
export function leavesOf({ request, state, filled }: TrueOrder): Decimal {
  if (state === 'ended' || state === 'gone') return new Decimal(0)
  return request.terms.quantity.minus(filled)
}

/** Venues that know the truth about orders, and tell it late, in part, or not at all. */
export class ToyVenue {
  readonly orders = new Map<ClientOrderId, TrueOrder>()
  readonly #world: TwoVenues
  #seen = 0
  #fills = 0

  constructor(world: TwoVenues) {
    this.#world = world
  }

  /** Takes what was sent since. */
  take(): void {
    const { effects } = this.#world
    for (const effect of effects.slice(this.#seen))
      if (effect.type === 'send' && effect.request.type === 'place')
        this.orders.set(effect.request.clientOrderId, {
          request: effect.request,
          state: 'onTheWay',
          filled: new Decimal(0),
          untold: [],
        })
    this.#seen = effects.length
  }

  tell(order: TrueOrder, event: object): void {
    const { clientOrderId } = order.request
    const base = { order: { clientOrderId }, timeUs: this.#world.nowUs }
    // Each caller names an event with all that it has.
    this.#world.note(this.#world.core.receive({ ...base, ...event } as OrderEvent))
    this.take()
  }

  fill(order: TrueOrder, lots: number): void {
    const quantity = Decimal.min(leavesOf(order), new Decimal(lots).div(10))
    if (quantity.isZero()) return
    const { terms, clientOrderId } = order.request
    this.#fills += 1
    order.filled = order.filled.plus(quantity)
    order.untold.push({
      fillId: fillId(`f${this.#fills}`),
      account: terms.account,
      clientOrderId,
      venueOrderId: venueOrderId(`v${clientOrderId}`),
      instrument: terms.instrument,
      side: terms.side,
      price: terms.price ?? new Decimal(100),
      quantity,
      venueTimeUs: this.#world.nowUs,
    })
    if (leavesOf(order).isZero()) order.state = 'ended'
  }

  tellFill(order: TrueOrder): void {
    const fill = order.untold.shift()
    if (fill !== undefined) this.tell(order, { type: 'fill', fill })
  }

  /** What the venue answers when it is asked about an order of unknown fate. */
  answer(order: TrueOrder): void {
    const { request, state, filled } = order
    const { clientOrderId, terms } = request
    const status = this.#world.core.oms.orders.get(clientOrderId)?.status
    if (status !== 'unknown' && status !== 'cancelUnknown') return
    const id = venueOrderId(`v${clientOrderId}`)
    const { nowUs } = this.#world
    if (state === 'open')
      this.tell(order, {
        ...{ type: 'foundOpen', venueOrderId: id, filledQuantity: filled },
        ...{ quantity: terms.quantity, price: terms.price, askedTimeUs: nowUs },
      })
    if (state === 'ended') {
      const as = filled.eq(terms.quantity) ? 'filled' : 'cancelled'
      this.tell(order, { type: 'foundEnded', as, venueOrderId: id, filledQuantity: filled })
    }
    if (state === 'gone')
      this.tell(order, {
        ...{ type: 'provenAbsent', openOrdersVenueTimeUs: nowUs, historyVenueTimeUs: nowUs },
      })
  }
}
