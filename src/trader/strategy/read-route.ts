import type { CancelRouteIntent, Pair, RouteId, RouteIntent, StrategyId } from '../../core/index.ts'
import { Breach } from './breach.ts'
import type { OwnView } from './own-view.ts'
import {
  type Fields,
  optional,
  ROUTE_STYLES,
  SIDES,
  textOf,
  timeOf,
  wordOf,
} from './read-fields.ts'
import { readDecimal, shown } from './read-number.ts'

const DEFAULT_LIFE_US = 60_000_000
const DEFAULT_ROUNDS = 10

/**
 * Takes a wish for a route, and writes which legs it may use: those of its pair, as listed now.
 *
 * @throws Breach
 */
export function readRoute(wish: Fields, view: OwnView, strategy: StrategyId): RouteIntent {
  const pair = textOf('pair', wish['pair'])
  const price = optional(wish['price'], (number) => readDecimal('price', number))
  const expireTimeUs = optional(wish['expireTimeUs'], (time) => timeOf('expireTimeUs', time))
  const maxRounds = optional(wish['maxRounds'], roundsOf)
  const reason = optional(wish['reason'], (text) => textOf('reason', text))
  const style = wordOf('style', wish['style'] ?? 'take', ROUTE_STYLES)
  const quantity = readDecimal('quantity', wish['quantity'])
  if (quantity.lte(0)) throw invalid('a quantity above 0', quantity.toFixed())
  if (price?.lte(0) === true) throw invalid('a price above 0', price.toFixed())
  if (style === 'rest' && price === undefined)
    throw invalid('a price of a route that rests', 'none')
  const legs = view.legs.filter((leg) => leg.instrument.pair === pair)
  if (legs.length === 0)
    throw new Breach('FOREIGN_LEG', `expected a pair of its legs, was ${shown(pair)}`)
  return {
    type: 'route',
    strategy,
    // It is that of a leg.
    pair: pair as Pair,
    legs: legs.map(({ instrument, account }) => ({
      instrument: view.listing(instrument),
      account,
    })),
    side: wordOf('side', wish['side'], SIDES),
    quantity,
    ...(price !== undefined && { price }),
    style,
    expireTimeUs: expireTimeUs ?? view.nowUs + DEFAULT_LIFE_US,
    maxRounds: maxRounds ?? DEFAULT_ROUNDS,
    ...(reason !== undefined && { reason }),
  }
}

/** Takes a wish for the end of a route. @throws Breach */
export function readCancelRoute(wish: Fields, strategy: StrategyId): CancelRouteIntent {
  // An id of ours; one that nobody gave is answered by the router.
  return { type: 'cancelRoute', strategy, route: textOf('route', wish['route']) as RouteId }
}

function roundsOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
  throw invalid('maxRounds as a whole number of at least 1', shown(value))
}

function invalid(expected: string, found: string): Breach {
  return new Breach('INVALID_DECISION', `expected ${expected}, was ${found}`)
}
