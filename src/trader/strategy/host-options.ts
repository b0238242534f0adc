import type { StrategyId } from '../../core/index.ts'
import type { MonotonicClock } from '../../runtime/ports.ts'
import { assertNoProblems, numberProblems } from '../../transport/options.ts'
import type { CallBudgetOptions } from './call-budget.ts'
import type { WorkingOrders } from './host-input.ts'
import type { StrategyDefinition } from './strategy.ts'
import type { StrategyWorld } from './strategy-world.ts'

/** What a host is made of. */
export interface StrategyHostOptions extends Partial<CallBudgetOptions> {
  /** The state that strategies decide on. */
  readonly world: StrategyWorld
  /** The kinds of strategies there are, each name once. */
  readonly definitions: readonly StrategyDefinition[]
  /** Measures how long a call took. A replay gives one that stands still. */
  readonly monotonicClock: MonotonicClock
  /** Most intents of one call. @defaultValue 100 */
  readonly maxIntents?: number
  /** What becomes of the orders of a strategy that breaks the contract. @defaultValue `cancel` */
  readonly ordersOfFaulted?: WorkingOrders
  /** Told how long a call took, in ns; absent: nobody is. */
  readonly onCall?: (strategy: StrategyId, tookNs: number) => void
}

/** The same, with every default filled in. */
export type ResolvedHostOptions = Required<Omit<StrategyHostOptions, 'onCall'>> &
  Pick<StrategyHostOptions, 'onCall'>

const DEFAULTS = {
  // A busy machine takes the processor away for some ms now and then: that is not the strategy's.
  maxCallMs: 20,
  maxOverruns: 5,
  overrunWindowMs: 60_000,
  maxIntents: 100,
  ordersOfFaulted: 'cancel',
} as const

/** Fills defaults in. @throws ConfigError `INVALID_OPTIONS` listing every problem at once. */
export function resolveHostOptions(options: StrategyHostOptions): ResolvedHostOptions {
  const resolved = { ...DEFAULTS, ...options }
  const { maxCallMs, maxOverruns, overrunWindowMs, maxIntents } = resolved
  const numbers = { maxCallMs, maxOverruns, overrunWindowMs, maxIntents }
  const kinds = options.definitions.map(({ kind }) => kind)
  const twice = kinds.filter((kind, place) => kinds.indexOf(kind) !== place)
  assertNoProblems('a strategy host', [
    ...numberProblems(numbers, { maxCallMs: 1, maxOverruns: 1, overrunWindowMs: 1, maxIntents: 1 }),
    ...twice.map((kind) => `definitions: expected each kind once, was ${kind} twice`),
  ])
  return Object.freeze(resolved)
}
