import { Decimal } from '../../core/index.ts'
import type { ResolvedKnob } from './knob.ts'

/**
 * Why a proposal was refused; nothing was changed.
 *
 * - `UNKNOWN_KNOB`: the rule has no such knob
 * - `INEXACT_NUMBER`: the value is no `Decimal` of ours and no decimal text; or the setup has a JSON number there, which does
 *   not hold it
 * - `NOT_SET`: nothing is in force: no such number among the parameters, or no limit of that scope
 * - `OUT_OF_BOUNDS`: what is in force is outside the bounds already: somebody wanted it so
 * - `INVALID_VALUE`: the limit does not take such a value
 * - `COMMAND_REFUSED`: the strategy's schema refused the parameters
 */
export type AdaptationRefusal =
  | 'UNKNOWN_KNOB'
  | 'INEXACT_NUMBER'
  | 'NOT_SET'
  | 'OUT_OF_BOUNDS'
  | 'INVALID_VALUE'
  | 'COMMAND_REFUSED'

/** What becomes of a wish: another value, nothing (it is so already, or it is too soon), or a refusal. */
export type Turned =
  | { readonly type: 'turned'; readonly to: Decimal }
  | { readonly type: 'idle' }
  | { readonly type: 'refused'; readonly code: AdaptationRefusal }

/** A wish for a knob. */
export interface KnobWish {
  /** What is in force; `undefined` where nothing is. */
  readonly inForce: Decimal | undefined
  /** What it shall be. */
  readonly wanted: Decimal
  /** When the adaptor turned it last, epoch µs. */
  readonly turnedUs?: number
  /** Now, epoch µs. */
  readonly nowUs: number
}

/**
 * The one rule of how far a wish is followed: to at most `maxStep` from what is in force, and never out of the bounds. A wish for
 * more is clamped. One within the cool-down is left alone, and so is a value that stands outside the bounds.
 */
export function turnKnob(knob: ResolvedKnob, wish: KnobWish): Turned {
  const { min, max, maxStep, coolDownMs } = knob
  const { inForce, wanted, turnedUs, nowUs } = wish
  if (inForce === undefined) return { type: 'refused', code: 'NOT_SET' }
  if (inForce.lt(min) || inForce.gt(max)) return { type: 'refused', code: 'OUT_OF_BOUNDS' }
  if (turnedUs !== undefined && nowUs < turnedUs + coolDownMs * 1_000) return { type: 'idle' }
  const near = clamped(wanted, inForce.minus(maxStep), inForce.plus(maxStep))
  const to = clamped(near, min, max)
  return to.eq(inForce) ? { type: 'idle' } : { type: 'turned', to }
}

function clamped(value: Decimal, least: Decimal, most: Decimal): Decimal {
  return Decimal.min(Decimal.max(value, least), most)
}
