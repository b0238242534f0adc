import type { TradingCore } from '../engine/index.ts'
import type { FeedbackDesk } from './feedback-desk.ts'
import { hostInputOf } from './host-input-of.ts'
import type { StrategyDesk } from './strategy-desk.ts'
import type { PastRecord } from './trader-state.ts'

/** What the past makes again. */
export interface ReplayedParts {
  /** Orders, money and risk. */
  readonly core: TradingCore
  /** Watches how strategies do. */
  readonly feedback: FeedbackDesk | undefined
  /** Strategies hear again what they heard then. */
  readonly strategies: StrategyDesk
}

/**
 * Makes the state that records tell of: nothing is sent, and no rule is asked. Strategies are told, record by record, what
 * followed from it, at its time; `nowUs` counts where a journal of before says no time at all.
 */
export function replayPast(
  records: readonly PastRecord[],
  { core, feedback, strategies }: ReplayedParts,
  nowUs: number,
): void {
  // A command of a journal of before has no time: it was given about when the record before it was, or the first after it.
  let timeUs = records.map(timeOf).find((each) => each !== undefined) ?? nowUs
  for (const record of records) {
    timeUs = timeOf(record) ?? timeUs
    if (record.kind === 'feedback') feedback?.replayOwn(record.record)
    else if (record.kind === 'host') strategies.hearPast(record.record, timeUs)
    else {
      const effects = core.apply(record)
      feedback?.replay(record, effects)
      for (const effect of effects) {
        const input = hostInputOf(effect)
        if (input !== undefined) strategies.hearPast(input, timeUs)
      }
    }
  }
}

/** Our time of a record of which strategies may hear; `undefined` where it has none. */
function timeOf({ kind, record }: PastRecord): number | undefined {
  if (kind === 'order') return record.type === 'event' ? record.event.timeUs : record.timeUs
  return kind === 'host' || kind === 'route' ? record.timeUs : undefined
}
