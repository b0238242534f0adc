import type { Decision } from './decision.ts'
import type { OwnFillEvent, OwnOrderEvent, TimerEvent } from './strategy-event.ts'
import type { StrategyView } from './strategy-view.ts'

/**
 * A strategy: what it makes of an event is a function of the view and of its own memory, and of nothing else. The same events
 * give the same decisions, in a replay too.
 *
 * Every event is told once: to its hook where there is one, else to `evaluate`, where the setup asks for events of that kind. One
 * that throws, or returns what is no decision, is stopped; the others go on.
 *
 * @example
 * ```ts
 * import { type Strategy, defineStrategy } from 'crossbook/trader'
 *
 * const buyer: Strategy = {
 *   evaluate: (view) => view.event.type === 'start'
 *     ? { type: 'buy', amount: '0.01', reason: 'started' }
 *     : { type: 'none' },
 * }
 * export const buyOnce = defineStrategy({ kind: 'buyOnce', create: () => buyer })
 * ```
 */
export interface Strategy<Params = unknown> {
  /** Decides. Called for its start, its timers, and the kinds of events in its setup, unless a hook takes them. */
  evaluate(view: StrategyView): Decision
  /** Takes fills in place of `evaluate`. */
  onFill?(view: StrategyView<OwnFillEvent>): Decision
  /** Takes changes of orders in place of `evaluate`. */
  onOrder?(view: StrategyView<OwnOrderEvent>): Decision
  /** Takes timers in place of `evaluate`. */
  onTimer?(view: StrategyView<TimerEvent>): Decision
  /**
   * Goes on with other parameters, which the definition's schema has passed. Where it is absent, the host makes a new strategy of
   * them, and hands it the old one's memory.
   */
  configure?(params: Params): void
  /** What a later `restore` needs to go on as if nothing had happened; JSON data. Absent: there is no memory. */
  snapshot?(): unknown
  /** Takes memory over, of the same strategy or of the one it replaces; called before any event. What it cannot use it throws. */
  restore?(memory: unknown): void
}

/** What the host needs of a schema; a zod schema is one. */
export interface ParamsSchema<Params> {
  /** Reads parameters, with defaults filled in; never throws. */
  safeParse(
    params: unknown,
  ):
    | { readonly success: true; readonly data: Params }
    | { readonly success: false; readonly error: { readonly message: string } }
}

/** A kind of strategy: how one is made, and of what. */
export interface StrategyDefinition<Params = unknown> {
  /** The name by which a setup means it. */
  readonly kind: string
  /** Reads its parameters; absent where it takes none. */
  readonly params?: ParamsSchema<Params>
  /** Whether each runs in a thread of its own: `inThread` makes such definitions. */
  readonly isInThread?: boolean
  /** Makes one. */
  create(params: Params): Strategy<Params>
}

/** Tells what a kind's parameters are from its schema. The definition is given back as it is. */
export function defineStrategy<Params = undefined>(
  definition: StrategyDefinition<Params>,
): StrategyDefinition<Params> {
  return definition
}
