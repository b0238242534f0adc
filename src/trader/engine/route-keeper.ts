import type {
  CancelAllIntent,
  CancelIntent,
  CancelRouteIntent,
  Instrument,
  OrderIntent,
  RouteIntent,
  StrategyId,
} from '../../core/index.ts'
import { isEnded } from '../oms/index.ts'
import type { RiskScope } from '../risk/index.ts'
import {
  freeQuantity,
  isRouteEnded,
  planRoute,
  type Route,
  type RouteBook,
  type RouteEnd,
  type RouteInput,
  type RoutePlan,
  type RouteVerdict,
} from '../routing/index.ts'
import type { RoutingPort } from '../routing/routing-options.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import { type RouteSources, routeCandidates } from './route-candidates.ts'
import type { RouteRefusedEffect, TradingEffect } from './trading-effect.ts'
import { recordOf } from './trading-record.ts'

/** What a {@link RouteKeeper} is made of. */
export interface RouteKeeperParts extends RouteSources {
  /** All routes. */
  readonly routes: RouteBook
  /** What is known of the world; absent: nothing is routed. */
  readonly port: RoutingPort | undefined
  /** Has intents checked by risk, and carried out. */
  readonly submit: (intents: readonly OrderIntent[], timeUs: number) => readonly TradingEffect[]
}

/** Legs that keep no order of a route resting. */
const DOWN: ReadonlySet<RouteVerdict['code']> = new Set([
  'ACCOUNT_NOT_READY',
  'INSTRUMENT_NOT_TRADING',
])

/** Makes orders for routes, makes them anew elsewhere where they ended unfilled, and ends routes. */
export class RouteKeeper {
  readonly #parts: RouteKeeperParts

  /** Looks at the parts; copies nothing. */
  constructor(parts: RouteKeeperParts) {
    this.#parts = parts
  }

  /** Takes what a strategy asks of routes. */
  take(intent: RouteIntent | CancelRouteIntent, timeUs: number): readonly TradingEffect[] {
    const { routes, port } = this.#parts
    if (intent.type === 'route') {
      if (port === undefined) return [refused(intent, 'NO_ROUTING')]
      return this.#change({ type: 'opened', id: routes.nextId, intent, timeUs })
    }
    const route = routes.routes.get(intent.route)
    if (route === undefined || route.strategy !== intent.strategy)
      return [refused(intent, 'NO_SUCH_ROUTE')]
    if (isRouteEnded(route)) return [refused(intent, 'ROUTE_ENDED')]
    return this.#end(route, 'cancelled', 'its strategy asked for it', timeUs)
  }

