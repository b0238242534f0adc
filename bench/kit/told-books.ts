import { pathToFileURL } from 'node:url'
import { judgeUnnumbered } from '../../src/book/index.ts'
import type { BookDelta } from '../../src/core/index.ts'
import { MirroredMarket } from '../../src/market/threaded/mirrored-market.ts'
import { RecordReader } from '../../src/market/threaded/record-reader.ts'
import { RingPump } from '../../src/market/threaded/ring-pump.ts'
import { nodeThreads } from '../../src/runtime/node/index.ts'
import { createSharedRing, type Waiting } from '../../src/runtime/shared-ring/index.ts'
import { silentLog } from '../../src/runtime/silent-log.ts'
import { bundle } from './bundle.ts'
import { nowNs } from './ring-thread.ts'
import { TOLD_FEED, TOLD_INSTRUMENT, type ToldWork } from './told-books-thread.ts'

const CAPACITY = 2 ** 18

/** What came of books told by a thread. */
export interface ToldBooks {
  /** From the moment the thread had the change to a subscriber with the updated book, in ns, sorted. */
  readonly hopsNs: Float64Array
  readonly perSecond: number
}

/** Lets a thread tell so many book changes, one in `paceNs` or as fast as they go, to a subscriber of this one. */
export async function toldBooks(
  waiting: Waiting,
  changes: number,
  paceNs: number,
): Promise<ToldBooks> {
  const name = 'told-books-thread'
  const { [name]: path = '' } = await bundle({ [name]: `bench/kit/${name}.ts` })
  const ring = createSharedRing(CAPACITY)
  const hopsNs = new Float64Array(changes)
  // A mirror asks a driver for its name and for rules, nothing else.
  const driver = { facts: { venue: TOLD_INSTRUMENT.venue, name: 'Told' } }
  const mirrored = new MirroredMarket({
    driver: driver as unknown as ConstructorParameters<typeof MirroredMarket>[0]['driver'],
    ports: { wallClock: { nowUs: () => 0 }, log: silentLog },
    ladderBytes: 1 << 20,
    onDropped() {},
  })
  const slot = mirrored.table.add(TOLD_INSTRUMENT)
  const rule = { snapshot: 'stream', judge: judgeUnnumbered, crossed: 'corrupt' } as const
  mirrored.books.keep({ slot, feed: TOLD_FEED, rule, depth: 'full', endpoint: '' })
  mirrored.mark(0)
  let count = 0
  let firstNs = 0
  let lastNs = 0
  const done = new Promise<void>((resolve) => {
    mirrored.router.subscribe('bookDelta', { instruments: [slot.index] }, (update) => {
      const atNs = nowNs()
      // The thread wrote its time there.
      hopsNs[count] = atNs - ((update as BookDelta).venueTimeUs ?? 0)
      if (count === 0) firstNs = atNs
      lastNs = atNs
      count += 1
      if (count === changes) resolve()
    })
  })
  const port = nodeThreads({ execArgv: [], keepAlive: true })
  const pump = new RingPump({
    reader: new RecordReader(ring, mirrored.table, mirrored),
    waiting,
    afterTurn: (callback) => port.afterTurn(callback),
    onBroken: (error) => console.error(error),
  })
  const data: ToldWork = { buffer: ring.buffer, changes, paceNs }
  const thread = port.open(
    { module: pathToFileURL(path).href, data },
    { onMessage() {}, onEnd: (why) => console.error(why) },
  )
  await done
  pump.close()
  await thread.terminate()
  return { hopsNs: hopsNs.sort(), perSecond: ((changes - 1) / (lastNs - firstNs)) * 1e9 }
}
