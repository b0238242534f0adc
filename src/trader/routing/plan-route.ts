import { Decimal } from '../../core/index.ts'
import { findObstacle } from './find-obstacle.ts'
import type { LegPart } from './leg-part.ts'
import { planRest } from './plan-rest.ts'
import { planTake } from './plan-take.ts'
import type { RouteCandidate } from './route-candidate.ts'
import type { RoutePlan, RouteRequest } from './route-plan.ts'

/**
 * Says which orders serve a request best, and why each leg was chosen or passed over. Pure: the same request and candidates give
 * the same plan.
 *
 * The orders together are never for more than the request. None is at a leg whose book is not live, beyond the price, off the
 * venue's grid, below its minimum, or beyond a cap.
 *
 * @example
 * ```ts
 * import { Decimal } from 'crossbook'
 * import { planRoute, type RouteCandidate } from 'crossbook/trader'
 *
 * declare const candidates: readonly RouteCandidate[]
 * const { orders, verdicts } = planRoute(
 *   {
 *     side: 'buy',
 *     quantity: new Decimal('0.5'),
 *     style: 'take',
 *     maxUnknownOrders: 0,
 *     maxRecentErrors: 3,
 *   },
 *   candidates,
 * )
 * for (const { venue, code, found, limit } of verdicts) console.log(venue, code, found, limit)
 * console.log(orders.length)
 * ```
 */
export function planRoute(request: RouteRequest, candidates: readonly RouteCandidate[]): RoutePlan {
  const obstacles = candidates.map((candidate) => findObstacle(candidate, request))
  const open = candidates.filter((_, place) => obstacles[place] === undefined)
  const parts = request.style === 'take' ? planTake(request, open) : planRest(request, open)
  const queue = [...parts]
  const all = obstacles.flatMap((obstacle): LegPart[] => {
    if (obstacle !== undefined) return [{ verdict: obstacle }]
    const part = queue.shift()
    return part === undefined ? [] : [part]
  })
  const orders = parts.flatMap(({ order }) => (order === undefined ? [] : [order]))
  const sum = (of: (order: (typeof orders)[number]) => Decimal): Decimal =>
    orders.reduce((total, order) => total.plus(of(order)), new Decimal(0))
  return {
    orders: orders.map(({ terms }) => terms),
    allInQuote: sum(({ cost }) => cost).abs(),
    unroutedQuantity: request.quantity.minus(sum(({ quantityBase }) => quantityBase)),
    verdicts: all.map(({ verdict }) => verdict),
  }
}
