export { planRoute } from './plan-route.ts'
export {
  freeQuantity,
  isRouteEnded,
  type Route,
  type RouteEnd,
  type RouteOrder,
  type RouteStatus,
} from './route.ts'
export { RouteBook } from './route-book.ts'
export type {
  HealthLimits,
  RouteCandidate,
  RouteCap,
  RouteHealth,
  TradingFees,
} from './route-candidate.ts'
export type { RoutePlan, RouteRequest } from './route-plan.ts'
export type { RouteInput, RouteRecord } from './route-record.ts'
export { type RouteSnapshot, readRoutes, writeRoutes } from './route-snapshot.ts'
export { ROUTE_REASONS, type RouteReason, type RouteVerdict } from './route-verdict.ts'
export { type RoutingOptions, type RoutingPort, resolveRoutingOptions } from './routing-options.ts'
