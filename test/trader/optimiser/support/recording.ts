import {
  type BboUpdate,
  type BookUpdate,
  type Instrument,
  levelTexts,
  type TradeUpdate,
} from '../../../../src/core/index.ts'
import { binance } from '../../../../src/drivers/binance/index.ts'
import { MarketData } from '../../../../src/market/index.ts'
import { MonitorRole } from '../../../../src/monitor/index.ts'
import type { Row, Sink } from '../../../../src/storage/index.ts'
import { PaperWorld, SPOT } from '../../paper/support/paper-world.ts'

/** What was recorded of one instrument, and its book at the end, best first. */
export interface Recording {
  readonly rows: readonly Row[]
  readonly instrument: Instrument
  readonly book: { readonly bids: unknown; readonly asks: unknown }
}

/** Records the spot market of a simulated venue, by the recorder that a daemon runs. */
export async function record(seed: number, forMs: number): Promise<Recording> {
  const { runtime } = new PaperWorld({ seed })
  const { ports } = runtime.spawn('recorder')
  const driver = binance()
  const market = await runtime.settle(MarketData.open({ driver, ports }))
  const rows: Row[] = []
  const sink: Sink = {
    name: 'rows',
    write: async (batch) => {
      rows.push(...batch.rows())
    },
    close: async () => undefined,
  }
  const handle = market.book(SPOT)
  const books = { find: () => handle.view, truncateTo: () => undefined }
  const recorder = new MonitorRole([sink], books, ports)
  const filter = { pair: SPOT }
  // What is told is what the recorder takes: borrowed updates.
  for (const kind of ['bookSnapshot', 'bookDelta'] as const)
    market.subscribe(kind, filter, (event) => recorder.book(event as unknown as BookUpdate))
  market.subscribe('bbo', filter, (event) => recorder.bbo(event as unknown as BboUpdate))
  market.subscribe('trade', filter, (event) => recorder.trade(event as unknown as TradeUpdate))
  market.subscribe('bookState', filter, (event) => recorder.event(event))
  await runtime.run({ forMs })
  const { view } = handle
  if (view.state !== 'live') throw new Error(`expected a live book, was ${view.state}`)
  const book = { bids: levelTexts(view.bids), asks: levelTexts(view.asks) }
  await runtime.settle(recorder.close())
  await runtime.settle(market.close())
  rows.sort((a, b) => a.localTimeUs - b.localTimeUs)
  return { rows, instrument: market.instrument(SPOT), book }
}
