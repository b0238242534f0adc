import { aggregateData, callData, malformed, readAggregate, type Words } from './abi.ts'
import type { Pool } from './pool.ts'
import type { PoolModel, WordSpan } from './pool-kind.ts'

/** Reads of one call: nodes cap the work of a call and the size of a message, and 100 ticks are far below every cap known. */
const TICKS_PER_CALL = 100
const HEAD_READS = 2

/** A pool's state and the block it was read at. */
export interface PoolReading {
  /** Number of the block. */
  readonly block: number
  /** Its time, epoch s. */
  readonly timeS: number
  /** The state at its end. */
  readonly model: PoolModel
  /** Ticks that are yet to be read, at the same block; none: the reading is whole. */
  readonly ticks: readonly number[]
}

/** Calldata that begins a reading at one block: its number and time, the state, and words of the bitmap where there is one. */
export function readingData({ chainFacts, kind }: Pool, span: WordSpan): string {
  const { multicall3, arbSys } = chainFacts
  return aggregateData([
    arbSys === undefined
      ? { to: multicall3, data: callData('getBlockNumber') }
      : { to: arbSys, data: callData('arbBlockNumber') },
    { to: multicall3, data: callData('getCurrentBlockTimestamp') },
    ...kind.reads(span),
  ])
}

/** Reads the answer to {@link readingData}; `undefined` where the contracts did not answer: there is no such pool, yet. */
export function startReading(hex: string, pool: Pool, span: WordSpan): PoolReading | undefined {
  const { kind, shape } = pool
  const results = readAggregate(hex, HEAD_READS + kind.reads(span).length)
  const [number, time] = results
  const started = kind.start(results.slice(HEAD_READS), span, shape)
  if (number === undefined || time === undefined || started === undefined) return undefined
  const block = Number(number.unsigned(0, 53))
  return { block, timeS: Number(time.unsigned(0, 40)), ...started }
}

/** Calldata that reads the next ticks of a reading. */
export function ticksData({ kind }: Pool, { ticks }: PoolReading): string {
  return aggregateData(nextTicks(ticks).map((tick) => kind.tickRead(tick)))
}

/** The reading with the answer to {@link ticksData}. */
export function goOnReading(hex: string, { kind }: Pool, reading: PoolReading): PoolReading {
  const part = nextTicks(reading.ticks)
  readAggregate(hex, part.length).forEach((words, i) => {
    kind.setTick(reading.model, part[i] ?? 0, there(words, 'a tick'))
  })
  return { ...reading, ticks: reading.ticks.slice(part.length) }
}

const nextTicks = (ticks: readonly number[]): readonly number[] => ticks.slice(0, TICKS_PER_CALL)

function there(words: Words | undefined, what: string): Words {
  if (words === undefined) throw malformed(`${what} failed or is empty: is it such a pool?`)
  return words
}
