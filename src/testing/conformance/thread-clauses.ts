import type { FrameSink, Market } from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import { RecordWriter } from '../../market/thread/record-writer.ts'
import { RecordReader } from '../../market/threaded/record-reader.ts'
import { createSharedRing, RingWriter } from '../../runtime/index.ts'
import type { Capture } from './capture.ts'
import { demandEqual } from './check.ts'
import type { Clause } from './clause.ts'

const RING_NUMBERS = 2 ** 20
const AT_US = 1_700_000_000_000_000

/** Chapter W: what is told from one thread to another. */
export const THREAD_CLAUSES: readonly Clause[] = [
  {
    id: 'W1',
    text: 'tells nothing that does not reach another thread as it was: every number and every text of each event',
    needsVenue: true,
    check: async (bench) => {
      const { all, instruments } = await bench.captured()
      const wires = new Map<Market, Wire>()
      for (const { market, bytes } of all) {
        const wire = wires.get(market) ?? wireOf(instruments)
        wires.set(market, wire)
        bench.driver.createDecoder(wire.table, market).decode(bytes, AT_US, wire.sink)
        const { own, told } = wire.take()
        demandEqual(told, own, 'what a frame told, read in another thread')
      }
    },
  },
]

interface Wire {
  /** The instruments of the thread that tells. */
  readonly table: ReturnType<typeof createInstrumentTable>
  /** Where it tells. */
  readonly sink: FrameSink
  /** What was told since, on both sides, as JSON. */
  readonly take: () => { readonly own: readonly string[]; readonly told: readonly string[] }
}

/** A ring, who writes it and who reads it; both halves in one thread. */
function wireOf(instruments: Capture['instruments']): Wire {
  const ring = createSharedRing(RING_NUMBERS)
  const writer = new RecordWriter(new RingWriter(ring), ring)
  const table = createInstrumentTable()
  for (const instrument of instruments) table.add(instrument)
  let own: string[] = []
  let told: string[] = []
  const ignore = (): void => {}
  const hear = (event: unknown): void => void told.push(JSON.stringify(event))
  const sides = { book: hear, bbo: hear, trade: hear, event: hear, mark: ignore, endBatch: ignore }
  const reader = new RecordReader(ring, createInstrumentTable(), sides)
  const drain = (): void => {
    while (reader.next());
  }
  const say =
    <Event>(write: (event: Event) => void) =>
    (event: Event): void => {
      own.push(JSON.stringify(event))
      write(event)
      writer.endBatch()
      drain()
    }
  const sink: FrameSink = {
    book: say((update) => writer.book(update)),
    bbo: say((update) => writer.bbo(update)),
    trade: say((update) => writer.trade(update)),
    event: say((event) => writer.event(event)),
    lost: ignore,
  }
  const take = () => {
    const taken = { own, told }
    own = []
    told = []
    return taken
  }
  return { table, sink, take }
}
