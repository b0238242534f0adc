import type {
  FrameSink,
  InstrumentTable,
  PolledAnswer,
  PolledFeed,
  RestCall,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { idAtEnd } from './book-ids.ts'
import { addBook } from './fill.ts'
import type { Hints } from './hints.ts'
import type { Pool } from './options.ts'
import {
  bitmapData,
  isWide,
  type PoolReading,
  readBitmap,
  readTicks,
  ticksData,
  wordsAround,
} from './pool-reading.ts'
import { contractCall } from './rpc.ts'
import { POLL_FEED } from './sequence.ts'

/** Reads of one call: nodes cap the work of a call, and 200 ticks are far below every cap known. */
const TICKS_PER_CALL = 200

/**
 * Reads a pool's book in turns: price, liquidity and bitmap of the newest block; then the ticks that are initialised, at
 * that same block. A node that does not know the block any more fails the reading, and it begins anew.
 */
export function pollBook(pool: Pool, hints: Hints): (table: InstrumentTable) => PolledFeed {
  return (table) => {
    const batch = new FrameBatch(table)
    const { multicall3 } = pool.chainFacts
    let reading: PoolReading | undefined
    let waiting: readonly number[] = []

    const tell = (sink: FrameSink): void => {
      const slot = table.bySymbol('spot', pool.id)
      if (reading === undefined || slot === undefined) return
      const { block, timeS, state } = reading
      const localTimeUs = arrivedUs
      batch.clear()
      addBook(batch, slot, { pool, state, feed: POLL_FEED }, idAtEnd(block), { timeS, localTimeUs })
      batch.flush(sink, localTimeUs)
      reading = undefined
    }
    let arrivedUs = 0
    const answered = (): PolledAnswer =>
      waiting.length > 0 || reading === undefined
        ? { tell: () => {}, asksOn: true }
        : { tell, asksOn: false }
    /** A call whose answer came now. */
    const timed = (call: RestCall<PolledAnswer>): RestCall<PolledAnswer> => ({
      request: call.request,
      parse(response, localTimeUs) {
        arrivedUs = localTimeUs
        return call.parse(response, localTimeUs)
      },
    })

    const first = (): RestCall<PolledAnswer> => {
      const span = wordsAround(pool, hints.get(pool.id) ?? 0)
      return contractCall(pool.chain, multicall3, bitmapData(pool, span), 'latest', (hex) => {
        const found = readBitmap(hex, pool, span)
        hints.set(pool.id, found.state.tick)
        // The price is elsewhere: the reading begins again around it.
        if (!isWide(pool, found.state)) return { tell: () => {}, asksOn: true }
        reading = found
        waiting = found.initialised
        return answered()
      })
    }
    const next = ({ block, state }: PoolReading): RestCall<PolledAnswer> => {
      const part = waiting.slice(0, TICKS_PER_CALL)
      return contractCall(pool.chain, multicall3, ticksData(pool, part), block, (hex) => {
        readTicks(hex, part, state)
        waiting = waiting.slice(part.length)
        return answered()
      })
    }
    return {
      next: () => timed(reading === undefined ? first() : next(reading)),
      failed() {
        reading = undefined
        waiting = []
      },
    }
  }
}
