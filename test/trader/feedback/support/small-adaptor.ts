import { Decimal, type StrategyId } from '../../../../src/core/index.ts'
import type { AdaptorWorld } from '../../../../src/trader/feedback/adaptor.ts'
import type { AdaptorRule, Knob, StrategyReport } from '../../../../src/trader/feedback/index.ts'
import { PerformanceMonitor } from '../../../../src/trader/feedback/index.ts'
import { GRID } from '../../oms/support/small-orders.ts'

/** The report of a strategy that did nothing yet. */
export const emptyReport: StrategyReport = new PerformanceMonitor({
  strategies: () => [],
  strategy: () => undefined,
  lineEquity: () => ({ equity: new Decimal(0), missing: [] }),
}).report(GRID, 0)

/** A knob for a parameter; from 1 to 100, at any speed, unless told. */
export function knob({
  param = 'halfSpreadBps',
  strategy = GRID,
  ...over
}: Partial<Knob> & { readonly param?: string; readonly strategy?: StrategyId } = {}): Knob {
  return {
    name: 'knob',
    target: { type: 'param', strategy, name: param },
    min: '1',
    max: '100',
    maxStep: '1000',
    coolDownMs: 0,
    ...over,
  }
}

/** A rule that returns whatever a program without types may return. */
export function ruleOf(knobs: readonly Knob[], propose: () => unknown): AdaptorRule {
  return { name: 'rule', strategy: GRID, knobs, propose: propose as AdaptorRule['propose'] }
}

/** A world in which every strategy runs, and did nothing. */
export function worldOf(over: Partial<AdaptorWorld>): AdaptorWorld {
  return {
    nowUs: 0,
    isRunning: () => true,
    report: () => emptyReport,
    inForce: () => new Decimal(10),
    ...over,
  }
}
