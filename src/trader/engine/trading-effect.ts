import type { CancelRouteIntent, RouteIntent } from '../../core/index.ts'
import type { OmsEffect, RecordEffect } from '../oms/oms-effect.ts'
import type { FillEvent, PortfolioEvent, PortfolioOutcome } from '../portfolio/index.ts'
import type { RiskAudit, TrippedBreaker } from '../risk/index.ts'
import type { Route } from '../routing/index.ts'
import type { TradingChange } from './trading-record.ts'

/** The record has to be committed before anything of the same turn is sent. */
export interface JournalEffect {
  /** Tells it from other effects. */
  readonly type: 'record'
  /** What is recorded. */
  readonly record: TradingChange
}

/** Money was booked, or could not be: everything but `applied` and `duplicate` is for somebody to look at. */
export interface BookedEffect {
  /** Tells it from other effects. */
  readonly type: 'booked'
  /** What. */
  readonly event: PortfolioEvent | FillEvent
  /** What became of it; `refused` where it cannot be booked at all, and `detail` says why. */
  readonly outcome: PortfolioOutcome | 'refused'
  /** Why it was refused. */
  readonly detail?: string
}

/** Somebody did something to risk. */
export interface AuditEffect {
  /** Tells it from other effects. */
  readonly type: 'audit'
  /** What. */
  readonly audit: RiskAudit
}

/** A breaker tripped. */
export interface BreakerEffect {
  /** Tells it from other effects. */
  readonly type: 'breakerTripped'
  /** Which. */
  readonly tripped: TrippedBreaker
}

/** A route changed. */
export interface RouteEffect {
  /** Tells it from other effects. */
  readonly type: 'route'
  /** The route now. */
  readonly route: Route
}

/** What was asked of a route was not done; nothing changed. `NO_ROUTING`: nobody told how to route. */
export interface RouteRefusedEffect {
  /** Tells it from other effects. */
  readonly type: 'routeRefused'
  /** What was asked for. */
  readonly intent: RouteIntent | CancelRouteIntent
  /** Why it was not done. */
  readonly reason: 'NO_ROUTING' | 'NO_SUCH_ROUTE' | 'ROUTE_ENDED'
}

/** What follows from a change, in the order in which it is to be done: records first, then what is sent, then the rest. */
export type TradingEffect =
  | JournalEffect
  | Exclude<OmsEffect, RecordEffect>
  | BookedEffect
  | AuditEffect
  | BreakerEffect
  | RouteEffect
  | RouteRefusedEffect
