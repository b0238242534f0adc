import { asset } from '../../../src/core/index.ts'
import type { FilePort } from '../../../src/runtime/ports.ts'
import { RECORD_KINDS, type TradingSnapshot } from '../../../src/trader/engine/index.ts'
import { TradingCore, type TradingRecord } from '../../../src/trader/index.ts'
import { readJournal, recordJson } from '../../../src/trader/journal/index.ts'
import { ACCOUNT } from './trading-kit.ts'
import type { Life } from './trading-world.ts'

const KINDS = new Map(Object.entries(RECORD_KINDS).map(([name, kind]) => [kind, name]))

/** A core that sees no market: with nothing, or where a snapshot left off. */
export function coreOf({ trader, market }: Life, snapshot?: TradingSnapshot): TradingCore {
  const [instrument] = market.instruments()
  if (instrument === undefined) throw new Error('there is no instrument')
  return new TradingCore(
    {
      oms: { epoch: trader.epoch },
      portfolio: { reportingAsset: asset(instrument.quote) },
      accounts: new Map([[ACCOUNT, instrument.venue]]),
      market: { market: () => undefined },
    },
    snapshot,
  )
}

/** What all records of a journal make, from the first on, by nobody's snapshot. The files of a dead life are read by another. */
export async function replayedCore(
  life: Life,
  files: FilePort = life.process.ports.files,
): Promise<TradingCore> {
  const core = coreOf(life)
  for await (const record of await readJournal(files, 'journal')) {
    const kind = KINDS.get(record.kind)
    // Commands to strategies are not the core's.
    if (kind !== undefined) core.apply({ kind, record: recordJson(record) } as TradingRecord)
  }
  return core
}
