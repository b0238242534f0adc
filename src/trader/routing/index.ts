export { planRoute } from './plan-route.ts'
export type {
  HealthLimits,
  RouteCandidate,
  RouteCap,
  RouteHealth,
  TradingFees,
} from './route-candidate.ts'
export type { RoutePlan, RouteRequest } from './route-plan.ts'
export { ROUTE_REASONS, type RouteReason, type RouteVerdict } from './route-verdict.ts'
