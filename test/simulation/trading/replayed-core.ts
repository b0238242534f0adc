import { asset } from '../../../src/core/index.ts'
import { RECORD_KINDS } from '../../../src/trader/engine/index.ts'
import { TradingCore, type TradingRecord } from '../../../src/trader/index.ts'
import { readJournal, recordJson } from '../../../src/trader/journal/index.ts'
import { ACCOUNT } from './trading-kit.ts'
import type { Life } from './trading-world.ts'

const KINDS = new Map(Object.entries(RECORD_KINDS).map(([name, kind]) => [kind, name]))

/** The state that all records of a journal make, from the first on, by nobody's snapshot. */
export async function replayedCore({ process, trader, market }: Life): Promise<TradingCore> {
  const [instrument] = market.instruments()
  if (instrument === undefined) throw new Error('there is no instrument')
  const core = new TradingCore({
    oms: { epoch: trader.epoch },
    portfolio: { reportingAsset: asset(instrument.quote) },
    accounts: new Map([[ACCOUNT, instrument.venue]]),
    market: { market: () => undefined },
  })
  for await (const record of await readJournal(process.ports.files, 'journal')) {
    const kind = KINDS.get(record.kind)
    // Commands to strategies are not the core's.
    if (kind !== undefined) core.apply({ kind, record: recordJson(record) } as TradingRecord)
  }
  return core
}
