import { shapesReady } from '../../drivers/kit/shape-loader.ts'
import { loadDriver } from '../../drivers/registry.ts'
import { MADE_STREAMS } from '../../sim/registry.ts'
import type { StreamMaker } from '../../sim/stream-maker.ts'
import { FrameReader } from './frame-reader.ts'
import { OrderWriter } from './order-writer.ts'
import { framesOf, type PreparedWork, type Work } from './work.ts'

const SYMBOL = 'BTCUSDT'
const FRAMES = 5_000
const ORDERS = 2_000
const SEED = 1
const DEPTHS = [20, 1_000, 5_000] as const

/** What is measured, in its order, and whose frames it is measured with. */
export async function benchWorks(): Promise<{
  readonly form: string
  readonly works: readonly Work[]
}> {
  // Loaded at the first book frame otherwise: by a program that runs for days, not by one that runs for seconds.
  await shapesReady()
  const driver = await loadDriver(MADE_STREAMS.venue)
  const streams = await MADE_STREAMS.load()
  const orders = await OrderWriter.open(driver, streams, SYMBOL)
  const open = (): FrameReader => new FrameReader(driver, streams, SYMBOL)
  const [, common] = DEPTHS
  return {
    form: `${driver.facts.name} ${streams.market}`,
    works: [
      {
        name: 'decodeDepth',
        title: 'depth frame decoded',
        prepare: () => reading(open(), madeBook(streams, common).frames),
      },
      {
        name: 'decodeBbo',
        title: 'best-price frame decoded',
        prepare: () => reading(open(), madeSmall(streams, 'bbo')),
      },
      {
        name: 'decodeTrade',
        title: 'trade frame decoded',
        prepare: () => reading(open(), madeSmall(streams, 'trade')),
      },
      ...DEPTHS.map(
        (levels): Work => ({
          name: 'book',
          title: `depth frame to book of ${levels.toLocaleString('en')} levels a side`,
          levels,
          prepare: () => {
            const reader = open()
            const { snapshot, frames } = madeBook(streams, levels)
            reader.keepBook(snapshot)
            return reading(reader, frames)
          },
        }),
      ),
      {
        name: 'signOrder',
        title: 'limit order written and signed',
        prepare: () => writing(orders),
      },
    ],
  }
}

function madeBook(streams: StreamMaker, depth: number): ReturnType<StreamMaker['book']> {
  return streams.book({ depth, frames: FRAMES, seed: SEED, symbol: SYMBOL })
}

function madeSmall(streams: StreamMaker, kind: 'bbo' | 'trade'): readonly string[] {
  return streams.small(kind, { frames: FRAMES, seed: SEED, symbol: SYMBOL })
}

function reading(reader: FrameReader, texts: readonly string[]): PreparedWork {
  const { frames, bytesPerItem, floor } = framesOf(texts)
  return {
    items: frames.length,
    bytesPerItem,
    floor,
    reset: () => reader.reset(),
    pass: () => reader.readAll(frames),
  }
}

function writing(orders: OrderWriter): PreparedWork {
  let bytes = 0
  for (let n = 0; n < ORDERS; n += 1) bytes += orders.write(n).length
  return {
    items: ORDERS,
    bytesPerItem: Math.round(bytes / ORDERS),
    reset: () => {},
    pass: () => {
      for (let n = 0; n < ORDERS; n += 1) orders.write(n)
    },
  }
}
