import { Decimal, parseDecimal, type StrategyId } from '../../core/index.ts'
import type { LimitName, LimitSetting, RiskScope } from '../risk/index.ts'
import { limitProblems } from '../risk/limit-book.ts'

/**
 * What an adaptor may change: a number among the parameters of a strategy, as its setup has it (a JSON number or decimal text), or
 * a limit that was set for just that scope.
 */
export type KnobTarget =
  | { readonly type: 'param'; readonly strategy: StrategyId; readonly name: string }
  | { readonly type: 'limit'; readonly name: LimitName; readonly scope: RiskScope }

/** Something that an adaptor may turn, and how far; numbers are decimal text. */
export interface Knob {
  /** Its name in proposals and records. */
  readonly name: string
  /** What it changes. */
  readonly target: KnobTarget
  /** The least it may become. */
  readonly min: string
  /** The most it may become. */
  readonly max: string
  /** The most that one change may be; above 0. */
  readonly maxStep: string
  /** How long after a change of the adaptor's the next one may be, in ms. */
  readonly coolDownMs: number
}

/** A {@link Knob} whose numbers were read. */
export interface ResolvedKnob extends Omit<Knob, 'min' | 'max' | 'maxStep'> {
  readonly min: Decimal
  readonly max: Decimal
  readonly maxStep: Decimal
}

/** What is wrong with a knob, one sentence each. */
export function knobProblems(knob: Knob): readonly string[] {
  const { name, min, max, maxStep, coolDownMs } = knob
  const unread = Object.entries({ min, max, maxStep }).flatMap(([key, text]) =>
    isExact(text) ? [] : [`${name}.${key}: expected decimal text, was ${String(text)}`],
  )
  const isTime = Number.isSafeInteger(coolDownMs) && coolDownMs >= 0
  return [
    ...unread,
    ...(isTime ? [] : [`${name}.coolDownMs: expected an integer of at least 0, was ${coolDownMs}`]),
    ...(unread.length === 0 ? rangeProblems(knob) : []),
  ]
}

/** Reads a knob that has no problems. */
export function resolveKnob(knob: Knob): ResolvedKnob {
  const { min, max, maxStep } = knob
  return Object.freeze({
    ...knob,
    min: new Decimal(min),
    max: new Decimal(max),
    maxStep: new Decimal(maxStep),
  })
}

/** The setting that gives a limit a value. */
export function limitSetting(
  { name, scope }: Extract<KnobTarget, { readonly type: 'limit' }>,
  value: Decimal,
): LimitSetting {
  return { name, scope, value: value.toFixed() }
}

function rangeProblems({ name, target, ...knob }: Knob): readonly string[] {
  const [min, max] = [new Decimal(knob.min), new Decimal(knob.max)]
  const problems: string[] = []
  if (min.gt(max)) problems.push(`${name}: expected min of at most ${knob.max}, was ${knob.min}`)
  if (!new Decimal(knob.maxStep).gt(0))
    problems.push(`${name}.maxStep: expected a number above 0, was ${knob.maxStep}`)
  if (target.type === 'param') return problems
  const values = [min, max].flatMap((value) => limitProblems(limitSetting(target, value)))
  return [...problems, ...values.map((problem) => `${name}: ${problem}`)]
}

function isExact(text: unknown): boolean {
  if (typeof text !== 'string' || parseDecimal(text) === undefined) return false
  return new Decimal(text).precision() <= Decimal.precision
}
