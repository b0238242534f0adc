import {
  addressWord,
  aggregateData,
  type ContractRead,
  callData,
  malformed,
  readAggregate,
  type Words,
  wordOf,
} from './abi.ts'
import type { Pool } from './options.ts'
import type { PoolState, TickLiquidity } from './pool-state.ts'
import { bitmapPlace, firstTickOf, ticksOfWord } from './tick-bitmap.ts'

/** Which words of a pool's bitmap are read. */
export interface WordSpan {
  /** The first. */
  readonly first: number
  /** How many. */
  readonly count: number
}

/** A pool's state and the block it was read at. */
export interface PoolReading {
  /** Number of the block. */
  readonly block: number
  /** Its time, epoch s. */
  readonly timeS: number
  /** The state at its end. */
  readonly state: PoolState
}

const FIXED_READS = 4

/** The words around a tick that a pool's levels may reach. */
export function wordsAround(pool: Pool, tick: number): WordSpan {
  const { word } = bitmapPlace(tick, pool.tickSpacing)
  return { first: word - pool.wordRadius, count: 2 * pool.wordRadius + 1 }
}

/** Whether a state knows all that the pool's levels may reach, with a word to spare. */
export function isWide(pool: Pool, state: PoolState): boolean {
  const { first, count } = wordsAround(pool, state.tick)
  const lowest = firstTickOf(first + 1, pool.tickSpacing)
  const highest = firstTickOf(first + count - 1, pool.tickSpacing)
  return state.lowTick <= lowest && state.highTick >= highest
}

/** Calldata that reads all of a pool at one block: price, liquidity, and the ticks of some words by TickLens. */
export function lensData(pool: Pool, { first, count }: WordSpan): string {
  return aggregateData([
    ...headReads(pool),
    ...Array.from({ length: count }, (_, i): ContractRead => {
      const data = callData('getPopulatedTicksInWord', addressWord(pool.address), wordOf(first + i))
      return { to: pool.chainFacts.tickLens, data }
    }),
  ])
}

/** Reads the answer to {@link lensData}; `undefined` where the contracts did not answer: there is no such pool, yet. */
export function readLens(hex: string, pool: Pool, span: WordSpan): PoolReading | undefined {
  const results = readAggregate(hex, FIXED_READS + span.count)
  if (results.includes(undefined)) return undefined
  const ticks = new Map<number, TickLiquidity>()
  for (const words of results.slice(FIXED_READS)) {
    const list = there(words, 'ticks of a word')
    const body = list.from(list.index(0))
    const rows = body.from(32)
    for (let i = body.index(0) - 1; i >= 0; i -= 1) {
      const tick = Number(rows.signed(3 * i, 24))
      ticks.set(tick, { net: rows.signed(3 * i + 1, 128), gross: rows.unsigned(3 * i + 2, 128) })
    }
  }
  return { ...readHead(results), state: stateOf(results, pool, span, ticks) }
}

/** Calldata that reads a pool's price and liquidity, and words of its bitmap. */
export function bitmapData(pool: Pool, { first, count }: WordSpan): string {
  return aggregateData([
    ...headReads(pool),
    ...Array.from(
      { length: count },
      (_, i): ContractRead => ({
        to: pool.address,
        data: callData('tickBitmap', wordOf(first + i)),
      }),
    ),
  ])
}

/** Reads the answer to {@link bitmapData}: a state whose ticks have no liquidity yet, and the ticks to be read. */
export function readBitmap(
  hex: string,
  pool: Pool,
  span: WordSpan,
): PoolReading & { readonly initialised: readonly number[] } {
  const results = readAggregate(hex, FIXED_READS + span.count)
  const initialised = results
    .slice(FIXED_READS)
    .flatMap((words, i) =>
      ticksOfWord(span.first + i, there(words, 'tickBitmap').unsigned(0), pool.tickSpacing),
    )
  return { ...readHead(results), state: stateOf(results, pool, span, new Map()), initialised }
}

/** Calldata that reads the liquidity of some ticks. */
export function ticksData(pool: Pool, ticks: readonly number[]): string {
  return aggregateData(
    ticks.map((tick) => ({ to: pool.address, data: callData('ticks', wordOf(tick)) })),
  )
}

/** Reads the answer to {@link ticksData} into a state. */
export function readTicks(hex: string, ticks: readonly number[], state: PoolState): void {
  readAggregate(hex, ticks.length).forEach((words, i) => {
    const tick = there(words, 'ticks')
    state.ticks.set(ticks[i] ?? 0, { gross: tick.unsigned(0, 128), net: tick.signed(1, 128) })
  })
}

function headReads(pool: Pool): readonly ContractRead[] {
  const { multicall3 } = pool.chainFacts
  return [
    { to: multicall3, data: callData('getBlockNumber') },
    { to: multicall3, data: callData('getCurrentBlockTimestamp') },
    { to: pool.address, data: callData('slot0') },
    { to: pool.address, data: callData('liquidity') },
  ]
}

function readHead(results: readonly (Words | undefined)[]): Omit<PoolReading, 'state'> {
  return {
    block: Number(there(results[0], 'getBlockNumber').unsigned(0, 53)),
    timeS: Number(there(results[1], 'getCurrentBlockTimestamp').unsigned(0, 40)),
  }
}

/** Forks have other words behind the first two of `slot0`: only these are read. */
function stateOf(
  results: readonly (Words | undefined)[],
  pool: Pool,
  { first, count }: WordSpan,
  ticks: Map<number, TickLiquidity>,
): PoolState {
  const slot0 = there(results[2], 'slot0')
  return {
    sqrtPriceX96: slot0.unsigned(0, 160),
    tick: Number(slot0.signed(1, 24)),
    liquidity: there(results[3], 'liquidity').unsigned(0, 128),
    ticks,
    lowTick: firstTickOf(first, pool.tickSpacing),
    highTick: firstTickOf(first + count, pool.tickSpacing),
  }
}

function there(words: Words | undefined, what: string): Words {
  if (words === undefined) throw malformed(`${what} failed or is empty: is it such a pool?`)
  return words
}
