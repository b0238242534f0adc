import { assertNoProblems, numberProblems } from '../../transport/options.ts'
import { BREAKER_NAMES, type BreakerName, type BreakerRule } from './breaker-board.ts'
import { type LimitSetting, limitProblems } from './limit-book.ts'

/** Which price an order's price is compared with. */
export type ReferencePrice = 'mid' | 'last' | 'mark'

/** What risk is set up with. Durations in ms. */
export interface RiskOptions {
  /** Limits over the defaults. @defaultValue none */
  readonly limits: readonly LimitSetting[]
  /** What the price collar compares with. @defaultValue `'mid'` */
  readonly reference: ReferencePrice
  /** How long back the volatility breaker looks. @defaultValue 10000 */
  readonly moveWindowMs: number
  /** How long back the breaker of order errors looks. @defaultValue 60000 */
  readonly errorWindowMs: number
  /** When a day of the daily loss begins, after midnight UTC. @defaultValue 0 */
  readonly dayStartMs: number
  /** What breakers do, over the defaults. */
  readonly breakers: Readonly<Partial<Record<BreakerName, BreakerRule>>>
}

/** What each breaker does unless told otherwise. */
export const BREAKER_RULES: Readonly<Record<BreakerName, BreakerRule>> = Object.freeze({
  staleData: { reset: { quietMs: 0 }, lets: 'nothing' },
  volatility: { reset: { quietMs: 30_000 }, lets: 'reduceOnly' },
  errorRate: { reset: { quietMs: 60_000 }, lets: 'nothing' },
  dailyLoss: { reset: 'manual', lets: 'reduceOnly' },
  drawdown: { reset: 'manual', lets: 'reduceOnly' },
})

const DEFAULTS: RiskOptions = Object.freeze({
  limits: [],
  reference: 'mid',
  moveWindowMs: 10_000,
  errorWindowMs: 60_000,
  dayStartMs: 0,
  breakers: {},
})

const LEAST = { moveWindowMs: 1, errorWindowMs: 1 }
const DAY_MS = 86_400_000

/**
 * Checks what risk is set up with, and fills in the defaults.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function resolveRiskOptions(options: Partial<RiskOptions>): RiskOptions {
  assertNoProblems('a risk manager', riskOptionProblems(options))
  const breakers = { ...BREAKER_RULES, ...options.breakers }
  return Object.freeze({ ...DEFAULTS, ...options, breakers })
}

/** What is wrong with them, one sentence each. */
export function riskOptionProblems(options: Partial<RiskOptions>): readonly string[] {
  const { limits = [], reference = 'mid', breakers = {}, ...numbers } = options
  const problems = [...numberProblems(numbers, LEAST)]
  if ((options.dayStartMs ?? 0) >= DAY_MS)
    problems.push(`dayStartMs: expected less than a day of ${DAY_MS}, was ${options.dayStartMs}`)
  if (!['mid', 'last', 'mark'].includes(reference))
    problems.push(`reference: expected mid, last or mark, was ${reference}`)
  problems.push(...limits.flatMap(limitProblems))
  for (const [name, rule] of Object.entries(breakers)) problems.push(...ruleProblems(name, rule))
  return problems
}

function ruleProblems(name: string, { reset, lets }: BreakerRule): readonly string[] {
  if (!BREAKER_NAMES.some((known) => known === name))
    return [`breakers.${name}: expected one of ${BREAKER_NAMES.join(', ')}`]
  const problems: string[] = []
  if (lets !== 'reduceOnly' && lets !== 'nothing')
    problems.push(`breakers.${name}.lets: expected reduceOnly or nothing, was ${String(lets)}`)
  if (reset === 'manual') return problems
  const { quietMs } = (reset ?? {}) as { quietMs?: number }
  if (quietMs === undefined) problems.push(`breakers.${name}.reset: expected manual or { quietMs }`)
  else
    problems.push(
      ...numberProblems({ quietMs }).map((problem) => `breakers.${name}.reset.${problem}`),
    )
  return problems
}
