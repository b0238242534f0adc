import type { Decimal, StrategyId } from '../../core/index.ts'
import type { KnobTarget } from './knob.ts'
import type { AdaptationRefusal } from './turn-knob.ts'

/** The adaptor changed something; the command that did it stands on the tape beside this. */
export interface Adapted {
  /** Tells it from other events. */
  readonly type: 'adapted'
  /** Which rule wanted it. */
  readonly rule: string
  /** Which knob was turned. */
  readonly knob: string
  /** What that changes. */
  readonly target: KnobTarget
  /** What was in force. */
  readonly from: Decimal
  /** What is in force now. */
  readonly to: Decimal
  /** What the rule wanted. */
  readonly wanted: Decimal
  /** Why, in the rule's words. */
  readonly why: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** The adaptor refused a proposal; nothing was changed. */
export interface AdaptationRefused {
  /** Tells it from other events. */
  readonly type: 'adaptationRefused'
  /** Which rule wanted it. */
  readonly rule: string
  /** Which knob it named. */
  readonly knob: string
  /** Why it was refused. */
  readonly code: AdaptationRefusal
}

/** A rule threw, or returned no list of proposals; it is not asked again before the trader is opened anew. */
export interface RuleFaulted {
  /** Tells it from other events. */
  readonly type: 'ruleFaulted'
  /** Which rule. */
  readonly rule: string
  /** Whose reports it judges. */
  readonly strategy: StrategyId
  /** What was found, in words. */
  readonly found: string
}

/** What the adaptor tells. */
export type FeedbackEvent = Adapted | AdaptationRefused | RuleFaulted