  /** Whoever cancels an order of a route does not want it made again elsewhere: the route ends. */
  heed(intent: CancelIntent | CancelAllIntent, timeUs: number): readonly TradingEffect[] {
    const { oms, routes } = this.#parts
    const order = intent.type === 'cancel' ? oms.orders.get(intent.clientOrderId) : undefined
    const isMeant = (route: Route): boolean =>
      intent.type === 'cancel'
        ? order?.route === route.id && order.strategy === intent.strategy
        : isOf(route, intent.strategy, intent.instrument)
    return routes
      .working()
      .filter(isMeant)
      .flatMap((route) => this.#end(route, 'cancelled', `a ${intent.type} of its orders`, timeUs))
  }

  /** A kill of a strategy, or of all, ends routes; one of a venue only keeps them away from there. */
  heedKill(scope: RiskScope, timeUs: number): readonly TradingEffect[] {
    const isMeant = ({ strategy }: Route): boolean =>
      scope.type === 'global' || (scope.type === 'strategy' && scope.strategy === strategy)
    return this.#parts.routes
      .working()
      .filter(isMeant)
      .flatMap((route) => this.#end(route, 'cancelled', 'the kill switch', timeUs))
  }

  /** Brings every route on: what is free is routed, what is over is cancelled, what has ended is told. */
  advance(timeUs: number): readonly TradingEffect[] {
    const { routes } = this.#parts
    if (routes.isIdle) return []
    const effects: TradingEffect[] = []
    for (const { id } of routes.working())
      for (let isDone = false; !isDone; ) {
        const route = routes.routes.get(id)
        const step = route === undefined || isRouteEnded(route) ? [] : this.#step(route, timeUs)
        effects.push(...step)
        // What was denied just now is free again, for another leg; what is to end may have ended.
        isDone = !step.some(
          (effect) =>
            effect.type === 'denied' ||
            (effect.type === 'route' && effect.route.status === 'ending'),
        )
      }
    return effects
  }

  #step(route: Route, timeUs: number): readonly TradingEffect[] {
    const { id, quantity, filledQuantity, reservedQuantity, status } = route
    if (filledQuantity.gte(quantity) && reservedQuantity.isZero())
      return this.#change({ type: 'ended', id, end: 'filled', timeUs })
    if (status === 'ending') return this.#wind(route, timeUs)
    if (timeUs >= route.expireTimeUs)
      return this.#end(route, 'expired', 'its time was over', timeUs)
    const { port } = this.#parts
    if (port === undefined) return []
    const plan = this.#plan(route, port)
    return [...this.#leave(route, plan, timeUs), ...this.#route(route, plan, timeUs)]
  }

  #plan(route: Route, port: RoutingPort): RoutePlan {
    const { maxUnknownOrders, maxRecentErrors } = port
    const { side, style, price } = route
    const request = {
      side,
      style,
      quantity: freeQuantity(route),
      ...(price !== undefined && { price }),
      maxUnknownOrders,
      maxRecentErrors,
    }
    return planRoute(request, routeCandidates(route, this.#parts, port))
  }

  /** Takes what rests away from where nothing can be heard of it. */
  #leave(route: Route, { verdicts }: RoutePlan, timeUs: number): readonly TradingEffect[] {
    if (route.style === 'take') return []
    const isDown = (leg: number): boolean => {
      const code = verdicts[leg]?.code
      return code !== undefined && DOWN.has(code)
    }
    return this.#cancel(route, ({ leg, status }) => status === 'open' && isDown(leg), timeUs)
  }

  #route(route: Route, plan: RoutePlan, timeUs: number): readonly TradingEffect[] {
    const { id, rounds, maxRounds, strategy, reason = `route ${id}` } = route
    if (freeQuantity(route).isZero()) return []
    const { orders, verdicts } = plan
    const isOver = rounds >= maxRounds
    const isTooSmall = verdicts.every(({ code }) => code === 'BELOW_MINIMUM')
    if (isOver || isTooSmall) {
      if (!this.#haveOrdersEnded(route)) return []
      const why = isOver ? `${rounds} rounds were made` : 'what is left is below every minimum'
      return this.#end(route, 'exhausted', why, timeUs)
    }
    // What keeps it waiting is told once nothing works for it, and once only.
    const isNews = this.#haveOrdersEnded(route) && !isSameWord(route.verdicts, verdicts)
    if (orders.length === 0 && !isNews) return []
    const planned = this.#change({ type: 'planned', id, orders: orders.length, verdicts, timeUs })
    const intents = orders.map(
      (terms) => ({ type: 'place', strategy, terms, reason, route: id }) as const,
    )
    return [...planned, ...this.#parts.submit(intents, timeUs)]
  }

  /** Cancels what works, and ends the route once nothing does. */
  #wind(route: Route, timeUs: number): readonly TradingEffect[] {
    const { id, end = 'cancelled' } = route
    if (this.#haveOrdersEnded(route)) return this.#change({ type: 'ended', id, end, timeUs })
    return this.#cancel(route, ({ status }) => !isEnded(status), timeUs)
  }

  #cancel(
    route: Route,
    isMeant: (order: Route['orders'][number]) => boolean,
    timeUs: number,
  ): readonly TradingEffect[] {
    const { oms, submit } = this.#parts
    const { strategy } = route
    const intents = route.orders.filter(isMeant).flatMap(({ clientOrderId }) => {
      const isAsked = oms.orders.get(clientOrderId)?.isCancelWanted !== false
      return isAsked ? [] : [{ type: 'cancel', strategy, clientOrderId } as const]
    })
    return intents.length === 0 ? [] : submit(intents, timeUs)
  }

  #end(route: Route, end: RouteEnd, why: string, timeUs: number): readonly TradingEffect[] {
    if (route.status === 'ending') return []
    return this.#change({ type: 'ending', id: route.id, end, why, timeUs })
  }

  /** Whether nothing more is expected of any order: it has ended, and misses no fill. */
  #haveOrdersEnded({ orders }: Route): boolean {
    return orders.every(({ clientOrderId }) => !this.#parts.oms.active.has(clientOrderId))
  }

  #change(input: RouteInput): readonly TradingEffect[] {
    const route = this.#parts.routes.apply(input)
    return [
      recordOf('route', input),
      ...(route === undefined ? [] : [{ type: 'route', route } as const]),
    ]
  }
}

function isOf(route: Route, strategy: StrategyId, instrument: Instrument | undefined): boolean {
  if (route.strategy !== strategy) return false
  return (
    instrument === undefined ||
    route.legs.some((leg) => isSameInstrument(leg.instrument, instrument))
  )
}

function isSameWord(a: readonly RouteVerdict[], b: readonly RouteVerdict[]): boolean {
  return a.length === b.length && a.every(({ code }, place) => code === b[place]?.code)
}

function refused(
  intent: RouteIntent | CancelRouteIntent,
  reason: RouteRefusedEffect['reason'],
): RouteRefusedEffect {
  return { type: 'routeRefused', intent, reason }
}
