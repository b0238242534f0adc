import type {
  FrameSink,
  InstrumentTable,
  PolledAnswer,
  PolledFeed,
  RestCall,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { malformed } from './abi.ts'
import { idAtEnd } from './book-ids.ts'
import { addBook } from './fill.ts'
import type { Hints } from './hints.ts'
import type { Pool } from './pool.ts'
import {
  goOnReading,
  type PoolReading,
  readingData,
  startReading,
  ticksData,
} from './pool-reading.ts'
import { contractCall } from './rpc.ts'
import { POLL_FEED } from './sequence.ts'

const ASKS_ON: PolledAnswer = { tell: () => {}, asksOn: true }

/**
 * Reads a pool's book in turns: price, liquidity and bitmap of the newest block; then the ticks that are initialised, at
 * that same block. A node that does not know the block any more fails the reading, and it begins anew.
 */
export function pollBook(pool: Pool, hints: Hints): (table: InstrumentTable) => PolledFeed {
  return (table) => {
    const batch = new FrameBatch(table)
    const { chain, chainFacts, kind, shape } = pool
    let underway: PoolReading | undefined

    const tell = ({ block, timeS, model }: PoolReading, sink: FrameSink, localTimeUs: number) => {
      const slot = table.bySymbol('spot', pool.id)
      if (slot === undefined) return
      const book = { pool, state: model, feed: POLL_FEED }
      batch.clear()
      addBook(batch, slot, book, idAtEnd(block), { timeS, localTimeUs })
      batch.flush(sink, localTimeUs)
    }
    const answered = (reading: PoolReading, localTimeUs: number): PolledAnswer => {
      underway = reading.ticks.length > 0 ? reading : undefined
      if (underway !== undefined) return ASKS_ON
      return { tell: (sink) => tell(reading, sink, localTimeUs), asksOn: false }
    }
    const begin = (): RestCall<PolledAnswer> => {
      const span = kind.span(hints.get(pool.id) ?? 0, shape)
      const data = readingData(pool, span)
      return contractCall(chain, chainFacts.multicall3, data, 'latest', (hex, localTimeUs) => {
        const reading = startReading(hex, pool, span)
        if (reading === undefined) throw malformed(`${pool.id} does not answer: is it such a pool?`)
        hints.set(pool.id, reading.model.tick)
        // The price is elsewhere: the reading begins again around it.
        return reading.model.isWide ? answered(reading, localTimeUs) : ASKS_ON
      })
    }
    const goOn = (reading: PoolReading): RestCall<PolledAnswer> => {
      const data = ticksData(pool, reading)
      return contractCall(chain, chainFacts.multicall3, data, reading.block, (hex, localTimeUs) =>
        answered(goOnReading(hex, pool, reading), localTimeUs),
      )
    }
    return {
      next: () => (underway === undefined ? begin() : goOn(underway)),
      failed() {
        underway = undefined
      },
    }
  }
}
