import type { MarketEventType } from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import { EVENT_KINDS } from '../../market/event-kinds.ts'
import type { MarketFeed } from '../../market/index.ts'
import { RecordWriter } from '../../market/thread/record-writer.ts'
import { tellEvents } from '../../market/thread/tell-events.ts'
import { RecordReader } from '../../market/threaded/record-reader.ts'
import { createSharedRing, RingWriter } from '../../runtime/index.ts'
import { demand, demandEqual } from './check.ts'
import type { Clause } from './clause.ts'
import { requestsOf } from './requests.ts'

const RING_NUMBERS = 2 ** 20
const LISTEN_MS = 30_000

/** Chapter W: what is told from one thread to another. */
export const THREAD_CLAUSES: readonly Clause[] = [
  {
    id: 'W1',
    text: 'tells nothing that does not reach another thread as it was: every number and every text of each event',
    needsVenue: true,
    exempt: ({ facts }) => (facts.streams.length === 0 ? 'there is no stream' : undefined),
    check: async (bench) => {
      await using world = await bench.open()
      const sides = tellAcross(world.market)
      for (const { pair, product } of world.examples())
        for (const request of requestsOf(bench.driver, product))
          if (request.channel !== 'candle' || request.interval === '1m')
            world.market.hold(pair, request)
      await world.runtime.run({ forMs: LISTEN_MS })
      const { own, told } = sides
      demand(own.length > 0, () => 'nothing was told')
      for (const [i, event] of own.entries())
        demandEqual(told[i], event, `event ${i}, read in another thread`)
      demandEqual(told.length, own.length, 'events read in another thread')
    },
  },
]

/** Tells all that happens through a ring: as it was told here, and as it was read from there, as JSON. */
function tellAcross(market: MarketFeed): { readonly own: string[]; readonly told: string[] } {
  const [own, told]: [string[], string[]] = [[], []]
  const ring = createSharedRing(RING_NUMBERS)
  const hear = (event: unknown): void => void told.push(JSON.stringify(event))
  const ignore = (): void => {}
  const sink = { book: hear, bbo: hear, trade: hear, event: hear, mark: ignore, endBatch: ignore }
  const reader = new RecordReader(ring, createInstrumentTable(), sink)
  const broken = (error: unknown): void => void told.push(String(error))
  tellEvents(market, new RecordWriter(new RingWriter(ring), ring), broken)
  const onBatchEnd = (): void => {
    while (reader.next());
  }
  // After the writer: of each event and of each end of a frame it is told first.
  for (const kind of Object.keys(EVENT_KINDS) as MarketEventType[])
    market.subscribe(kind, {}, (event) => void own.push(JSON.stringify(event)), { onBatchEnd })
  return { own, told }
}
