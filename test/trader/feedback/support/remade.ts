import { asset, venueId } from '../../../../src/core/index.ts'
import type { FilePort } from '../../../../src/runtime/index.ts'
import { marketMaking } from '../../../../src/strategies/index.ts'
import {
  RECORD_KINDS,
  TradingCore,
  type TradingRecord,
} from '../../../../src/trader/engine/index.ts'
import { FEEDBACK_KIND, type FeedbackOptions } from '../../../../src/trader/feedback/index.ts'
import { type StrategyCommand, StrategyHost } from '../../../../src/trader/index.ts'
import { readJournal, recordJson } from '../../../../src/trader/journal/index.ts'
import type { FeedbackDeskParts } from '../../../../src/trader/shell/feedback-desk.ts'
import { FeedbackDesk } from '../../../../src/trader/shell/feedback-desk.ts'
import { COMMAND_KIND } from '../../../../src/trader/shell/trader-state.ts'
import { ACCOUNT } from '../../paper/support/paper-world.ts'
import { ToyWorld } from '../../strategy/support/toy-world.ts'

const KINDS = new Map(Object.entries(RECORD_KINDS).map(([name, kind]) => [kind, name]))

/** Everything that all records of a journal make, from the first on, by nobody's snapshot. */
export async function remade(files: FilePort, options: FeedbackOptions) {
  const core = new TradingCore({
    oms: { epoch: 1 },
    portfolio: { reportingAsset: asset('USDT') },
    risk: {},
    accounts: new Map([[ACCOUNT, venueId('binance')]]),
    market: { market: () => undefined },
  })
  const host = new StrategyHost({
    world: new ToyWorld(),
    definitions: [marketMaking],
    monotonicClock: { nowNs: () => 0 },
  })
  // What only a running trader has is not there to be used.
  const feedback = FeedbackDesk.open(options, { core } as FeedbackDeskParts, undefined)
  if (feedback === undefined) throw new Error('expected feedback')
  const commands: StrategyCommand[] = []
  for await (const record of await readJournal(files, 'journal')) {
    const value = recordJson(record)
    const kind = KINDS.get(record.kind)
    if (record.kind === FEEDBACK_KIND) feedback.replayOwn(value as never)
    else if (record.kind === COMMAND_KIND) commands.push(value as StrategyCommand)
    else {
      const past = { kind, record: value } as TradingRecord
      feedback.replay(past, core.apply(past))
    }
  }
  for (const command of commands) host.handle(command, 0)
  return {
    core,
    host,
    feedback,
    commandsBy: (who: string) => commands.filter(({ by }) => by === who).length,
  }
}
