import { numberProblems } from '../../transport/options.ts'
import type { StrategySetup } from '../strategy/index.ts'
import { type Knob, knobProblems } from './knob.ts'
import { paramValue } from './param-value.ts'
import { type AdaptorRule, ruleProblems } from './rule.ts'

/** How a trader watches its strategies, and what may be adapted to what it sees. */
export interface FeedbackOptions {
  /**
   * What fills are compared with, as of the moment of the decision: half way between the best prices, or the best price of the
   * other side, at which it could have been traded at once. @defaultValue `'mid'`
   */
  readonly decidedAt?: 'mid' | 'touch'
  /** What the adaptor may change, and when; without rules nothing is adapted. @defaultValue none */
  readonly rules?: readonly AdaptorRule[]
  /** How often the rules are asked, in ms. @defaultValue 10,000 */
  readonly reviewEveryMs?: number
}

/** Options with every default filled in. */
export type ResolvedFeedbackOptions = Required<FeedbackOptions>

const DEFAULTS = { decidedAt: 'mid', rules: [], reviewEveryMs: 10_000 } as const

/** Fills in the defaults. */
export function resolveFeedbackOptions(options: FeedbackOptions): ResolvedFeedbackOptions {
  return Object.freeze({ ...DEFAULTS, ...options })
}

/** What is wrong with the options of a trader that runs these strategies, one sentence each. */
export function feedbackProblems(
  options: FeedbackOptions,
  strategies: readonly StrategySetup[],
): readonly string[] {
  const { decidedAt, rules, reviewEveryMs } = resolveFeedbackOptions(options)
  const knobs = rules.flatMap((rule) => rule.knobs)
  const isPrice = decidedAt === 'mid' || decidedAt === 'touch'
  return [
    ...(isPrice ? [] : [`decidedAt: expected mid or touch, was ${String(decidedAt)}`]),
    ...numberProblems({ reviewEveryMs }, { reviewEveryMs: 1 }),
    ...ruleProblems(rules),
    ...knobs.flatMap(knobProblems),
    ...knobs.flatMap((knob) => paramProblems(knob, strategies)),
  ]
}

function paramProblems(
  { name, target }: Knob,
  strategies: readonly StrategySetup[],
): readonly string[] {
  if (target.type === 'limit') return []
  const setup = strategies.find(({ strategy }) => strategy === target.strategy)
  if (setup !== undefined && paramValue(setup.params, target.name) !== undefined) return []
  return [`${name}: expected a number ${target.name} among the params of ${target.strategy}`]
}
