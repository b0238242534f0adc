import type { Decimal, StrategyId } from '../../core/index.ts'
import type { ExactNumber } from '../strategy/index.ts'
import type { Knob } from './knob.ts'
import type { StrategyReport } from './strategy-report.ts'

/** What a rule sees. */
export interface RuleView {
  /** How the strategy is doing. */
  readonly report: StrategyReport
  /** How it was doing at the review before; `undefined` at the first of a process. */
  readonly before: StrategyReport | undefined
  /** What is in force, by the knob's name; a knob without a value is absent. */
  readonly values: ReadonlyMap<string, Decimal>
}

/** What a rule would have. */
export interface Proposal {
  /** Which of its knobs. */
  readonly knob: string
  /** What it shall be: `Decimal` or decimal text; a `number` is refused. */
  readonly value: ExactNumber
  /** Why, in words; kept. */
  readonly why: string
}

/** How reports of a strategy become changes: pure, and bounded by its knobs whatever it returns. */
export interface AdaptorRule {
  /** Its name; each once. */
  readonly name: string
  /** Whose reports it judges. */
  readonly strategy: StrategyId
  /** What it may change; each target belongs to one knob. */
  readonly knobs: readonly Knob[]
  /** Asked at every review while the strategy runs; one that throws is not asked again. */
  propose(view: RuleView): readonly Proposal[]
}

/** What is wrong with rules, one sentence each. */
export function ruleProblems(rules: readonly AdaptorRule[]): readonly string[] {
  const knobs = rules.flatMap(({ knobs: own }) => own)
  return [
    ...twice(
      'rule',
      rules.map(({ name }) => name),
    ),
    ...twice(
      'knob',
      knobs.map(({ name }) => name),
    ),
    ...twice(
      'target',
      knobs.map(({ target }) => JSON.stringify(target)),
    ),
  ]
}

function twice(what: string, names: readonly string[]): readonly string[] {
  const doubled = names.filter((name, place) => names.indexOf(name) !== place)
  return doubled.map((name) => `expected each ${what} once, was ${name} twice`)
}
