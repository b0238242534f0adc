import type { TradingCore } from '../engine/index.ts'
import type { FeedbackDesk } from './feedback-desk.ts'
import type { PastRecord } from './trader-state.ts'

/** Makes the state that records tell of: nothing is sent, and no rule is asked. */
export function replayPast(
  records: readonly PastRecord[],
  core: TradingCore,
  feedback: FeedbackDesk | undefined,
): void {
  for (const record of records) {
    if (record.kind === 'feedback') feedback?.replayOwn(record.record)
    else {
      const effects = core.apply(record)
      feedback?.replay(record, effects)
    }
  }
}
