import type { Happening } from './happening.ts'
import type { AmmInstrumentOptions } from './products.ts'
import type { SimPair } from './sim-pair.ts'
import type { Fees, SimPool } from './sim-pool.ts'

/** A pool of any kind. */
export type AnyPool = SimPool | SimPair

/** A block, as far as a pool cares. */
export interface BlockMoment {
  /** Its number. */
  readonly number: number
  /** Its time, epoch s. */
  readonly timeS: number
}

/** A call of a contract. */
export interface PoolCall {
  /** Whom, in lower case. */
  readonly to: string
  /** The first four bytes. */
  readonly selector: string
  /** The rest, without `0x`. */
  readonly argument: string
}

/** A log as it is written, but for its place. */
export interface WrittenLog {
  /** Topics. */
  readonly topics: readonly string[]
  /** Data, by words. */
  readonly words: readonly (bigint | number)[]
}

/** How pools of one kind behave and speak. */
export interface SimKind {
  /** The contract that a pool's logs come from. */
  readonly emitter: (symbol: string) => string
  /** Whether a call is about a pool. */
  readonly isAsked: (call: PoolCall, symbol: string) => boolean
  /** What it answers at a block; `undefined` where it has no such function. */
  readonly answer: (
    call: PoolCall,
    pool: AnyPool,
    at: BlockMoment,
    spec: AmmInstrumentOptions,
  ) => string | undefined
  /** What a pool does by itself before somebody does something in a block: fees that are set anew, and told. */
  readonly prepare: (pool: AnyPool, at: BlockMoment, spec: AmmInstrumentOptions) => Happening[]
  /** What a swap at the end of a block pays. */
  readonly fees: (pool: AnyPool, at: BlockMoment, spec: AmmInstrumentOptions) => Fees
  /** How it is told. */
  readonly write: (happening: Happening, symbol: string) => WrittenLog
}
