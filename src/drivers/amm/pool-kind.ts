import type { BookSide } from '../../core/index.ts'
import type { ContractRead, Words } from './abi.ts'
import type { DepthLevel, DepthShape } from './depth.ts'
import type { PoolEvent, PoolFees } from './events.ts'

/** A pool at the end of a block, as far as it is known: what its books are cut from. */
export interface PoolModel {
  /** Where the price is: the next reading looks around it. */
  readonly tick: number
  /** What swaps pay. */
  readonly fees: PoolFees
  /** Whether all is known that the levels may reach, with something to spare. */
  readonly isWide: boolean
  /** Takes what a log says; whether it agrees with what is known. */
  apply(event: PoolEvent): boolean
  /** One side of the book, best first. */
  levels(side: BookSide): DepthLevel[]
  /** Whether another reading of the pool says the same, as far as both reach. */
  isSame(other: PoolModel): boolean
}

/** Which words of a pool's bitmap are read; of pools without one, none. */
export interface WordSpan {
  /** The first. */
  readonly first: number
  /** How many. */
  readonly count: number
}

/** What the first call of a reading gave. */
interface ReadingStart {
  /** The pool, but for what the ticks have. */
  readonly model: PoolModel
  /** Ticks that are yet to be read, at the same block. */
  readonly ticks: readonly number[]
}

/** What the chain says of a pool beside its options, and what they say. */
export interface PoolFact {
  /** What is compared, in the words of an error. */
  readonly what: string
  /** The call that tells. */
  readonly read: ContractRead
  /** What was found. */
  readonly found: (words: Words) => string | bigint
  /** What it has to be; where a pool of the kind does not answer at all, `absent`. */
  readonly told: string | bigint
  /** Whether pools of the kind all answer; where forks may not, silence is let pass. @defaultValue false */
  readonly isNeeded?: boolean
}

/** What a listing shows of a pool. */
interface PoolGlance {
  /** Where the price is. */
  readonly tick: number
  /** Whether there is liquidity at the price. */
  readonly isTrading: boolean
}

/** A fact that is told by no answer. */
export const ABSENT = 'absent'

/** One pool as contracts of its kind tell of it: who says what, and how it reads. All pure. */
export interface PoolKind {
  /** The venue's symbol: the pool's address, or its key at the contract that has many. Lower case. */
  readonly id: string
  /** The contract whose logs tell of it, in lower case. */
  readonly emitter: string
  /** Whether that contract tells of many pools, and names this one by the second topic. */
  readonly isKeyed: boolean
  /** First topics of swaps. */
  readonly swaps: readonly string[]
  /** First topics of all logs that change it, swaps included. */
  readonly changes: readonly string[]
  /** Words of the bitmap around a tick that levels may reach. */
  span(tick: number, shape: DepthShape): WordSpan
  /** The first call of a reading. */
  reads(span: WordSpan): readonly ContractRead[]
  /** What it gave; `undefined` where the contracts did not answer: there is no such pool, yet. */
  start(
    results: readonly (Words | undefined)[],
    span: WordSpan,
    shape: DepthShape,
  ): ReadingStart | undefined
  /** The call that reads a tick. */
  tickRead(tick: number): ContractRead
  /** Notes what it gave. */
  setTick(model: PoolModel, tick: number, words: Words): void
  /** Calls that tell the fee where no log does: asked for each block. None: logs tell it. */
  readonly feeReads: readonly ContractRead[]
  /** What they gave; `undefined` where they did not answer. */
  readFees(results: readonly (Words | undefined)[]): PoolEvent | undefined
  /** What is compared when instruments are listed. */
  readonly facts: readonly PoolFact[]
  /** The calls of a listing. */
  readonly glances: readonly ContractRead[]
  /** What they gave; `undefined` where there is no such pool. */
  glance(results: readonly (Words | undefined)[]): PoolGlance | undefined
}
