import { type ClientOrderId, Decimal, type RouteId, routeId } from '../../core/index.ts'
import type { Order } from '../oms/index.ts'
import { isRouteEnded, newRoute, type Route, type RouteOrder } from './route.ts'
import { routeOrder } from './route-order.ts'
import type { RouteInput } from './route-record.ts'

/** Most routes that have ended and are kept. */
const MOST_ENDED = 1_000
const ZERO = new Decimal(0)

/**
 * All routes of one writer. Pure: what changes them is an input, or an order of theirs; the same inputs and orders in the same
 * order make the same routes.
 */
export class RouteBook {
  readonly #routes = new Map<RouteId, Route>()
  readonly #working = new Set<RouteId>()
  /** Those of whose orders a venue's last word is still to come. */
  readonly #reserved = new Set<RouteId>()
  #sequence = 0

  /** Starts without routes, or with those of before. */
  constructor(sequence = 0, routes: readonly Route[] = []) {
    this.#sequence = sequence
    for (const route of routes) this.#put(route)
  }

  /** How many were ever made. */
  get sequence(): number {
    return this.#sequence
  }

  /** The id of the next. */
  get nextId(): RouteId {
    return routeId(this.#sequence + 1)
  }

  /** Those that are kept, oldest first. */
  get routes(): ReadonlyMap<RouteId, Route> {
    return this.#routes
  }

  /** Those that have not ended, oldest first. */
  working(): readonly Route[] {
    return [...this.#working].flatMap((id) => this.#routes.get(id) ?? [])
  }

  /** Whether all have ended. */
  get isIdle(): boolean {
    return this.#working.size === 0
  }

  /** Applies an input; the route now, `undefined` where it is no longer kept. */
  apply(input: RouteInput): Route | undefined {
    if (input.type === 'opened') {
      this.#sequence = Math.max(this.#sequence, Number(input.id))
      return this.#put(newRoute(input.id, input.intent, input.timeUs))
    }
    const route = this.#routes.get(input.id)
    if (route === undefined) return undefined
    switch (input.type) {
      case 'planned': {
        const rounds = route.rounds + (input.orders > 0 ? 1 : 0)
        return this.#put({ ...route, rounds, verdicts: input.verdicts })
      }
      case 'ending':
        return this.#put({ ...route, status: 'ending', end: input.end, why: input.why })
      case 'ended':
        return this.#put({ ...route, status: input.end, end: input.end })
    }
  }

  /** Takes an order of a route as it is now. */
  observe(order: Order): void {
    const route = order.route === undefined ? undefined : this.#routes.get(order.route)
    if (route === undefined) return
    const seen = routeOrder(route, order)
    const place = route.orders.findIndex(
      ({ clientOrderId }) => clientOrderId === seen.clientOrderId,
    )
    const orders = place < 0 ? [...route.orders, seen] : route.orders.with(place, seen)
    this.#put(withOrders(route, orders))
  }

  /** Takes the orders that may still be filled as they are now: some of what a venue says is not worth telling others. */
  refresh(orders: ReadonlyMap<ClientOrderId, Order>): void {
    for (const id of [...this.#reserved])
      for (const { clientOrderId, reservedQuantity } of this.#routes.get(id)?.orders ?? []) {
        const order = reservedQuantity.isZero() ? undefined : orders.get(clientOrderId)
        if (order !== undefined) this.observe(order)
      }
  }

  #put(route: Route): Route {
    this.#routes.set(route.id, route)
    if (route.reservedQuantity.isZero()) this.#reserved.delete(route.id)
    else this.#reserved.add(route.id)
    if (!isRouteEnded(route)) {
      this.#working.add(route.id)
      return route
    }
    if (this.#working.delete(route.id)) this.#forget()
    return route
  }

  #forget(): void {
    let extra = this.#routes.size - this.#working.size - MOST_ENDED
    for (const [id, route] of this.#routes) {
      if (extra <= 0) return
      if (!isRouteEnded(route)) continue
      this.#routes.delete(id)
      this.#reserved.delete(id)
      extra -= 1
    }
  }
}

function withOrders(route: Route, orders: readonly RouteOrder[]): Route {
  return {
    ...route,
    filledQuantity: orders.reduce((sum, each) => sum.plus(each.filledQuantity), ZERO),
    reservedQuantity: orders.reduce((sum, each) => sum.plus(each.reservedQuantity), ZERO),
    orders,
  }
}
