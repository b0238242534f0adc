import type { Instrument, StrategyId } from '../../../../src/core/index.ts'
import {
  type HostInput,
  type HostOutput,
  type Strategy,
  type StrategyDefinition,
  StrategyHost,
  type StrategyHostOptions,
  type StrategySetup,
} from '../../../../src/trader/index.ts'
import { A, legOf, SPOT, ToyWorld } from './toy-world.ts'

export const NOON_US = 1_795_780_800_000_000

/** A program without types may return anything. */
export type AnyStrategy = { readonly [Name in keyof Strategy]: unknown }

/** A kind that makes the strategy given, whatever it is. */
export function kindOf(kind: string, make: () => Partial<AnyStrategy>): StrategyDefinition {
  return { kind, create: () => ({ evaluate: () => [], ...make() }) as Strategy }
}

/** A host over a toy world, with a clock that stands still. */
export function toyHost(
  definitions: readonly StrategyDefinition[],
  options: Partial<StrategyHostOptions> = {},
  snapshot?: unknown,
): StrategyHost {
  const standing = { world: new ToyWorld(), monotonicClock: { nowNs: () => 0 } }
  return new StrategyHost({ ...standing, definitions, ...options }, snapshot)
}

/** A setup of the kind given, for books, prints and BBOs of the spot instrument. */
export function setup(kind: string, overrides: Partial<StrategySetup> = {}): StrategySetup {
  const events = ['book', 'bbo', 'trade'] as const
  return { strategy: A, kind, legs: [legOf(SPOT)], events, ...overrides }
}

/** Adds a strategy, and starts it. */
export function run(
  host: StrategyHost,
  kind: string,
  overrides: Partial<StrategySetup> = {},
): HostOutput {
  const told = setup(kind, overrides)
  const added = host.handle({ type: 'addStrategy', setup: told, by: 'test' }, NOON_US)
  if (added.alerts.length > 0) throw new Error(JSON.stringify(added.alerts))
  return host.handle({ type: 'startStrategy', strategy: told.strategy, by: 'test' }, NOON_US)
}

export const bookOf = (of: Instrument = SPOT): HostInput => ({ type: 'book', instrument: of })
export const start = (strategy: StrategyId = A): HostInput => ({
  type: 'startStrategy',
  strategy,
  by: 'test',
})
export const stop = (strategy: StrategyId = A): HostInput => ({
  type: 'stopStrategy',
  strategy,
  by: 'test',
  why: 'the test says so',
})
export const pause = (strategy: StrategyId = A): HostInput => ({
  type: 'pauseStrategy',
  strategy,
  by: 'test',
})

/** Feeds `time` as long as a timer is due, as an engine does before each event. */
export function passTime(host: StrategyHost, nowUs: number): HostOutput[] {
  const outputs: HostOutput[] = []
  while ((host.nextTimerUs ?? Number.POSITIVE_INFINITY) <= nowUs)
    outputs.push(host.handle({ type: 'time' }, nowUs))
  return outputs
}
