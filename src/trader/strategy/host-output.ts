import type { CancelRouteIntent, OrderIntent, RouteIntent, StrategyId } from '../../core/index.ts'
import type { StopStrategy, StrategyCommand } from './host-input.ts'
import type { StrategyFault } from './strategy-fault.ts'

/** A strategy broke the contract, and was stopped; nothing of that decision was kept. */
export interface StrategyFaulted {
  /** Tells it from other alerts. */
  readonly type: 'strategyFaulted'
  /** Which one. */
  readonly strategy: StrategyId
  /** How. */
  readonly code: StrategyFault
  /** What was found and what was expected, in words. */
  readonly found: string
}

/** A strategy was stopped by a command that no person gave. */
export interface StrategyHalted {
  /** Tells it from other alerts. */
  readonly type: 'strategyHalted'
  /** Which one. */
  readonly strategy: StrategyId
  /** Who stopped it. */
  readonly by: string
  /** Why, in words. */
  readonly why: string
}

/** An intent about an order or a route of another strategy was left out; the strategy goes on. */
export interface IntentRefused {
  /** Tells it from other alerts. */
  readonly type: 'intentRefused'
  /** Which strategy. */
  readonly strategy: StrategyId
  /** What it asked for. */
  readonly intent: HostIntent
  /** Whose order or route it is. */
  readonly owner: StrategyId
}

/** A command cannot be carried out; nothing changed. */
export interface CommandRefused {
  /** Tells it from other alerts. */
  readonly type: 'commandRefused'
  /** The command. */
  readonly command: StrategyCommand
  /** Why, in words. */
  readonly why: string
}

/** Something that a person should look at. */
export type StrategyAlert = StrategyFaulted | StrategyHalted | IntentRefused | CommandRefused

/** What strategies ask of the engine. */
export type HostIntent = OrderIntent | RouteIntent | CancelRouteIntent

/** What follows from an input. */
export interface HostOutput {
  /** What strategies ask for, each attributed, in the order of their setups; for risk to check. */
  readonly intents: readonly HostIntent[]
  /** What went wrong. */
  readonly alerts: readonly StrategyAlert[]
  /**
   * Commands to put on the tape, and to feed back from there: strategies that took longer than they may. They come of a
   * measurement, so a replay ignores them: it has those that were put on its tape.
   */
  readonly commands: readonly StopStrategy[]
}
